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
"""With more different values, nominal and ordinal alpha have no interval: a resample's table would be too large."""
CERTAIN_CHANCE = 1 - 1e-12
"""Expected agreement that is not below this is 1, up to rounding."""


def krippendorff_alpha(
    ratings: RaterScores,
    *,
    scale: Scale = "nominal",
    cluster: Ints | None = None,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Estimate:
    """Krippendorff's alpha of (raters, things) ratings, NaN where a rater gave none (Krippendorff 2011, section D).

    1 at best, 0 at what chance gives, None where only one value was ever given. `cluster` as in `agreement`. Things
    with a single rating do not count. `n` is the number of ratings that count. Raises ValueError for ratings of another
    shape, and for a `cluster` that does not name one for each thing.
    """
    table = np.asarray(ratings, dtype=float)
    if table.ndim != 2:
        raise ValueError(f"ratings are a table, a row a rater and a column a thing; got {table.ndim} dimensions")
    group = np.arange(table.shape[1]) if cluster is None else np.asarray(cluster)
    if group.shape != table.shape[1:]:
        raise ValueError(f"{table.shape[1]} things need as many clusters, got {group.shape}")
    counts = (~np.isnan(table)).sum(axis=0)
    is_pairable = counts > 1
    table, group, counts = table[:, is_pairable], group[is_pairable], counts[is_pairable]
    n = int(counts.sum())

    def estimate(sums: Floats, statistic: Statistic) -> Estimate:
        return bootstrap(cluster_sums(sums, group), statistic, n=n, resamples=resamples, seed=seed)

    if scale == "interval":
        return estimate(_moments(table, counts), _alpha_of_moments)
    is_given = ~np.isnan(table)
    values, codes = np.unique(table[is_given], return_inverse=True)
    things = np.broadcast_to(np.arange(table.shape[1]), table.shape)[is_given]
    k = len(values)
    if k > MOST_VALUES:
        value = _alpha_of_many_values(table, things, codes, counts, scale)
        return Estimate(value=None if np.isnan(value) else value, n=n, clusters=len(np.unique(group)))
    times = np.zeros((table.shape[1], k))
    np.add.at(times, (things, codes), 1.0)

    def alpha(totals: Floats) -> Floats:
        return _alpha_of_coincidences(totals.reshape(-1, k, k), scale)

    return estimate(_coincidences(times, counts), alpha)


def _moments(table: Floats, counts: Ints) -> Floats:
    """Four columns a thing: how far its ratings are apart, how many there are, their sum, and the sum of squares."""
    is_given = ~np.isnan(table)
    # Measured from the mean of all, so that large values lose no digits.
    centre = np.nanmean(table) if is_given.any() else 0.0
    x = np.where(is_given, table - centre, 0.0)
    sums = x.sum(axis=0)
    within = (np.where(is_given, x - sums / counts, 0.0) ** 2).sum(axis=0)
    return np.column_stack([2 * counts / (counts - 1) * within, counts, sums, (x**2).sum(axis=0)])


def _alpha_of_moments(totals: Floats) -> Floats:
    """Alpha on the interval scale: Σ n_c n_k (c - k)² is 2 (n Σ x² - (Σ x)²)."""
    observed, n, x, squares = totals.T
    by_chance = 2 * (n * squares - x**2)
    has_spread = by_chance > NO_SPREAD * n * squares
    alpha: Floats = np.where(has_spread, 1 - (n - 1) * observed / by_chance, np.nan)
    return alpha


def _alpha_of_many_values(table: Floats, things: Ints, codes: Ints, counts: Ints, scale: Scale) -> float:
    """Alpha of so many different values that a table of their pairs would be too large."""
    times = np.bincount(codes).astype(np.float64)
    if scale == "ordinal":
        # The number of ratings between two values is the distance of their middle ranks.
        middles = np.full(table.shape, np.nan)
        middles[~np.isnan(table)] = (np.cumsum(times) - times / 2)[codes]
        return float(_alpha_of_moments(_moments(middles, counts).sum(axis=0, keepdims=True))[0])
    n = float(times.sum())
    pairs, times_in_thing = np.unique(np.stack([things, codes]), axis=1, return_counts=True)
    equal = float((times_in_thing * (times_in_thing - 1) / (counts[pairs[0]] - 1)).sum())
    by_chance = float(n**2 - (times**2).sum())
    return 1 - (n - 1) * (n - equal) / by_chance


def _coincidences(times: Floats, counts: Ints) -> Floats:
    """For each thing the k × k table of the pairs of values that different raters gave it, as a row of k²."""
    k = times.shape[1]
    # No rating is paired with itself: that takes one for each rating off the diagonal.
    pairs = times[:, :, None] * times[:, None, :] - times[:, :, None] * np.eye(k)
    coincidences: Floats = (pairs / (counts - 1)[:, None, None]).reshape(len(times), k * k)
    return coincidences


def _alpha_of_coincidences(tables: Floats, scale: Scale) -> Floats:
    """Alpha of (r, k, k) tables of coincidences: 1 - (n - 1) Σ o δ² / Σ n_c n_k δ²."""
    marginals = tables.sum(axis=2)
    n = marginals.sum(axis=1)
    distances = _squared_distances(marginals, scale)
    observed = (tables * distances).sum(axis=(1, 2))
    by_chance = (marginals[:, :, None] * marginals[:, None, :] * distances).sum(axis=(1, 2))
    alpha: Floats = np.where(by_chance > 0, 1 - (n - 1) * observed / by_chance, np.nan)
    return alpha


def _squared_distances(marginals: Floats, scale: Scale) -> Floats:
    """δ² between each two values; on an ordinal scale, by the number of ratings between them."""
    k = marginals.shape[1]
    if scale == "nominal":
        return np.broadcast_to(1 - np.eye(k), (len(marginals), k, k))
    middles = np.cumsum(marginals, axis=1) - marginals / 2
    distances: Floats = (middles[:, :, None] - middles[:, None, :]) ** 2
    return distances


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
    times = np.zeros((things, len(values)))
    np.add.at(times, (np.broadcast_to(np.arange(things), table.shape), codes.reshape(table.shape)), 1.0)
    # For each thing the share of pairs of raters that agree.
    agreed = ((times**2).sum(axis=1) - raters) / (raters * (raters - 1))
    group = np.arange(things) if cluster is None else np.asarray(cluster)
    sums = cluster_sums(np.column_stack([agreed, np.ones(things), times]), group)
    return bootstrap(sums, _fleiss_kappa, n=table.size, resamples=resamples, seed=seed)


def _fleiss_kappa(totals: Floats) -> Floats:
    observed = totals[:, 0] / totals[:, 1]
    shares = totals[:, 2:] / totals[:, 2:].sum(axis=1, keepdims=True)
    expected = (shares**2).sum(axis=1)
    kappa: Floats = np.where(expected < CERTAIN_CHANCE, (observed - expected) / (1 - expected), np.nan)
    return kappa
