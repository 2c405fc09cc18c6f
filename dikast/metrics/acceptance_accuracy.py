"""How good a judge is at accepting right answers and rejecting wrong ones, and what critics say to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from dikast.metrics.acceptance_calibration import AcceptanceBin, acceptance_bins, discrimination
from dikast.metrics.estimate import Estimate
from dikast.metrics.question_shares import QuestionShares
from dikast.records import Outcome, Record


class AcceptanceSummary(Record):
    """The judges of answers that were given in the episodes of one cell.

    Only verdicts on answers that are proved right or wrong count. Each question weighs the same, and intervals are
    Wilson's over questions. A judge that finds both equally probable counts as half right.

    - `questions`, `episodes`: how many have such a verdict.
    - `undecided`: episodes with a verdict on an answer that the machine proves neither right nor wrong.
    - `accuracy`: how often a right answer is accepted or a wrong one rejected.
    - `on_right`, `on_wrong`: the same where the answer is right, and where it is wrong.
    - `solver`: how often the answer is right, which is the accuracy of a judge that accepts everything.
    - `discrimination`: the probability that the judge finds a right answer more probable to be right than a wrong one.
    - `calibration`: how many answers are right, by the judge's probability that they are.
    - `critiques`: how many speeches critics made, and `refuted` how many of these have a claim or a quote that a
      machine refuted.
    """

    questions: int
    episodes: int
    undecided: int
    accuracy: Estimate
    on_right: Estimate
    on_wrong: Estimate
    solver: Estimate
    discrimination: Estimate = Estimate(value=None)
    calibration: tuple[AcceptanceBin, ...] = ()
    critiques: int
    refuted: int

    @property
    def refuted_share(self) -> float | None:
        """The share of critiques with a refuted claim or quote; None without a critique."""
        return self.refuted / self.critiques if self.critiques else None

    @property
    def recovered(self) -> float | None:
        """How much of what a judge that accepts everything gets wrong this judge gets right, less what it spoils.

        That is the performance gap recovered (Burns et al. 2023, arXiv 2312.09390) from the solver's accuracy s to 1:
        (accuracy - s) / (1 - s). It is 0 for a judge that accepts everything, 1 for one that is always right, and
        negative for one that is worse than accepting everything. None where every answer is right.
        """
        if self.accuracy.value is None or self.solver.value is None or self.solver.value == 1:
            return None
        return (self.accuracy.value - self.solver.value) / (1 - self.solver.value)


def acceptance_summary(outcomes: Iterable[Outcome]) -> AcceptanceSummary | None:
    """The summary of the outcomes in which an answer was accepted or rejected; None where there are none."""
    tally = AcceptanceTally()
    for outcome in outcomes:
        tally.add(outcome)
    return tally.summary()


@dataclass
class AcceptanceTally:
    """Adds up verdicts outcome by outcome. It keeps a few numbers of each, and no outcome."""

    all: QuestionShares = field(default_factory=QuestionShares)
    on_right: QuestionShares = field(default_factory=QuestionShares)
    on_wrong: QuestionShares = field(default_factory=QuestionShares)
    solver: QuestionShares = field(default_factory=QuestionShares)
    verdicts: list[tuple[float, bool]] = field(default_factory=list)
    seen: int = 0
    undecided: int = 0
    critiques: int = 0
    refuted: int = 0

    def add(self, outcome: Outcome) -> None:
        """Counts one more outcome, if an answer was accepted or rejected in it."""
        made = outcome.acceptance
        if made is None:
            return
        self.seen += 1
        self.critiques += made.critiques
        self.refuted += made.refuted
        if outcome.credit is None:
            self.undecided += outcome.status == "decided"
            return
        is_right = made.answer == "right"
        if made.p_right is not None:
            self.verdicts.append((made.p_right, is_right))
        self.all.add(outcome.question, outcome.credit)
        self.solver.add(outcome.question, float(is_right))
        (self.on_right if is_right else self.on_wrong).add(outcome.question, outcome.credit)

    def summary(self) -> AcceptanceSummary | None:
        """What was counted; None without such an outcome."""
        if not self.seen:
            return None
        accuracy = self.all.estimate()
        return AcceptanceSummary(
            questions=accuracy.clusters or 0,
            episodes=accuracy.n or 0,
            undecided=self.undecided,
            accuracy=accuracy,
            on_right=self.on_right.estimate(),
            on_wrong=self.on_wrong.estimate(),
            solver=self.solver.estimate(),
            discrimination=discrimination(
                [p for p, is_right in self.verdicts if is_right], [p for p, is_right in self.verdicts if not is_right]
            ),
            calibration=acceptance_bins(self.verdicts),
            critiques=self.critiques,
            refuted=self.refuted,
        )
