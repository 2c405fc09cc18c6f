"""What a judge said about candidates, as lines of a transcript: scores, rankings, comparisons."""

from __future__ import annotations

from collections.abc import Iterator

from dikast.cli.quote_lines import on_one_line, quoted_lines
from dikast.records import (
    Assessment,
    AssessmentKind,
    CandidateScore,
    CreditFinding,
    PreconditionFinding,
    Question,
    Strength,
    Verdict,
)

STRENGTH_WORDS: dict[Strength, str] = {"slight": "better", "strong": "much better"}
_DOES: dict[AssessmentKind, str] = {
    "rating": "rates",
    "ranking": "ranks",
    "comparison": "compares",
    "yes-no": "answers about",
    "reasons": "reasons about",
    "citation": "cites from",
    "split": "splits",
    "checklist": "lists what to check for in",
}
_VIOLATED: dict[bool | None, str] = {True: "violated", False: "kept", None: "not decided"}
_RIGHT: dict[bool | None, str] = {True: "right", False: "wrong", None: "not decided"}
_FULFILS: dict[bool | None, str] = {True: "yes", False: "no", None: "not answered"}
_HOLDS: dict[bool | None, str] = {True: "holds", False: "does not hold", None: "not decided"}


def assessment_lines(assessment: Assessment) -> Iterator[str]:
    """One reply of a judge about candidates, which are numbered from 1 in the question's order."""
    about = ", ".join(str(candidate + 1) for candidate in assessment.shown)
    line = f"{on_one_line(assessment.seat)} {_DOES[assessment.kind]} {about or 'no response'}"
    if assessment.about:
        line += f": “{on_one_line(assessment.about)}”"
    if assessment.reason:
        line += f" ({on_one_line(assessment.reason)})"
    yield line
    yield from quoted_lines(assessment.text)


def candidate_lines(verdict: Verdict, question: Question) -> Iterator[str]:
    """The candidates from best to worst, with what each was given, and the circles among them."""
    scores = {one.candidate: one for one in verdict.scores}
    yield "candidates, from best to worst:"
    for place, candidate in enumerate(verdict.ranking, start=1):
        text = on_one_line(question.choices[candidate])
        given = f"  {_score(scores[candidate])}" if candidate in scores else ""
        yield f"  {place}. ({candidate + 1}) “{text}”{given}"
    for circle in verdict.cycles:
        members = " > ".join(str(candidate + 1) for candidate in (*circle, circle[0]))
        yield f"  in a circle: {members}"


def rule_lines(verdict: Verdict) -> Iterator[str]:
    """Each rule for each candidate, with its preconditions and how each was decided."""
    for finding in verdict.rules:
        name = f"{on_one_line(finding.rule)}, ({finding.candidate + 1}), {on_one_line(finding.seat)}"
        yield f"rule {name}: {_VIOLATED[finding.violated]}"
        for one in finding.preconditions:
            yield f"  {_HOLDS[one.holds]} by {one.route}{_probabilities(one)}: “{on_one_line(one.says)}”"


def _probabilities(finding: PreconditionFinding) -> str:
    """The probabilities of yes that a precondition was decided by; empty where there are none."""
    if finding.p_yes is None or finding.p_yes_without is None:
        return ""
    return f" ({finding.p_yes:.3f} with the response, {finding.p_yes_without:.3f} without)"


def claim_lines(verdict: Verdict) -> Iterator[str]:
    """Each claim of each candidate, with what was found of it."""
    for finding in verdict.claims:
        seat = f", {on_one_line(finding.seat)}" if finding.seat else ""
        p = "" if finding.p_yes is None else f" ({finding.p_yes:.3f})"
        yield f"claim of ({finding.candidate + 1}){seat}: {finding.status}{p}: “{on_one_line(finding.claim)}”"


def requirement_lines(verdict: Verdict) -> Iterator[str]:
    """Each requirement for each candidate, with what was found and its score."""
    for finding in verdict.requirements:
        score = "no score" if finding.score is None else f"{finding.score} of 10"
        yield f"{finding.kind} in ({finding.candidate + 1}): {score}: “{on_one_line(finding.asks)}”"
        yield f"  “{on_one_line(finding.answer)}”, where “{on_one_line(finding.expected)}” is required"


def credit_lines(verdict: Verdict) -> Iterator[str]:
    """The credit of each candidate by each seat: its final answer, its steps or links, and the first that fails."""
    for finding in verdict.credit:
        seat = f", {on_one_line(finding.seat)}" if finding.seat else ""
        score = "not decided" if finding.score is None else f"{finding.score:.3g}"
        yield f"credit of ({finding.candidate + 1}){seat}: {score}{_answer_words(finding)}"
        for part in finding.parts:
            note = f" ({on_one_line(part.note)})" if part.note else ""
            yield f"  {_HOLDS[part.holds]}: “{on_one_line(part.name)}”{note}"
        if finding.first_failed:
            yield f"  the first that fails: {finding.first_failed}"


def _answer_words(finding: CreditFinding) -> str:
    """Whether the final answer is right, and who decided so."""
    if finding.answer_by is None:
        return ""
    if finding.answer_by == "absent":
        return ", without a final answer"
    answer = f" “{on_one_line(finding.answer)}”" if finding.answer else ""
    return f", final answer{answer} {_RIGHT[finding.answer_holds]} by the {finding.answer_by}"


def checklist_lines(verdict: Verdict) -> Iterator[str]:
    """Each item of a checklist that was made for the question, and which candidates fulfil it."""
    items = next((one.items for one in verdict.assessments if one.items), ())
    for number, item in enumerate(items):
        # Items of the rubric come before those that were made.
        ticks = {one.candidate: one.checklist[number - len(items)] for one in verdict.scores if one.checklist}
        said = ", ".join(f"({candidate + 1}) {_FULFILS[tick]}" for candidate, tick in ticks.items())
        yield f"item {number + 1}: “{on_one_line(item)}” {said}".rstrip()


def _score(score: CandidateScore) -> str:
    """A score, with those by criterion and what was ticked off."""
    parts = [f"{one.name} {one.score:.3g}" for one in score.criteria if one.score is not None]
    if score.checklist:
        parts.append(f"{score.checklist.count(True)} of {len(score.checklist)} items")
    details = f" ({', '.join(map(on_one_line, parts))})" if parts else ""
    return f"{score.score:.3g}{details}"
