"""Intervals for a sum of distances, which noise can only make larger.

A mean distance of accuracy from confidence is never below 0, and every bin's noise adds to it. Resampled values lie too
high, the more so the nearer the truth is to 0, and where a distance is really 0 the usual bootstrap fails altogether.
So the question is asked the other way round: which true distances would, with the noise there is, show what was seen
(test inversion: Carpenter 1999, Journal of the Royal Statistical Society B 61)?
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from dikast.metrics.bootstrap import LEVEL, RESAMPLES, resampled
from dikast.metrics.cell import Floats
from dikast.metrics.estimate import Estimate

HALVINGS = 24
"""The ends are found to about 1e-7 of the value."""


def summed_distance(
    sums: Floats, *, n: int, resamples: int = RESAMPLES, level: float = LEVEL, seed: int = 0
) -> Estimate:
    """Σ |gap| over the weight, at most 1, of (clusters, gaps and then the weight) sums, with its interval.

    True gaps in the proportions seen are tried, larger and smaller ones: the interval holds the sums of those with
    which the value would lie in the middle `level` of what noise makes of them. Noise is that of the clustered
    bootstrap, widened for bins of few clusters. The interval always holds the value, even where noise alone would give
    more than that. No interval is given for one cluster. Raises ValueError where fewer than one resample is asked for.
    """
    if resamples < 1:
        raise ValueError(f"at least one resample is needed, got {resamples}")
    if len(sums) == 0:
        return Estimate(value=None)
    gaps = _gaps(sums.sum(axis=0, keepdims=True))[0]
    value = float(np.abs(gaps).sum())
    if len(sums) < 2:
        return Estimate(value=value, n=n, clusters=len(sums))
    noise = np.concatenate([_gaps(totals) for totals in resampled(sums, resamples, seed)]) - gaps
    # The spread of m resampled values is by (m - 1) / m too small.
    m = (sums[:, :-1] != 0).sum(axis=0)
    noise *= np.sqrt(m / np.maximum(m - 1, 1))
    tail = (1 - level) / 2

    def end(share: float) -> float:
        return value * _least(lambda scale: _quantile(scale * gaps + noise, share) >= value)

    return Estimate(
        value=value,
        low=min(end(1 - tail), value),
        high=min(max(end(tail), value), 1.0),
        n=n,
        clusters=len(sums),
        method="bootstrap",
    )


def _gaps(totals: Floats) -> Floats:
    found: Floats = totals[:, :-1] / totals[:, -1:]
    return found


def _quantile(gaps: Floats, share: float) -> float:
    return float(np.quantile(np.abs(gaps).sum(axis=1), share))


def _least(holds: Callable[[float], bool]) -> float:
    """The least scale, from 0 on, at which it holds; it must hold somewhere, and from there on."""
    if holds(0.0):
        return 0.0
    low, high = 0.0, 1.0
    while not holds(high):
        low, high = high, 2 * high
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high
