"""What a judge said about candidates, as lines of a transcript: scores, rankings, comparisons."""

from __future__ import annotations

from collections.abc import Iterator

from dikast.cli.quote_lines import on_one_line, quoted_lines
from dikast.records import Assessment, CandidateScore, Question, Strength, Verdict

STRENGTH_WORDS: dict[Strength, str] = {"slight": "better", "strong": "much better"}
_DOES: dict[str, str] = {"rating": "rates", "ranking": "ranks", "comparison": "compares"}


def assessment_lines(assessment: Assessment) -> Iterator[str]:
    """One reply of a judge about candidates, which are numbered from 1 in the question's order."""
    about = ", ".join(str(candidate + 1) for candidate in assessment.shown)
    line = f"{on_one_line(assessment.seat)} {_DOES[assessment.kind]} {about}"
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


def _score(score: CandidateScore) -> str:
    """A score, with those by criterion and what was ticked off."""
    parts = [f"{one.name} {one.score:.3g}" for one in score.criteria if one.score is not None]
    if score.checklist:
        parts.append(f"{score.checklist.count(True)} of {len(score.checklist)} items")
    details = f" ({', '.join(map(on_one_line, parts))})" if parts else ""
    return f"{score.score:.3g}{details}"
