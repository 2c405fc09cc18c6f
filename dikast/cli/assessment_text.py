"""What a judge said about candidates, as lines of a transcript: scores, rankings, comparisons."""

from __future__ import annotations

from collections.abc import Iterator

from dikast.cli.quote_lines import on_one_line, quoted_lines
from dikast.records import Assessment, AssessmentKind, CandidateScore, PreconditionFinding, Question, Strength, Verdict

STRENGTH_WORDS: dict[Strength, str] = {"slight": "better", "strong": "much better"}
_DOES: dict[AssessmentKind, str] = {
    "rating": "rates",
    "ranking": "ranks",
    "comparison": "compares",
    "yes-no": "answers about",
    "reasons": "reasons about",
    "citation": "cites from",
    "split": "splits",
}
_VIOLATED: dict[bool | None, str] = {True: "violated", False: "kept", None: "not decided"}
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


def _score(score: CandidateScore) -> str:
    """A score, with those by criterion and what was ticked off."""
    parts = [f"{one.name} {one.score:.3g}" for one in score.criteria if one.score is not None]
    if score.checklist:
        parts.append(f"{score.checklist.count(True)} of {len(score.checklist)} items")
    details = f" ({', '.join(map(on_one_line, parts))})" if parts else ""
    return f"{score.score:.3g}{details}"
