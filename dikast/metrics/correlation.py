"""How two raters' scores are correlated, and how similar two rankings are."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np

from dikast.metrics.bootstrap import RESAMPLES, bootstrap, cluster_sums
from dikast.metrics.cell import Floats, Ints
from dikast.metrics.estimate import Estimate
from dikast.metrics.interval import Z_95
from dikast.metrics.kendall_tau import kendall_tau
from dikast.records import Record

NO_SPREAD = 1e-9
"""A variance below this part of the mean square is 0, up to the rounding of the sums, those of resamples included."""


class Correlations(Record):
    """Pearson's r, Spearman's ρ and Kendall's τ-b; None where one of the two raters always gave the same score.

    Pearson has a clustered bootstrap interval. The others have Fisher-z intervals, which take pairs as independent
    (Bonett and Wright 2000, Psychometrika 65).
    """

    pearson: Estimate
    spearman: Estimate
    kendall: Estimate


def correlations(a: Floats, b: Floats, cluster: Ints, *, resamples: int = RESAMPLES, seed: int = 0) -> Correlations:
    """The correlations of two raters' scores of the same things."""
    n = len(a)
    if n < 2 or np.ptp(a) == 0 or np.ptp(b) == 0:
        undefined = Estimate(value=None)
        return Correlations(pearson=undefined, spearman=undefined, kendall=undefined)
    # Spearman's ρ is Pearson's r of the ranks.
    rho = float(_pearson(_moments(_ranks(a), _ranks(b)).sum(axis=0, keepdims=True))[0])
    tau = kendall_tau(a, b)
    return Correlations(
        pearson=bootstrap(cluster_sums(_moments(a, b), cluster), _pearson, n=n, resamples=resamples, seed=seed),
        spearman=_fisher_estimate(rho, n, variance=1 + rho**2 / 2, lost=3),
        # 0.437: Fieller, Hartley and Pearson 1957 (Biometrika 44).
        kendall=_fisher_estimate(tau, n, variance=0.437, lost=4),
    )


def _ranks(scores: Floats) -> Floats:
    """The place of each score from 1 on; equal scores share the mean of their places."""
    _, kind, counts = np.unique(scores, return_inverse=True, return_counts=True)
    last: Floats = np.cumsum(counts).astype(np.float64)
    return (last - (counts - 1) / 2)[kind]


def _moments(a: Floats, b: Floats) -> Floats:
    # Measured from the means, so that large values lose no digits.
    x, y = a - a.mean(), b - b.mean()
    return np.column_stack([np.ones(len(x)), x, y, x * x, y * y, x * y])


def _pearson(totals: Floats) -> Floats:
    n, x, y, xx, yy, xy = totals.T
    spread_x, spread_y = n * xx - x * x, n * yy - y * y
    is_flat = (spread_x <= NO_SPREAD * n * xx) | (spread_y <= NO_SPREAD * n * yy)
    r: Floats = (n * xy - x * y) / np.sqrt(np.where(is_flat, np.nan, spread_x * spread_y))
    return np.clip(r, -1, 1)


def _fisher_estimate(r: float, n: int, *, variance: float, lost: int) -> Estimate:
    """tanh(artanh r ± z √(variance / (n - lost))); `lost` are the degrees of freedom that the formula takes off."""
    if np.isnan(r):
        return Estimate(value=None)
    # At the ends of the scale artanh is infinite.
    if n <= lost or abs(r) >= 1:
        return Estimate(value=r, n=n, clusters=n)
    half = Z_95 * (variance / (n - lost)) ** 0.5
    low, high = np.tanh(np.arctanh(r) - half), np.tanh(np.arctanh(r) + half)
    return Estimate(value=r, low=float(low), high=float(high), n=n, clusters=n, method="fisher")


def ranking_similarity(a: Sequence[Hashable], b: Sequence[Hashable]) -> float:
    """One minus the Levenshtein distance of two rankings over the longer one's length (Levenshtein 1966).

    1 for equal rankings, 0 where no entry can stay where it is; 1 for two empty rankings.
    """
    # A row of the usual table: the distances of the entries of `a` so far to each beginning of `b`.
    distances = list(range(len(b) + 1))
    for i, entry_a in enumerate(a, 1):
        row = [i]
        for j, entry_b in enumerate(b, 1):
            replaced = distances[j - 1] + (entry_a != entry_b)
            row.append(min(distances[j] + 1, row[-1] + 1, replaced))
        distances = row
    return 1 - distances[-1] / max(len(a), len(b), 1)
