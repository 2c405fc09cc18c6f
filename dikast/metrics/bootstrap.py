"""The clustered bootstrap: how much a number would vary if other questions had been drawn.

Every statistic here is a function of sums: a mean of Σx and n, a kappa of a table of counts, a ratio of four sums. So a
resample needs only the sums of each cluster, not the episodes. All episodes of a question are drawn together (Cameron,
Gelbach and Miller 2008; Miller 2024, arXiv 2411.00640, section 2.2).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from dikast.metrics.cell import Floats, Ints
from dikast.metrics.estimate import Estimate

RESAMPLES = 10_000
LEVEL = 0.95
MOST_CLUSTERS = 4_096
"""More clusters are joined at random into this many groups: the interval's own error is then about 1 % of its width."""
CHUNK = 1 << 17
"""How many numbers are drawn at once: 1 MB of them, which stays in the cache."""
MANY_COLUMNS = 24
"""From this many columns on, counting the draws and multiplying is faster than adding up each column."""
BINARY_PLACES = 40
"""Sums that agree in this many binary places count as equal."""
ROUNDING_ERROR = 1e-12
"""Resamples that differ by less, relative to the value or to one, count as equal."""
DRAWS_PER_KIND = 16
"""A multinomial draw takes about as long for one kind as this many draws of single clusters."""

Statistic = Callable[[Floats], Floats]


def cluster_sums(columns: Floats, cluster: Ints) -> Floats:
    """The sums of (n, k) columns over the rows of each cluster, (clusters, k); clusters without a row are left out."""
    names, codes = np.unique(cluster, return_inverse=True)
    n = len(names)
    sums = np.zeros((n, columns.shape[1]))
    # One count for each column is many times faster than `np.add.at` over the table.
    for i, column in enumerate(columns.T):
        sums[:, i] = np.bincount(codes, weights=column, minlength=n)
    return sums


def resampled(sums: Floats, resamples: int = RESAMPLES, seed: int = 0) -> Iterator[Floats]:
    """Totals over as many clusters as there are, drawn with replacement, in chunks of (some resamples, k).

    Clusters with equal sums are drawn as one kind with its multiplicity. That has the same distribution, and takes
    almost no time where there are few values (right or wrong). Otherwise single clusters are drawn, in bounded memory;
    more than 4,096 clusters are first joined at random into as many groups, whose totals vary just as much. The order
    of the clusters changes nothing.
    """
    rng = np.random.default_rng(seed)
    kinds, counts = _distinct_rows(_rounded(sums))
    if len(kinds) * DRAWS_PER_KIND < len(sums):
        yield from _resampled_kinds(kinds, counts, resamples, rng)
    else:
        yield from _resampled_clusters(np.repeat(kinds, counts, axis=0), resamples, rng)


def _distinct_rows(table: Floats) -> tuple[Floats, Ints]:
    """The different rows in their order, by the first column first, and how often each is there."""
    # As `np.unique` of rows, which compares them byte by byte and takes many times as long.
    rows = table[np.lexsort(table.T[::-1])]
    is_new = np.ones(len(rows), dtype=bool)
    is_new[1:] = (rows[1:] != rows[:-1]).any(axis=1)
    starts = np.flatnonzero(is_new)
    return rows[starts], np.diff(np.append(starts, len(rows)))


def _resampled_kinds(kinds: Floats, counts: Ints, resamples: int, rng: np.random.Generator) -> Iterator[Floats]:
    n = int(counts.sum())
    for size in chunk_sizes(resamples, min(n, len(kinds))):
        yield rng.multinomial(n, counts / n, size=size).astype(np.float64) @ kinds


def _resampled_clusters(clusters: Floats, resamples: int, rng: np.random.Generator) -> Iterator[Floats]:
    rows = _joined(clusters, rng)
    for size in chunk_sizes(resamples, len(rows)):
        yield _totals(rows, rng.integers(0, len(rows), size=(size, len(rows))))


