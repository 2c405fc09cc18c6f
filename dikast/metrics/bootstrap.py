"""The clustered bootstrap: how far a number would move had other questions been drawn.

Every statistic here is a function of sums: a mean of Σx and n, a kappa of a table of counts, a ratio of four sums. So a
resample needs no episode, only the sums of each cluster, and all episodes of a question come or stay out together
(Cameron, Gelbach and Miller 2008; Miller 2024, arXiv 2411.00640, section 2.2).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from dikast.metrics.cell import Floats, Ints
from dikast.metrics.estimate import Estimate

RESAMPLES = 10_000
LEVEL = 0.95
MOST_CLUSTERS = 4_096
"""More clusters are joined at random into as many groups: the interval's own error is then about 1 % of its width."""
CHUNK = 1 << 17
"""Numbers drawn at once: 1 MB of them, which stays in the cache."""
MANY_COLUMNS = 24
"""From here on counting the draws and multiplying is faster than adding up each column."""
PLACES = 40
"""What sums agree in to so many binary places is the same."""
SAME = 1e-12
"""Resamples that differ by less, relative to the value or to one, are the same but for rounding."""
DRAWS_PER_KIND = 16
"""A multinomial draw of one kind takes about as long as so many draws of single clusters."""

Statistic = Callable[[Floats], Floats]


def cluster_sums(columns: Floats, cluster: Ints) -> Floats:
    """The sums of (n, k) columns over the rows of each cluster, (clusters, k); clusters without a row left out."""
    _, codes = np.unique(cluster, return_inverse=True)
    n = int(codes.max()) + 1 if len(codes) else 0
    sums = [np.bincount(codes, weights=column, minlength=n) for column in columns.T]
    return np.stack(sums, axis=1) if sums else np.zeros((n, 0))


def resampled(sums: Floats, resamples: int = RESAMPLES, seed: int = 0) -> Iterator[Floats]:
    """Totals over as many clusters as there are, drawn with replacement: (a part of the resamples, k) at a time.

    Clusters with equal sums are drawn as one kind with its multiplicity, which has the same distribution and where
    values are few (right or wrong) takes next to no time. Otherwise single clusters are drawn, in bounded memory; more
    than 4,096 are first joined at random into as many groups, whose totals vary just as much. The order of the clusters
    changes nothing.
    """
    rng = np.random.default_rng(seed)
    kinds, counts = np.unique(_rounded(sums), axis=0, return_counts=True)
    n = len(sums)
    is_few = len(kinds) * DRAWS_PER_KIND < n
    size = max(1, CHUNK // min(n, len(kinds) if is_few else MOST_CLUSTERS))
    rows = np.zeros((0, 0)) if is_few else _joined(np.repeat(kinds, counts, axis=0), rng)
    for start in range(0, resamples, size):
        some = min(size, resamples - start)
        if is_few:
            yield rng.multinomial(n, counts / n, size=some).astype(np.float64) @ kinds
        else:
            yield _totals(rows, rng.integers(0, len(rows), size=(some, len(rows))))


def _rounded(sums: Floats) -> Floats:
    """The sums to 40 binary places of the largest in their column; whole numbers stay as they are.

    Addends in another order give a sum that differs in its last place, and with it other kinds in another order.
    """
    unit = np.ldexp(1.0, np.frexp(np.abs(sums).max(axis=0))[1] - PLACES)
    return np.asarray(np.round(sums / unit) * unit)


def _joined(rows: Floats, rng: np.random.Generator) -> Floats:
    """The rows, or where there are too many, the sums of random groups of them, as equal in size as can be."""
    if len(rows) <= MOST_CLUSTERS:
        return rows
    starts = np.arange(MOST_CLUSTERS) * len(rows) // MOST_CLUSTERS
    return np.asarray(np.add.reduceat(rows[rng.permutation(len(rows))], starts, axis=0))


def _totals(rows: Floats, drawn: Ints) -> Floats:
    if rows.shape[1] > MANY_COLUMNS:
        # Of one type with the rows: numpy multiplies mixed types many times slower.
        counts = np.stack([np.bincount(one, minlength=len(rows)) for one in drawn]).astype(np.float64)
        return np.asarray(counts @ rows)
    return np.stack([np.take(column, drawn).sum(axis=1) for column in np.ascontiguousarray(rows.T)], axis=1)


def bootstrap(
    sums: Floats,
    statistic: Statistic,
    *,
    n: int,
    resamples: int = RESAMPLES,
    level: float = LEVEL,
    seed: int = 0,
) -> Estimate:
    """`statistic` of the total of (clusters, k) sums, with its percentile interval over resampled clusters.

    `statistic` takes (r, k) totals to r values, NaN where it is not defined; resamples where it is not are left out.
    No interval is given for one cluster, nor around an infinite value, nor where every resample gives the same: few
    questions that agree would else pass for certainty.
    Raises ValueError where fewer than one resample is asked for.
    """
    if resamples < 1:
        raise ValueError(f"at least one resample is needed, got {resamples}")
    if len(sums) == 0:
        return Estimate(value=None)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = float(statistic(sums.sum(axis=0, keepdims=True))[0])
        if len(sums) < 2 or not np.isfinite(value):
            return Estimate(value=None if np.isnan(value) else value, n=n, clusters=len(sums))
        drawn = np.concatenate([statistic(totals) for totals in resampled(sums, resamples, seed)])
    known = drawn[~np.isnan(drawn)]
    if not len(known) or np.ptp(known) <= SAME * max(1.0, abs(value)):
        return Estimate(value=value, n=n, clusters=len(sums))
    low, high = percentiles(drawn, level)
    return Estimate(value=value, low=low, high=high, n=n, clusters=len(sums), method="bootstrap")


def percentiles(drawn: Floats, level: float = LEVEL) -> tuple[float | None, float | None]:
    """The middle `level` of what was drawn, NaN left out; (None, None) where nothing is left."""
    known = drawn[~np.isnan(drawn)]
    if not len(known):
        return None, None
    # Interpolation between infinities is not defined; the nearest drawn value is.
    low, high = np.quantile(known, [(1 - level) / 2, (1 + level) / 2], method="nearest")
    return float(low), float(high)


def ratio(totals: Floats) -> Floats:
    """The first sum over the second."""
    found: Floats = totals[:, 0] / totals[:, 1]
    return found


def mean(
    values: Floats, cluster: Ints, *, by_cluster: bool = True, resamples: int = RESAMPLES, seed: int = 0
) -> Estimate:
    """The mean of values with its clustered interval: of the clusters' own means, or of all values alike."""
    sums = weighed_sums(values, cluster, by_cluster=by_cluster)
    return bootstrap(sums, ratio, n=len(values), resamples=resamples, seed=seed)


def weighed_sums(values: Floats, cluster: Ints, *, by_cluster: bool = True) -> Floats:
    """Of each cluster its mean and 1, or its sum and its number of values: what a mean is the ratio of."""
    sums = cluster_sums(np.stack([values, np.ones_like(values)], axis=1), cluster)
    return np.stack([sums[:, 0] / sums[:, 1], np.ones(len(sums))], axis=1) if by_cluster else sums
