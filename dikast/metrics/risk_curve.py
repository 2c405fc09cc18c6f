"""Risk–coverage: how often a judge is wrong on the share of questions that it is surest of.

Geifman and El-Yaniv 2017 (arXiv 1705.08500) for the curve; Geifman, Uziel and El-Yaniv 2019 (arXiv 1805.08206) for the
area under it and the excess over the best possible order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from dikast.metrics.bootstrap import percentiles
from dikast.metrics.cell import Cell, Floats, Ints
from dikast.metrics.estimate import Estimate
from dikast.records import Record

RESAMPLES = 1_000
MOST_POINTS = 200


class RiskPoint(Record):
    """Of the `coverage` of episodes with at least this `confidence`, `risk` is the share of credit lost."""

    confidence: float
    coverage: float
    risk: float


class RiskCoverage(Record):
    """The curve, at each confidence stated (at most 200 points), and the area under it.

    `aurc` is the mean over k = 1…n of the risk of the k surest episodes, equally sure ones in random order. `excess` is
    `aurc` minus that of a judge with as many errors that is least sure exactly where it is wrong.
    """

    points: tuple[RiskPoint, ...]
    aurc: Estimate
    excess: float | None


def risk_coverage(cell: Cell, *, resamples: int = RESAMPLES, seed: int = 0) -> RiskCoverage:
    """The risk–coverage curve of the verdicts' most probable choices, each episode weighing the same."""
    scored = cell.where(cell.is_believed)
    n = len(scored)
    if n == 0:
        return RiskCoverage(points=(), aurc=Estimate(value=None), excess=None)
    loss = 1 - scored.credit
    # The surest come first.
    ranked = _Ranked.of(-scored.confidence, loss)
    once = np.ones(n, dtype=np.int64)
    harmonic = _harmonic_numbers(n)
    area = ranked.area(once, harmonic)
    return RiskCoverage(
        points=_curve(scored.confidence[ranked.order], ranked),
        aurc=_area_estimate(area, scored, ranked, resamples, seed),
        # In the best order, the losses themselves say how sure to be.
        excess=area - _Ranked.of(loss, loss).area(once, harmonic),
    )


@dataclass(frozen=True, eq=False)
class _Ranked:
    """Episodes by rank, which several may share: their order, the loss of each, and where each rank ends."""

    order: Ints
    loss: Floats
    ends: Ints

    @classmethod
    def of(cls, rank: Floats, loss: Floats) -> Self:
        """The episodes in ascending order of `rank`."""
        order = np.argsort(rank, kind="stable")
        is_last = np.diff(rank[order], append=np.inf) > 0
        return cls(order, loss[order], np.flatnonzero(is_last))

    def area(self, times: Ints, harmonic: Floats) -> float:
        """The mean of the risks of the first k, where each episode is there so many times.

        `harmonic` are the harmonic numbers, as far as there are episodes. A run of m equally sure ones with loss L,
        after N with loss A, adds Σ (A + jL/m) / (N + j) = L + (A - NL/m) (H(N + m) - H(N)), where H are the harmonic
        numbers.
        """
        after = np.cumsum(times)[self.ends]
        lost_after = np.cumsum(self.loss * times)[self.ends]
        counts, lost = np.diff(after, prepend=0), np.diff(lost_after, prepend=0.0)
        steps = np.diff(harmonic[after], prepend=0.0)
        # A rank without an episode has no loss, and no step.
        mean_loss = lost / np.maximum(counts, 1)
        return float((lost + (lost_after - lost - (after - counts) * mean_loss) * steps).sum() / after[-1])


def _curve(confidence: Floats, ranked: _Ranked) -> tuple[RiskPoint, ...]:
    """The risk at each confidence, or at 200 of them, evenly spaced, with the first and the last."""
    shown = ranked.ends[np.unique(np.linspace(0, len(ranked.ends) - 1, MOST_POINTS).round().astype(int))]
    n_covered = shown + 1
    risk = np.cumsum(ranked.loss)[shown] / n_covered
    points = zip(confidence[shown].tolist(), (n_covered / len(confidence)).tolist(), risk.tolist(), strict=True)
    return tuple(RiskPoint(confidence=c, coverage=s, risk=r) for c, s, r in points)


def _harmonic_numbers(n: int) -> Floats:
    """The harmonic numbers H(0) to H(n)."""
    return np.concatenate([[0.0], np.cumsum(1 / np.arange(1, n + 1))])


def _area_estimate(area: float, scored: Cell, ranked: _Ranked, resamples: int, seed: int) -> Estimate:
    """The area with its clustered bootstrap interval.

    The area depends on the order of the episodes, so sums of each question are not enough for a resample.
    """
    n, n_questions = len(scored), len(scored.questions)
    if n_questions < 2 or resamples < 1:
        return Estimate(value=area, n=n, clusters=n_questions)
    rng = np.random.default_rng(seed)
    areas = np.empty(resamples)
    harmonic = _harmonic_numbers(n)
    question = scored.question[ranked.order]
    for i in range(resamples):
        draws = np.bincount(rng.integers(0, n_questions, n_questions), minlength=n_questions)
        times_drawn = draws[question]
        n_drawn = int(times_drawn.sum())
        # Questions may have different numbers of episodes, and those with many may be drawn often.
        if n_drawn >= len(harmonic):
            harmonic = _harmonic_numbers(2 * n_drawn)
        areas[i] = ranked.area(times_drawn, harmonic)
    low, high = percentiles(areas)
    return Estimate(value=area, low=low, high=high, n=n, clusters=n_questions, method="bootstrap")
