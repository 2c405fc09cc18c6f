"""Risk–coverage: how wrong a judge is on the share of questions it is surest of.

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
    """Of the `coverage` of episodes at least `confidence` sure, `risk` is the share of credit lost."""

    confidence: float
    coverage: float
    risk: float


class RiskCoverage(Record):
    """The curve, at each confidence stated (at most 200 points), and the area under it.

    `aurc` is the mean over k = 1…n of the risk of the k surest episodes, equally sure ones in random order; `excess` is
    `aurc` less that of a judge as often wrong that is least sure exactly where it is wrong.
    """

    points: tuple[RiskPoint, ...]
    aurc: Estimate
    excess: float | None


def risk_coverage(cell: Cell, *, resamples: int = RESAMPLES, seed: int = 0) -> RiskCoverage:
    """The risk–coverage curve of the verdicts' most probable choices, each episode weighing the same."""
    kept = cell.where(cell.is_believed)
    n = len(kept)
    if n == 0:
        return RiskCoverage(points=(), aurc=Estimate(value=None), excess=None)
    loss = 1 - kept.credit
    kinds, code = np.unique(-kept.confidence, return_inverse=True)
    lost, counts = _totals(code, loss, np.ones(n))
    value = _area(lost, counts)
    _, best = np.unique(loss, return_inverse=True)
    seen = np.cumsum(counts)
    shown = np.unique(np.linspace(0, len(kinds) - 1, MOST_POINTS).round().astype(int))
    points = zip(-kinds[shown], seen[shown] / n, np.cumsum(lost)[shown] / seen[shown], strict=True)
    low, high = _interval(kept.question, code, loss, resamples, seed)
    clusters = len(kept.questions)
    return RiskCoverage(
        points=tuple(RiskPoint(confidence=float(c), coverage=float(s), risk=float(r)) for c, s, r in points),
        aurc=Estimate(
            value=value, low=low, high=high, n=n, clusters=clusters, method="none" if low is None else "bootstrap"
        ),
        excess=value - _area(*_totals(best, loss, np.ones(n))),
    )


def _totals(code: Ints, loss: Floats, weight: Floats) -> tuple[Floats, Floats]:
    """What was lost, and how many there are, at each confidence, the highest first."""
    return _sums(code, loss * weight), _sums(code, weight)


def _sums(code: Ints, values: Floats) -> Floats:
    return np.asarray(np.bincount(code, weights=values), dtype=np.float64)


def _area(lost: Floats, counts: Floats) -> float:
    """The mean of the risks of the first k: a run of m equally sure ones with loss L, after N with loss A, adds
    Σ (A + jL/m) / (N + j) = L + (A - NL/m) (H(N + m) - H(N)), H the harmonic numbers."""
    lost, counts = lost[counts > 0], counts[counts > 0]
    after = np.cumsum(counts)
    before, lost_before = after - counts, np.cumsum(lost) - lost
    harmonic = np.concatenate([[0.0], np.cumsum(1 / np.arange(1, int(after[-1]) + 1))])
    steps = harmonic[after.round().astype(int)] - harmonic[before.round().astype(int)]
    return float((lost + (lost_before - before * lost / counts) * steps).sum() / after[-1])


def _interval(
    question: Ints, code: Ints, loss: Floats, resamples: int, seed: int
) -> tuple[float, float] | tuple[None, None]:
    """The clustered bootstrap of the area: the order of episodes matters, so that sums do not do."""
    n = int(question.max()) + 1
    if n < 2:
        return None, None
    rng = np.random.default_rng(seed)
    areas = np.empty(resamples)
    for i in range(resamples):
        weight = np.bincount(rng.integers(0, n, n), minlength=n)[question].astype(float)
        areas[i] = _area(*_totals(code, loss, weight))
    low, high = percentiles(areas)
    return (None, None) if low is None or high is None else (low, high)
