"""How two raters' scores go together, and how alike two rankings are."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np

from dikast.metrics.bootstrap import RESAMPLES, bootstrap, cluster_sums
from dikast.metrics.cell import Floats, Ints
from dikast.metrics.estimate import Estimate
from dikast.metrics.interval import Z_95
from dikast.records import Record

NO_SPREAD = 1e-9
"""A variance smaller than this part of the mean square is what rounding leaves of none, that of the bootstrap too."""


class Correlations(Record):
    """Pearson's r with its clustered bootstrap interval; Spearman's ρ and Kendall's τ-b with Fisher-z intervals that
    take pairs as independent (Bonett and Wright 2000, Psychometrika 65). None where one of the two never changes.
    """

    pearson: Estimate
    spearman: Estimate
    kendall: Estimate


def correlations(a: Floats, b: Floats, cluster: Ints, *, resamples: int = RESAMPLES, seed: int = 0) -> Correlations:
    """The correlations of two raters' scores of the same things."""
    from scipy.stats import kendalltau, rankdata

    n = len(a)
    is_flat = n < 2 or bool(np.ptp(a) == 0 or np.ptp(b) == 0)
    rho = np.nan if is_flat else _pearson(_moments(rankdata(a), rankdata(b)).sum(axis=0, keepdims=True))[0]
    tau = np.nan if is_flat else kendalltau(a, b).statistic
    return Correlations(
        pearson=Estimate(value=None)
        if is_flat
        else bootstrap(cluster_sums(_moments(a, b), cluster), _pearson, n=n, resamples=resamples, seed=seed),
        spearman=_fisher(float(rho), n, 1 + float(rho) ** 2 / 2, 3),
        kendall=_fisher(float(tau), n, 0.437, 4),
    )


def _moments(a: Floats, b: Floats) -> Floats:
    # Taken from the means, so that large values lose no digits.
    x, y = a - a.mean(), b - b.mean()
    return np.column_stack([np.ones(len(x)), x, y, x * x, y * y, x * y])


def _pearson(totals: Floats) -> Floats:
    n, x, y, xx, yy, xy = totals.T
    of_x, of_y = n * xx - x * x, n * yy - y * y
    is_flat = (of_x <= NO_SPREAD * n * xx) | (of_y <= NO_SPREAD * n * yy)
    found: Floats = (n * xy - x * y) / np.sqrt(np.where(is_flat, np.nan, of_x * of_y))
    return np.clip(found, -1, 1)


def _fisher(r: float, n: int, variance: float, lost: int) -> Estimate:
    """tanh(artanh r ± z √(variance / (n - lost)))."""
    if np.isnan(r):
        return Estimate(value=None)
    if n <= lost or abs(r) >= 1:
        return Estimate(value=r, n=n, clusters=n)
    half = Z_95 * (variance / (n - lost)) ** 0.5
    low, high = np.tanh(np.arctanh(r) - half), np.tanh(np.arctanh(r) + half)
    return Estimate(value=r, low=float(low), high=float(high), n=n, clusters=n, method="fisher")


def ranking_similarity(a: Sequence[Hashable], b: Sequence[Hashable]) -> float:
    """One less the Levenshtein distance of two rankings over the longer one's length (Levenshtein 1966).

    1 for equal rankings, 0 where no place can be kept; of two empty ones, 1.
    """
    before = list(range(len(b) + 1))
    for i, one in enumerate(a, 1):
        row = [i]
        for j, other in enumerate(b, 1):
            row.append(min(before[j] + 1, row[-1] + 1, before[j - 1] + (one != other)))
        before = row
    return 1 - before[-1] / max(len(a), len(b), 1)
