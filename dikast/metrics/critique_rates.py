"""What critiques catch, how much of them is nitpicking, and how much is made up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dikast.metrics.estimate import Estimate
from dikast.metrics.interval import wilson
from dikast.records import Outcome, Record


class CritiqueSummary(Record):
    """The faults that critics found in the answers of one cell, after McAleese et al. 2024 (arXiv 2407.00215).

    A fault is *founded* if its words stand in the answer and no claim in it was refuted by a machine. Intervals are
    Wilson's, over answers or over faults; faults of one answer may depend on one another.

    - `caught`: the share of wrong answers with a founded major fault: what the paper calls inclusion of the bug, as far
      as the references tell. That the fault is the right one is not checked.
    - `false_alarms`: the share of right answers with one.
    - `nitpicks`: the share of faults that are founded and minor.
    - `hallucinated`: the share of faults that are made up: about words that do not stand in the answer, with a refuted
      claim, or major against an answer that is proved right.
    """

    caught: Estimate
    false_alarms: Estimate
    nitpicks: Estimate
    hallucinated: Estimate


def critique_summary(outcomes: Iterable[Outcome]) -> CritiqueSummary | None:
    """The summary of the outcomes in which critics listed faults; None where there are none."""
    tally = CritiqueTally()
    for outcome in outcomes:
        tally.add(outcome)
    return tally.summary()


@dataclass
class _Count:
    """How many of so many."""

    n: int = 0
    hits: int = 0

    def add(self, hits: int, n: int = 1) -> None:
        self.hits += hits
        self.n += n

    def estimate(self) -> Estimate:
        if not self.n:
            return Estimate(value=None)
        low, high = wilson(self.hits / self.n, self.n)
        return Estimate(value=self.hits / self.n, low=low, high=high, n=self.n, clusters=self.n, method="wilson")


class CritiqueTally:
    """Adds up faults outcome by outcome, and keeps no outcome."""

    def __init__(self) -> None:
        self._seen = False
        self._caught, self._false_alarms, self._nitpicks, self._hallucinated = _Count(), _Count(), _Count(), _Count()

    def add(self, outcome: Outcome) -> None:
        """Counts one more outcome, if critics listed faults in it whose answer is proved right or wrong."""
        found = outcome.critique
        if found is None or outcome.acceptance is None or outcome.acceptance.answer not in ("right", "wrong"):
            return
        self._seen = True
        is_right = outcome.acceptance.answer == "right"
        (self._false_alarms if is_right else self._caught).add(found.major > 0)
        n_faults = sum(found)
        self._nitpicks.add(found.minor, n_faults)
        made_up = found.unfounded + found.refuted + (found.major if is_right else 0)
        self._hallucinated.add(made_up, n_faults)

    def summary(self) -> CritiqueSummary | None:
        """What was counted; None without such an outcome."""
        if not self._seen:
            return None
        return CritiqueSummary(
            caught=self._caught.estimate(),
            false_alarms=self._false_alarms.estimate(),
            nitpicks=self._nitpicks.estimate(),
            hallucinated=self._hallucinated.estimate(),
        )