def chunk_sizes(resamples: int, numbers_each: int, *, chunk: int = CHUNK) -> Iterator[int]:
    """How many resamples to draw at a time, so that together they hold at most `chunk` numbers; one at least."""
    size = max(1, chunk // numbers_each)
    for start in range(0, resamples, size):
        yield min(size, resamples - start)


def _rounded(sums: Floats) -> Floats:
    """The sums, rounded to 40 binary places of the largest in their column; whole numbers stay as they are.

    The same addends in another order give a sum that differs in its last place. Without rounding, such sums would be
    different kinds, and the order of the records would change what a seed draws.
    """
    _, exponent = np.frexp(np.abs(sums).max(axis=0))
    # The smallest positive float is 2^-1074: a smaller unit would be 0, and nothing can be divided by that.
    unit = np.ldexp(1.0, np.maximum(exponent - BINARY_PLACES, -1074))
    return np.asarray(np.round(sums / unit) * unit)


def _joined(rows: Floats, rng: np.random.Generator) -> Floats:
    """The rows, or where there are too many, the sums of random groups of them, as equal in size as possible."""
    if len(rows) <= MOST_CLUSTERS:
        return rows
    starts = np.arange(MOST_CLUSTERS) * len(rows) // MOST_CLUSTERS
    return np.asarray(np.add.reduceat(rows[rng.permutation(len(rows))], starts, axis=0))


def _totals(rows: Floats, draws: Ints) -> Floats:
    """The (resamples, k) totals of the drawn rows."""
    if rows.shape[1] > MANY_COLUMNS:
        counts = np.stack([np.bincount(draw, minlength=len(rows)) for draw in draws])
        # Of the same type as the rows: numpy multiplies mixed types many times slower.
        return np.asarray(counts.astype(np.float64) @ rows)
    totals = np.empty((len(draws), rows.shape[1]))
    for i, column in enumerate(np.ascontiguousarray(rows.T)):
        # The ones that a mean divides by: whatever is drawn, there are as many.
        totals[:, i] = len(rows) if (column == 1).all() else np.take(column, draws).sum(axis=1)
    return totals


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

    `statistic` maps (r, k) totals to r values, NaN where it is not defined; such resamples are left out. There is no
    interval for one cluster, around an infinite value, or where every resample gives the same value: a few questions
    that agree would otherwise look like certainty.

    Raises ValueError for fewer than one resample.
    """
    require_resamples(resamples)
    if len(sums) == 0:
        return Estimate(value=None)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = float(statistic(sums.sum(axis=0, keepdims=True))[0])
        if np.isnan(value):
            return Estimate(value=None, n=n, clusters=len(sums))
        without_interval = Estimate(value=value, n=n, clusters=len(sums))
        if len(sums) < 2 or np.isinf(value):
            return without_interval
        values = np.concatenate([statistic(totals) for totals in resampled(sums, resamples, seed)])
    known = values[~np.isnan(values)]
    if not len(known) or np.ptp(known) <= ROUNDING_ERROR * max(1.0, abs(value)):
        return without_interval
    low, high = percentiles(values, level)
    return Estimate(value=value, low=low, high=high, n=n, clusters=len(sums), method="bootstrap")


def require_resamples(resamples: int) -> None:
    """Raises ValueError for fewer than one resample."""
    if resamples < 1:
        raise ValueError(f"at least one resample is needed, got {resamples}")


def percentiles(values: Floats, level: float = LEVEL) -> tuple[float | None, float | None]:
    """The ends of the middle `level` of the values, NaN left out; (None, None) where no value is left."""
    known = values[~np.isnan(values)]
    if not len(known):
        return None, None
    # Interpolation between infinities is not defined; the nearest drawn value is.
    low, high = np.quantile(known, [(1 - level) / 2, (1 + level) / 2], method="nearest")
    return float(low), float(high)


def ratio(totals: Floats) -> Floats:
    """The first sum over the second."""
    quotients: Floats = totals[:, 0] / totals[:, 1]
    return quotients


def mean(
    values: Floats, cluster: Ints, *, by_cluster: bool = True, resamples: int = RESAMPLES, seed: int = 0
) -> Estimate:
    """The mean of values with its clustered interval: of the clusters' own means, or with equal weights for values."""
    sums = weighted_sums(values, cluster, by_cluster=by_cluster)
    return bootstrap(sums, ratio, n=len(values), resamples=resamples, seed=seed)


def weighted_sums(values: Floats, cluster: Ints, *, by_cluster: bool = True) -> Floats:
    """For each cluster the two sums whose ratio is a mean: its own mean and 1, or its sum and its number of values."""
    sums = cluster_sums(np.stack([values, np.ones_like(values)], axis=1), cluster)
    if not by_cluster:
        return sums
    return np.stack([sums[:, 0] / sums[:, 1], np.ones(len(sums))], axis=1)
