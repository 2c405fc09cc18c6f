"""Agreement of any number of raters: Krippendorff's alpha and Fleiss' kappa."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from dikast.metrics.bootstrap import RESAMPLES, Statistic, bootstrap, cluster_sums
from dikast.metrics.cell import Floats, Ints
from dikast.metrics.correlation import NO_SPREAD
from dikast.metrics.estimate import Estimate

Scale = Literal["nominal", "ordinal", "interval"]
RaterScores = Sequence[Sequence[float]] | Floats
MOST_VALUES = 40
"""More different values than this, and nominal and ordinal alpha come without an interval: a resample's table would be
too large."""


def krippendorff_alpha(
    ratings: RaterScores,
    *,
    scale: Scale = "nominal",
    cluster: Ints | None = None,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Estimate:
    """Krippendorff's alpha of (raters, things) ratings, NaN where one did not rate (Krippendorff 2011, section D).

    1 at best, 0 at what chance gives, None where only one value was ever given. `cluster` as in `agreement`. Things
    rated once count for nothing. `n` is the number of ratings that count. Raises ValueError for ratings of another
    shape, and for a `cluster` that does not name one for each thing.
    """
    table = np.asarray(ratings, dtype=float)
    if table.ndim != 2:
        raise ValueError(f"ratings are a table, a row a rater and a column a thing; got {table.ndim} dimensions")
    group = np.arange(table.shape[1]) if cluster is None else np.asarray(cluster)
    if group.shape != table.shape[1:]:
        raise ValueError(f"{table.shape[1]} things need as many clusters, got {group.shape}")
    counts = (~np.isnan(table)).sum(axis=0)
    table, group, counts = table[:, counts > 1], group[counts > 1], counts[counts > 1]
    values, codes = np.unique(table[~np.isnan(table)], return_inverse=True)
    k, n = len(values), int(counts.sum())

    def of(sums: Floats, statistic: Statistic) -> Estimate:
        return bootstrap(cluster_sums(sums, group), statistic, n=n, resamples=resamples, seed=seed)

    if scale == "interval":
        return of(_moments(table, counts), _of_moments)
    things = np.broadcast_to(np.arange(table.shape[1]), table.shape)[~np.isnan(table)]
    if k <= MOST_VALUES:
        shown = np.zeros((table.shape[1], k))
        np.add.at(shown, (things, codes), 1.0)
        return of(_coincidences(shown, counts), lambda totals: _of_coincidences(totals.reshape(-1, k, k), scale))
    value = _of_many(table, things, codes, counts, scale)
    return Estimate(value=None if np.isnan(value) else value, n=n, clusters=len(np.unique(group)))


def _moments(table: Floats, counts: Ints) -> Floats:
    """Of each thing: how far its ratings lie apart, how many there are, and their sum and that of their squares."""
    # Taken from the mean of all, so that large values lose no digits.
    known = ~np.isnan(table)
    x = np.where(known, table - (np.nanmean(table) if known.any() else 0.0), 0.0)
    sums = x.sum(axis=0)
    within = (np.where(known, x - sums / counts, 0.0) ** 2).sum(axis=0)
    return np.column_stack([2 * counts / (counts - 1) * within, counts, sums, (x**2).sum(axis=0)])


def _of_moments(totals: Floats) -> Floats:
    """Alpha on the interval scale: Σ n_c n_k (c - k)² is 2 (n Σ x² - (Σ x)²)."""
    seen, n, x, squares = totals.T
    by_chance = 2 * (n * squares - x**2)
    found: Floats = np.where(by_chance > NO_SPREAD * n * squares, 1 - (n - 1) * seen / by_chance, np.nan)
    return found


def _of_many(table: Floats, things: Ints, codes: Ints, counts: Ints, scale: Scale) -> float:
    """Alpha of so many different values that no table of them is made."""
    said = np.bincount(codes).astype(np.float64)
    if scale == "ordinal":
        # How many ratings lie between two values is how far their middle ranks are apart.
        middles = np.full(table.shape, np.nan)
        middles[~np.isnan(table)] = (np.cumsum(said) - said / 2)[codes]
        return float(_of_moments(_moments(middles, counts).sum(axis=0, keepdims=True))[0])
    n = float(said.sum())
    pairs, times = np.unique(np.stack([things, codes]), axis=1, return_counts=True)
    alike = float((times * (times - 1) / (counts[pairs[0]] - 1)).sum())
    by_chance = float(n**2 - (said**2).sum())
    return 1 - (n - 1) * (n - alike) / by_chance


def _coincidences(shown: Floats, counts: Ints) -> Floats:
    """Of each thing, the k × k table of the pairs of values that different raters gave it, (things, k²)."""
    k = shown.shape[1]
    pairs = shown[:, :, None] * shown[:, None, :] - shown[:, :, None] * np.eye(k)
    found: Floats = (pairs / (counts - 1)[:, None, None]).reshape(len(shown), k * k)
    return found


def _of_coincidences(tables: Floats, scale: Scale) -> Floats:
    """Alpha of (r, k, k) tables of coincidences: 1 - (n - 1) Σ o δ² / Σ n_c n_k δ²."""
    marginals = tables.sum(axis=2)
    n = marginals.sum(axis=1)
    apart = _distances(marginals, scale)
    seen = (tables * apart).sum(axis=(1, 2))
    by_chance = (marginals[:, :, None] * marginals[:, None, :] * apart).sum(axis=(1, 2))
    found: Floats = np.where(by_chance > 0, 1 - (n - 1) * seen / by_chance, np.nan)
    return found


def _distances(marginals: Floats, scale: Scale) -> Floats:
    """δ² between each two values; on an ordinal scale, by how many ratings lie between them."""
    k = marginals.shape[1]
    if scale == "nominal":
        return np.broadcast_to(1 - np.eye(k), (len(marginals), k, k))
    middles = np.cumsum(marginals, axis=1) - marginals / 2
    found: Floats = (middles[:, :, None] - middles[:, None, :]) ** 2
    return found


def fleiss_kappa(
    ratings: RaterScores, *, cluster: Ints | None = None, resamples: int = RESAMPLES, seed: int = 0
) -> Estimate:
    """Fleiss' kappa of (raters, things) ratings (Fleiss 1971); None where only one value was ever given.

    Raises ValueError for NaN and for fewer than two raters: with gaps, use `krippendorff_alpha`.
    """
    table = np.asarray(ratings, dtype=float)
    if table.ndim != 2 or len(table) < 2 or np.isnan(table).any():
        raise ValueError("Fleiss' kappa needs two or more raters that all rated everything; alpha allows for gaps")
    raters, things = table.shape
    values, codes = np.unique(table, return_inverse=True)
    shown = np.zeros((things, len(values)))
    np.add.at(shown, (np.broadcast_to(np.arange(things), table.shape), codes.reshape(table.shape)), 1.0)
    agreed = ((shown**2).sum(axis=1) - raters) / (raters * (raters - 1))
    group = np.arange(things) if cluster is None else np.asarray(cluster)
    sums = cluster_sums(np.column_stack([agreed, np.ones(things), shown]), group)
    return bootstrap(sums, _fleiss, n=table.size, resamples=resamples, seed=seed)


def _fleiss(totals: Floats) -> Floats:
    observed = totals[:, 0] / totals[:, 1]
    shares = totals[:, 2:] / totals[:, 2:].sum(axis=1, keepdims=True)
    expected = (shares**2).sum(axis=1)
    found: Floats = np.where(expected < 1 - 1e-12, (observed - expected) / (1 - expected), np.nan)
    return found
