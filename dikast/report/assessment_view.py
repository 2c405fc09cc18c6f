"""What a judge said of candidates, laid out to be read on a page: its scores, rankings, comparisons and answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dikast.protocols import labels_for
from dikast.records import Assessment, AssessmentKind, CandidateScore, Verdict

MOST_ASSESSMENTS = 20
"""Of one episode: a judge that checks claims or rules gives many short replies."""
_NOUNS: dict[AssessmentKind, str] = {
    "rating": "scores",
    "ranking": "ranking",
    "comparison": "comparison",
    "yes-no": "yes or no",
    "reasons": "reasons",
    "citation": "citation",
    "split": "claims",
    "checklist": "checklist",
}


@dataclass(frozen=True)
class AssessmentView:
    """One reply: what kind it is and by which seat, what it comes to in words, its text, and why it can't be read."""

    title: str
    says: str
    text: str
    reason: str | None
    certainty: float | None


def view_assessments(verdict: Verdict, order: Sequence[int]) -> Iterator[AssessmentView]:
    """The first replies of a verdict by scores, a ranking or findings, by the labels of this order."""
    labels = dict(zip(order, labels_for(order), strict=True))
    for assessment in verdict.assessments[:MOST_ASSESSMENTS]:
        title = _NOUNS[assessment.kind]
        if assessment.seat != "judge":
            title += f" by {assessment.seat}"
        yield AssessmentView(
            title=title,
            says=_words(assessment, labels) if assessment.status == "decided" else "",
            text=assessment.text,
            reason=assessment.reason,
            certainty=assessment.certainty,
        )


def standings(verdict: Verdict) -> dict[int, str]:
    """What each candidate was given: its score with what that is made of, or else its place in the ranking; empty where
    there are neither.
    """
    if verdict.scores:
        return {one.candidate: _score_words(one, verdict) for one in verdict.scores}
    return {candidate: f"place {place}" for place, candidate in enumerate(verdict.ranking, start=1)}


def _score_words(score: CandidateScore, verdict: Verdict) -> str:
    """The score, those of its criteria, and the first link of the reasoning that fails."""
    parts = [f"{one.name} {one.score:.3g}" for one in score.criteria if one.score is not None]
    failed = {one.first_failed for one in verdict.credit if one.candidate == score.candidate and one.first_failed}
    parts += [f"{link} fails first" for link in sorted(failed)]
    text = f"score {score.score:.3g}"
    return f"{text} ({', '.join(parts)})" if parts else text


def _words(assessment: Assessment, labels: Mapping[int, str]) -> str:
    """What the reply comes to."""
    match assessment.kind:
        case "rating":
            return ", ".join(f"{labels[one.candidate]} {one.score:.3g}" for one in assessment.scores)
        case "ranking" | "comparison":
            joint = " = " if assessment.tie else " > "
            return joint.join(labels[candidate] for candidate in assessment.ranking or assessment.shown)
        case "yes-no":
            answer = {True: "yes", False: "no", None: "neither"}[assessment.answer]
            return f"{answer}: {assessment.about}"
        case _:
            return "as follows"
