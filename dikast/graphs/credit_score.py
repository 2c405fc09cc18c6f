"""What credit findings come to: the score of a response by one seat, and the verdict of all seats on all responses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import fmean

from dikast.graphs.scored_verdict import scored_verdict
from dikast.protocols import CreditMove
from dikast.records import Assessment, CandidateScore, CreditFinding, CreditPart, CriterionScore, Verdict


def scored(move: CreditMove, finding: CreditFinding) -> CreditFinding:
    """The finding with its score, and of a chain the first link that fails; None where it can't be told."""
    changes: dict[str, object] = {"score": _score(move, finding)}
    if move.way == "chain":
        # Where a link before could not be read, the first that fails is not known.
        first = next((part for part in finding.parts if not part.holds), None)
        changes["first_failed"] = first.name if first and first.holds is False else None
    return finding.model_copy(update=changes)


def _score(move: CreditMove, finding: CreditFinding) -> float | None:
    """The credit from 0 to the move's full marks; None where something that it needs could not be read."""
    if finding.answer_holds is None or any(part.holds is None for part in finding.parts):
        return None
    match move.way:
        case "cot-e":
            answer = float(finding.answer_holds)
            return move.steps_share * share_held(finding.parts) + (1 - move.steps_share) * answer
        case "reference-steps":
            return _full_marks(finding) * (1.0 if finding.answer_holds else share_held(finding.parts))
        case "chain":
            return float(sum(part.holds is True for part in finding.parts))


def _full_marks(finding: CreditFinding) -> float:
    """The most credit that the response could have. Every finding that is made here has them; old records have none."""
    return 1.0 if finding.full_marks is None else finding.full_marks


def share_held(parts: Sequence[CreditPart]) -> float:
    """The share of parts that hold, from 0 to 1. A response that shows no steps has no credit for any."""
    return fmean(part.holds is True for part in parts) if parts else 0.0


def credit_verdict(
    move: CreditMove, findings: Sequence[CreditFinding], assessments: Sequence[Assessment], n_candidates: int
) -> Verdict:
    """The verdict that these findings make: the response with the most credit, by the mean of the seats, is the best.

    What could not be read leaves the verdict unparsed, and says why; no score is filled in.
    """
    unread = [one for one in findings if one.score is None]
    if unread:
        reason = f"response {unread[0].candidate + 1} has no credit that could be read: {unread[0].reason}"
        return Verdict(status="unparsed", assessments=tuple(assessments), credit=tuple(findings), reason=reason)
    scores = [_mean([one for one in findings if one.candidate == candidate]) for candidate in range(n_candidates)]
    return scored_verdict(scores, assessments, move.margin).model_copy(update={"credit": tuple(findings)})


def _mean(findings: Sequence[CreditFinding]) -> CandidateScore:
    """The mean credit of one candidate by all seats, and the means of what it is made of."""
    score = fmean(one.score for one in findings if one.score is not None)
    given: dict[str, list[float]] = {}
    for finding in findings:
        for name, value in _components(finding):
            given.setdefault(name, []).append(value)
    return CandidateScore(
        candidate=findings[0].candidate,
        score=score,
        value=score / _full_marks(findings[0]),
        route="counted",
        criteria=tuple(CriterionScore(name=name, score=fmean(values)) for name, values in given.items()),
    )


def _components(finding: CreditFinding) -> Iterator[tuple[str, float]]:
    """What a score is made of, each from 0 to 1: the links, or the steps that were looked at and the answer."""
    if finding.way == "chain":
        for part in finding.parts:
            yield part.name, float(part.holds is True)
        return
    if finding.parts:
        yield "steps", share_held(finding.parts)
    yield "answer", float(finding.answer_holds is True)
