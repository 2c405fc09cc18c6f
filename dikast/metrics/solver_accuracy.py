"""How good solvers are: pass@k, self-consistency, and what could not be decided or read."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import fmean
from typing import NamedTuple

from dikast.metrics.estimate import Estimate
from dikast.metrics.interval import wilson
from dikast.records import Outcome, Record

PASS_AT = (2, 3, 5, 10, 25, 50, 100)
"""The numbers of attempts k for which a summary has pass@k, as far as a question has as many."""


class AttemptCount(NamedTuple):
    """How many attempts at one question are proved right, and how many are proved right or wrong."""

    right: int
    decided: int


class SolverSummary(Record):
    """The solvers of one protocol with one choice of agents.

    - `questions`: how many questions were attempted, `attempts` how often in all.
    - `right`, `wrong`, `unknown`, `unparsed`: how many attempts were proved right or wrong, could not be decided, or
      have no answer that could be read.
    - `accuracy`: the mean credit of episodes, each question weighing the same, with Wilson's interval over questions.
      Only decided attempts count.
    - `pass_at`: pass@k by k (see `pass_at_k`); `clusters` says of how many questions.
    - `majority`: self-consistency: how often the most frequent answer is right (Wang et al. 2022, arXiv 2203.11171).
      Where k answers share the first place, it counts for the share of right ones among them. Episodes of a single
      attempt have no majority, and neither have those with an undecided one.
    - `split`: in how many episodes several answers shared the first place.
    """

    questions: int
    attempts: int
    right: int
    wrong: int
    unknown: int
    unparsed: int
    accuracy: Estimate
    pass_at: dict[int, Estimate]
    majority: Estimate
    split: int

    @property
    def unknown_share(self) -> float:
        """The share of the attempts that the machine proved neither right nor wrong."""
        return self.unknown / self.attempts

    @property
    def unparsed_share(self) -> float:
        """The share of the attempts without an answer that could be read."""
        return self.unparsed / self.attempts


def pass_at_k(questions: Iterable[AttemptCount | tuple[int, int]], k: int) -> Estimate:
    """The probability that at least one of k attempts is right, as a mean over questions.

    Each question is a pair: how many attempts are right, and how many there are. The estimate for one is
    1 - C(n - c, k) / C(n, k), which is unbiased (Chen et al. 2021, arXiv 2107.03374, section 2.1). Questions with fewer
    than k attempts are left out: `clusters` is how many are in. The interval is Wilson's over questions, which is
    rather too wide than too narrow. Raises ValueError for k < 1, and for more right attempts than there are.
    """
    if k < 1:
        raise ValueError(f"pass@k needs at least one attempt, got k = {k}")
    values: list[float] = []
    for right, n in questions:
        if not 0 <= right <= n:
            raise ValueError(f"{right} of {n} attempts can't be right")
        if n >= k:
            values.append(1 - math.comb(n - right, k) / math.comb(n, k))
    return _mean_over_questions(values, n=len(values))


def _mean_over_questions(values: list[float], n: int) -> Estimate:
    """The mean of one value a question, with Wilson's interval; `n` is how many values these are made from."""
    if not values:
        return Estimate(value=None)
    # Rounding can put a mean of values between 0 and 1 slightly outside.
    value = min(1.0, max(0.0, fmean(values)))
    low, high = wilson(value, len(values))
    return Estimate(value=value, low=low, high=high, n=n, clusters=len(values), method="wilson")


def solver_summary(outcomes: Iterable[Outcome]) -> SolverSummary | None:
    """The summary of the outcomes that have attempts; None where none has."""
    tally = SolverTally()
    for outcome in outcomes:
        tally.add(outcome)
    return tally.summary()


@dataclass
class _QuestionTally:
    """The attempts at one question so far."""

    right: int = 0
    decided: int = 0
    credits: list[float] = field(default_factory=list)
    majorities: list[float] = field(default_factory=list)

    @property
    def count(self) -> AttemptCount:
        return AttemptCount(self.right, self.decided)


@dataclass
class SolverTally:
    """Adds up attempts outcome by outcome. It keeps a few numbers for each question, and no outcome."""

    questions: dict[str, _QuestionTally] = field(default_factory=dict)
    attempts: int = 0
    right: int = 0
    wrong: int = 0
    unknown: int = 0
    unparsed: int = 0
    split: int = 0

    def add(self, outcome: Outcome) -> None:
        """Counts the attempts of one more outcome, if it has any."""
        made = outcome.attempts
        if made is None:
            return
        self.attempts += made.n
        self.right += made.right
        self.wrong += made.wrong
        self.unknown += made.unknown
        self.unparsed += made.unparsed
        self.split += made.majority == "split"
        question = self.questions.setdefault(outcome.question, _QuestionTally())
        question.right += made.right
        question.decided += made.right + made.wrong
        if outcome.credit is not None:
            question.credits.append(outcome.credit)
        if made.n > 1 and made.majority_credit is not None:
            question.majorities.append(made.majority_credit)

    def summary(self) -> SolverSummary | None:
        """What was counted; None without an attempt."""
        if not self.attempts:
            return None
        tallies = list(self.questions.values())
        most = max(tally.decided for tally in tallies)
        return SolverSummary(
            questions=len(tallies),
            attempts=self.attempts,
            right=self.right,
            wrong=self.wrong,
            unknown=self.unknown,
            unparsed=self.unparsed,
            accuracy=_mean_of([tally.credits for tally in tallies]),
            pass_at={k: pass_at_k([tally.count for tally in tallies], k) for k in PASS_AT if k <= most},
            majority=_mean_of([tally.majorities for tally in tallies]),
            split=self.split,
        )


def _mean_of(by_question: list[list[float]]) -> Estimate:
    """The mean of each question's own mean."""
    known = [values for values in by_question if values]
    return _mean_over_questions([fmean(values) for values in known], n=sum(map(len, known)))
