"""What a prover earns by pointing at estimates that are off, and how descents come out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from dikast.metrics.estimate import Estimate
from dikast.records import Outcome, OutcomeDescent, Record

RESAMPLES = 2_000
REWARD_RATIO = 3.0
"""How much more each level pays than the one above it; more than 2, so that the leaf weighs more than all above."""


class DescentSummary(Record):
    """The descents of one cell. Each question weighs the same; intervals are bootstrapped over questions.

    - `questions`, `episodes`: how many descents ended in a verdict.
    - `undisputed`: in how many of them nobody disputed a claim, so that no judge decided a leaf.
    - `depth`: how many claims were picked one after the other, on average.
    - `leaf`: the probability that judges give to leaves.
    - `payoff_right`, `payoff_wrong`: what the prover earns (see `prover_payoff`) where its answer is right, and where
      it is wrong. The estimator earns the negative. Empty where nobody estimated.
    """

    questions: int
    episodes: int
    undisputed: int
    depth: float
    leaf: Estimate
    payoff_right: Estimate
    payoff_wrong: Estimate


def prover_payoff(descent: OutcomeDescent, ratio: float = REWARD_RATIO) -> float:
    """What the prover of this descent earns; its estimator earns the negative of it.

    At level k, counted from 1, the prover earns ratio^k where the estimate that it points at is off in the direction
    that it says, and loses as much where it is off in the other; it earns nothing where it points at none. That is the
    rule of Brown-Cohen, Irving and Piliouras in their account of arXiv 2506.13609, with a ratio above 2.
    """
    if ratio <= 0:
        raise ValueError(f"`ratio` must be positive, got {ratio!r}")
    return sum(sign * ratio**level for level, sign in enumerate(descent.pointed, 1))


def descent_summary(outcomes: Iterable[Outcome]) -> DescentSummary | None:
    """The summary of the outcomes in which an answer was split into claims; None where there are none."""
    tally = DescentTally()
    for outcome in outcomes:
        tally.add(outcome)
    return tally.summary()


@dataclass
class _Values:
    """Values of episodes, by question."""

    by_question: dict[str, list[float]] = field(default_factory=dict)

    def add(self, question: str, value: float) -> None:
        self.by_question.setdefault(question, []).append(value)

    def estimate(self) -> Estimate:
        """The mean of each question's own mean."""
        import numpy as np

        from dikast.metrics.bootstrap import mean

        values = [value for values in self.by_question.values() for value in values]
        sizes = [len(values) for values in self.by_question.values()]
        return mean(np.array(values, dtype=float), np.repeat(np.arange(len(sizes)), sizes), resamples=RESAMPLES)


@dataclass
class DescentTally:
    """Adds up descents outcome by outcome, and keeps no outcome."""

    depths: _Values = field(default_factory=_Values)
    leaves: _Values = field(default_factory=_Values)
    on_right: _Values = field(default_factory=_Values)
    on_wrong: _Values = field(default_factory=_Values)
    episodes: int = 0
    undisputed: int = 0

    def add(self, outcome: Outcome) -> None:
        """Counts one more outcome, if an answer was split in it."""
        descent = outcome.descent
        if descent is None or outcome.acceptance is None:
            return
        self.episodes += 1
        self.depths.add(outcome.question, descent.depth)
        self.undisputed += descent.p_leaf is None
        if descent.p_leaf is not None:
            self.leaves.add(outcome.question, descent.p_leaf)
        payoffs = {"right": self.on_right, "wrong": self.on_wrong}.get(outcome.acceptance.answer)
        if payoffs is not None and descent.p_estimated is not None:
            payoffs.add(outcome.question, prover_payoff(descent))

    def summary(self) -> DescentSummary | None:
        """What was counted; None without a descent."""
        if not self.episodes:
            return None
        return DescentSummary(
            questions=len(self.depths.by_question),
            episodes=self.episodes,
            undisputed=self.undisputed,
            depth=self.depths.estimate().value or 0.0,
            leaf=self.leaves.estimate(),
            payoff_right=self.on_right.estimate(),
            payoff_wrong=self.on_wrong.estimate(),
        )
