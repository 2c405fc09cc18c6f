"""Risk–coverage: how often a judge is wrong on the share of questions that it is surest of.

Geifman and El-Yaniv 2017 (arXiv 1705.08500) for the curve; Geifman, Uziel and El-Yaniv 2019 (arXiv 1805.08206) for the
area under it and the excess over the best possible order.
"""

from __future__ import annotations

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
    # Negated, so that the surest come first.
    negative_confidence, code = np.unique(-scored.confidence, return_inverse=True)
    lost, counts = _totals(code, loss, np.ones(n))
    harmonic = _harmonic_numbers(n)
    area = _area(lost, counts, harmonic)
    # In the best order, the losses themselves say how sure to be.
    _, best_code = np.unique(loss, return_inverse=True)
    return RiskCoverage(
        points=_curve(-negative_confidence, lost, counts),
        aurc=_area_estimate(area, scored, code, loss, resamples, seed),
        excess=area - _area(*_totals(best_code, loss, np.ones(n)), harmonic),
    )


def _totals(code: Ints, loss: Floats, weight: Floats) -> tuple[Floats, Floats]:
    """The credit lost and the number of episodes at each confidence, the highest first."""
    lost = np.bincount(code, weights=loss * weight)
    counts = np.bincount(code, weights=weight)
    return np.asarray(lost, dtype=np.float64), np.asarray(counts, dtype=np.float64)


def _curve(confidence: Floats, lost: Floats, counts: Floats) -> tuple[RiskPoint, ...]:
    """The risk at each confidence, or at 200 of them, evenly spaced, with the first and the last."""
    covered = np.cumsum(counts)
    shown = np.unique(np.linspace(0, len(confidence) - 1, MOST_POINTS).round().astype(int))
    coverage = covered[shown] / covered[-1]
    risk = np.cumsum(lost)[shown] / covered[shown]
    points = zip(confidence[shown].tolist(), coverage.tolist(), risk.tolist(), strict=True)
    return tuple(RiskPoint(confidence=c, coverage=s, risk=r) for c, s, r in points)


def _harmonic_numbers(n: int) -> Floats:
    """The harmonic numbers H(0) to H(n)."""
    return np.concatenate([[0.0], np.cumsum(1 / np.arange(1, n + 1))])


def _area(lost: Floats, counts: Floats, harmonic: Floats) -> float:
    """The mean of the risks of the first k. `harmonic` are the harmonic numbers, as far as there are episodes.

    A run of m equally sure ones with loss L, after N with loss A, adds
    Σ (A + jL/m) / (N + j) = L + (A - NL/m) (H(N + m) - H(N)), where H are the harmonic numbers.
    """
    lost, counts = lost[counts > 0], counts[counts > 0]
    after = np.cumsum(counts)
    before = after - counts
    lost_before = np.cumsum(lost) - lost
    steps = harmonic[after.round().astype(int)] - harmonic[before.round().astype(int)]
    return float((lost + (lost_before - before * lost / counts) * steps).sum() / after[-1])


def _area_estimate(area: float, scored: Cell, code: Ints, loss: Floats, resamples: int, seed: int) -> Estimate:
    """The area with its clustered bootstrap interval.

    The area depends on the order of the episodes, so sums of each question are not enough for a resample.
    """
    n, n_questions = len(scored), len(scored.questions)
    if n_questions < 2 or resamples < 1:
        return Estimate(value=area, n=n, clusters=n_questions)
    rng = np.random.default_rng(seed)
    areas = np.empty(resamples)
    harmonic = _harmonic_numbers(n)
    for i in range(resamples):
        draws = np.bincount(rng.integers(0, n_questions, n_questions), minlength=n_questions)
        times_drawn = draws[scored.question]
        n_drawn = int(times_drawn.sum())
        # Questions may have different numbers of episodes, and those with many may be drawn often.
        if n_drawn >= len(harmonic):
            harmonic = _harmonic_numbers(2 * n_drawn)
        areas[i] = _area(*_totals(code, loss, times_drawn.astype(float)), harmonic)
    low, high = percentiles(areas)
    return Estimate(value=area, low=low, high=high, n=n, clusters=n_questions, method="bootstrap")
