"""OutcomeResponses: what a verdict says of responses beside its choice, without the texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dikast.records.assessment import CandidateScore
from dikast.records.verdict import Strength, Verdict


class OutcomeCriterion(NamedTuple):
    """A criterion, and what each response was given by it; None where the judge left it out."""

    name: str
    scores: tuple[float | None, ...]


# A named tuple is a list in JSON, without the names of fields, which keeps a row narrow.
class OutcomeResponses(NamedTuple):
    """Scores, order and criteria of a verdict on responses.

    - `scores`: of each response, in the question's own order; empty where nothing was scored.
    - `full_marks`: the most that a response could have, where credit is given for reasoning.
    - `criteria`: what each response was given by each criterion of the rubric.
    - `ranking`: the responses from best to worst, where the judge put them in order; empty where scores did so.
    - `n_cycles`: how many circles of comparisons were found (see `Verdict.cycles`).
    - `decided_by`: the criterion that decided.
    - `audited`, `upheld`: how many outcomes a second role looked at, and of how many it says that they were decided by
      the criterion that was asked about.
    - `n_formats`, `n_kept`: how many replies a named format was asked of, and how many kept it. One that can't be read
      did not.
    - `strength`: how much better the choice is, where the format asks for it.
    """

    scores: tuple[float, ...] = ()
    full_marks: float | None = None
    criteria: tuple[OutcomeCriterion, ...] = ()
    ranking: tuple[int, ...] = ()
    n_cycles: int = 0
    decided_by: str | None = None
    audited: int = 0
    upheld: int = 0
    n_formats: int = 0
    n_kept: int = 0
    strength: Strength | None = None


def outcome_responses(verdict: Verdict) -> OutcomeResponses | None:
    """What this verdict says of responses; None where it says nothing but its choice."""
    scores = sorted(verdict.scores, key=lambda one: one.candidate)
    marks = [one.full_marks for one in verdict.credit if scores and one.full_marks is not None]
    audits = _audits(verdict)
    kept = _formats(verdict)
    is_ordered = verdict.route == "ranking" and verdict.decided_by is None
    found = OutcomeResponses(
        scores=tuple(one.score for one in scores),
        full_marks=marks[0] if marks else None,
        criteria=_by_criterion(scores),
        ranking=verdict.ranking if is_ordered else (),
        n_cycles=len(verdict.cycles),
        decided_by=verdict.decided_by,
        audited=len(audits),
        upheld=sum(audits),
        n_formats=len(kept),
        n_kept=sum(kept),
        strength=verdict.strength,
    )
    return None if found == OutcomeResponses() else found


def _by_criterion(scores: Sequence[CandidateScore]) -> tuple[OutcomeCriterion, ...]:
    """What each of these was given by each criterion, in the order in which criteria first occur."""
    given = [{criterion.name: criterion.score for criterion in one.criteria} for one in scores]
    names = dict.fromkeys(name for of_one in given for name in of_one)
    return tuple(OutcomeCriterion(name, tuple(of_one.get(name) for of_one in given)) for name in names)


def _audits(verdict: Verdict) -> list[bool]:
    """What audits found, as far as they could be read: whether an outcome was decided by its criterion."""
    # Of all that says yes or no, only audits stand beside comparisons.
    if not any(one.kind == "comparison" for one in verdict.assessments):
        return []
    return [one.answer for one in verdict.assessments if one.kind == "yes-no" and one.answer is not None]


def _formats(verdict: Verdict) -> list[bool]:
    """Of each reply that a named format was asked of, whether it kept it; of a jury, that of each seat."""
    replies = [reply for look in verdict.looks for reply in (look.votes.values() or (look,))]
    return [reply.format_kept for reply in replies if reply.format_kept is not None]
