"""A panel that rates or ranks: one verdict from what each of its judges says by itself."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from statistics import fmean, median

from dikast.graphs.judge_votes import JudgeVote, agreed, counted_votes, vote_of, winner
from dikast.protocols import Panel
from dikast.records import Assessment, CandidateScore, Verdict

VerdictOf = Callable[[Sequence[Assessment]], Verdict]
"""The verdict that assessments make, as if they were all by one judge."""


@dataclass(frozen=True)
class MemberVerdicts:
    """The verdicts of a panel's judges, by seat, and those that could not be read."""

    panel: Panel
    assessments: tuple[Assessment, ...]
    readable: Mapping[str, Verdict]
    unread: Mapping[str, Verdict]

    @classmethod
    def of(cls, panel: Panel, assessments: Sequence[Assessment], verdict_of: VerdictOf) -> MemberVerdicts:
        """Each judge's own verdict from its own replies."""
        by_seat: dict[str, list[Assessment]] = {}
        for assessment in assessments:
            by_seat.setdefault(assessment.seat, []).append(assessment)
        verdicts = {seat: verdict_of(own) for seat, own in by_seat.items()}
        readable = {seat: verdict for seat, verdict in verdicts.items() if verdict.status == "decided"}
        unread = {seat: verdict for seat, verdict in verdicts.items() if seat not in readable}
        return cls(panel, tuple(assessments), readable, unread)

    @property
    def kept(self) -> list[Assessment]:
        """The replies of the judges whose verdict can be read: all of them, or none of the others' either."""
        return list(chain.from_iterable(verdict.assessments for verdict in self.readable.values()))

    def verdict(self, pooled: VerdictOf) -> Verdict:
        """The panel's verdict. `pooled` is that of all replies that count, taken together."""
        if len(self.readable) < (self.panel.quorum or 1):
            return self._unparsed()
        made = pooled(self.kept).model_copy(update={"assessments": self.assessments})
        if self.panel.by == "unanimous":
            return self._unanimous(made)
        # The weighted mean of scores is made by `pooled`; orders have none, so that their judges vote.
        if self.panel.by == "vote" or (self.panel.by == "weighted" and not made.scores):
            votes_cast = [vote_of(one, self.panel.weight(seat)) for seat, one in self.readable.items()]
            return _voted(made, votes_cast)
        return made

    def _unparsed(self) -> Verdict:
        first = next(iter(self.unread.values()))
        n = len(self.readable) + len(self.unread)
        reason = f"{len(self.unread)} of {n} judges could not be read: {first.reason}"
        return Verdict(status="unparsed", assessments=self.assessments, reason=reason, ending=first.ending)

    def _unanimous(self, made: Verdict) -> Verdict:
        """The choice that all judges name; without one, all candidates are equally probable, and there is no tie."""
        votes_cast = [vote_of(one) for one in self.readable.values()]
        if not self.unread and agreed(votes_cast):
            return _voted(made, votes_cast)
        n = len(made.probabilities or ())
        return made.model_copy(update={"choice": None, "tie": False, "probabilities": (1 / n,) * n})


def _voted(made: Verdict, votes_cast: Sequence[JudgeVote]) -> Verdict:
    """The verdict with the choice that has the most votes; scores and ranking stay those of the replies together."""
    n = len(made.probabilities or ())
    votes = counted_votes(votes_cast, [*range(n), None])
    choice, tie = winner(votes)
    shares = tuple(float(votes[candidate] + votes[None] / n) for candidate in range(n))
    return made.model_copy(update={"choice": choice, "tie": tie, "probabilities": shares, "route": "votes"})


def panel_score(panel: Panel, by_seat: Mapping[str, CandidateScore]) -> float:
    """One candidate's score from those of several judges: their mean, by weights if the panel has them, or median."""
    scores = {seat: one.score for seat, one in by_seat.items()}
    if panel.by == "median":
        return median(scores.values())
    if panel.by != "weighted":
        return fmean(scores.values())
    total = math.fsum(panel.weight(seat) for seat in scores)
    return math.fsum(panel.weight(seat) * score for seat, score in scores.items()) / total
