"""Agreement of any number of raters: Krippendorff's alpha and Fleiss' kappa."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from dikast.metrics.bootstrap import RESAMPLES, bootstrap, cluster_sums
from dikast.metrics.cell import Floats, Ints
from dikast.metrics.estimate import Estimate

Scale = Literal["nominal", "ordinal", "interval"]
Ratings = Sequence[Sequence[float]] | Floats
MOST_VALUES = 40
"""More different values than this, and alpha comes without an interval: the table of a resample would be too large."""


def krippendorff_alpha(
    ratings: Ratings,
    *,
    scale: Scale = "nominal",
    cluster: Ints | None = None,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Estimate:
    """Krippendorff's alpha of (raters, things) ratings, NaN where one did not rate (Krippendorff 2011, section D).

    1 at best, 0 at what chance gives, None where only one value was ever given. `cluster` as in `agreement`. Things
    rated once count for nothing. `n` is the number of ratings that count.
    """
    table = np.asarray(ratings, dtype=float)
    group = np.arange(table.shape[1]) if cluster is None else np.asarray(cluster)
    counts = (~np.isnan(table)).sum(axis=0)
    table, group, counts = table[:, counts > 1], group[counts > 1], counts[counts > 1]
    values, codes = np.unique(table[~np.isnan(table)], return_inverse=True)
    k, n = len(values), int(counts.sum())
    things = np.broadcast_to(np.arange(table.shape[1]), table.shape)[~np.isnan(table)]
    shown = np.zeros((table.shape[1], k))
    np.add.at(shown, (things, codes), 1.0)
    if k > MOST_VALUES:
        pairs = (shown.T @ (shown / (counts - 1)[:, None])) - np.diag((shown / (counts - 1)[:, None]).sum(axis=0))
        with np.errstate(divide="ignore", invalid="ignore"):
            value = float(alpha_of_coincidences(pairs[None], values, scale)[0])
        return Estimate(value=value, n=n, clusters=len(np.unique(group)))
    sums = cluster_sums(_coincidences(shown, counts), group)
    return bootstrap(
        sums,
        lambda totals: alpha_of_coincidences(totals.reshape(-1, k, k), values, scale),
        n=n,
        resamples=resamples,
        seed=seed,
    )


def _coincidences(shown: Floats, counts: Ints) -> Floats:
    """Of each thing, the k × k table of the pairs of values that different raters gave it, (things, k²)."""
    k = shown.shape[1]
    pairs = shown[:, :, None] * shown[:, None, :] - shown[:, :, None] * np.eye(k)
    found: Floats = (pairs / (counts - 1)[:, None, None]).reshape(len(shown), k * k)
    return found


def alpha_of_coincidences(tables: Floats, values: Floats, scale: Scale) -> Floats:
    """Alpha of (r, k, k) tables of coincidences: 1 - (n - 1) Σ o δ² / Σ n_c n_k δ²."""
    marginals = tables.sum(axis=2)
    n = marginals.sum(axis=1)
    apart = _distances(marginals, values, scale)
    seen = (tables * apart).sum(axis=(1, 2))
    by_chance = (marginals[:, :, None] * marginals[:, None, :] * apart).sum(axis=(1, 2))
    found: Floats = np.where(by_chance > 0, 1 - (n - 1) * seen / by_chance, np.nan)
    return found


def _distances(marginals: Floats, values: Floats, scale: Scale) -> Floats:
    """δ² between each two values; on an ordinal scale, by how many ratings lie between them."""
    k = len(values)
    if scale == "nominal":
        return np.broadcast_to(1 - np.eye(k), (len(marginals), k, k))
    if scale == "interval":
        return np.broadcast_to(np.subtract.outer(values, values) ** 2, (len(marginals), k, k))
    middles = np.cumsum(marginals, axis=1) - marginals / 2
    found: Floats = (middles[:, :, None] - middles[:, None, :]) ** 2
    return found


def fleiss_kappa(
    ratings: Ratings, *, cluster: Ints | None = None, resamples: int = RESAMPLES, seed: int = 0
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
