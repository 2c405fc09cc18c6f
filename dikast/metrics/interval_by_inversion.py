"""Intervals for a sum of distances, which noise can only make larger.

A mean distance of accuracy from confidence is never below 0, and every bin's noise adds to it. Resampled values are too
high, and more so the nearer the truth is to 0; where a distance is really 0, the usual bootstrap fails altogether. So
the question is turned round: which true distances would, with this noise, show the observed value (test inversion:
Carpenter 1999, Journal of the Royal Statistical Society B 61)?
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from dikast.metrics.bootstrap import LEVEL, RESAMPLES, require_resamples, resampled
from dikast.metrics.cell import Floats
from dikast.metrics.estimate import Estimate

HALVINGS = 24
"""Each end is accurate to about 1e-7 of the value."""


def summed_distance(
    sums: Floats, *, n: int, resamples: int = RESAMPLES, level: float = LEVEL, seed: int = 0
) -> Estimate:
    """Σ |gap| over the weight, at most 1, with its interval; `sums` are (clusters, gaps, then the weight).

    True gaps are tried in the observed proportions, larger and smaller ones. The interval holds the sums of those
    gaps for which the observed value would lie in the middle `level` of what noise makes of them. Noise is that of the
    clustered bootstrap, widened for bins of few clusters. The interval always holds the value, even where noise alone
    would give more than that. There is no interval for one cluster. Raises ValueError for fewer than one resample.
    """
    require_resamples(resamples)
    if len(sums) == 0:
        return Estimate(value=None)
    gaps = _gaps(sums.sum(axis=0, keepdims=True))[0]
    value = float(np.abs(gaps).sum())
    if len(sums) < 2:
        return Estimate(value=value, n=n, clusters=len(sums))
    noise = np.concatenate([_gaps(totals) for totals in resampled(sums, resamples, seed)]) - gaps
    # The variance of m resampled values is too small by the factor (m - 1) / m.
    m = (sums[:, :-1] != 0).sum(axis=0)
    noise *= np.sqrt(m / np.maximum(m - 1, 1))
    tail = (1 - level) / 2

    def end(quantile: float) -> float:
        """The least true value for which the observed value is at this quantile or a lower one."""

        def is_enough(scale: float) -> bool:
            distances = np.abs(scale * gaps + noise).sum(axis=1)
            return float(np.quantile(distances, quantile)) >= value

        return value * _least(is_enough)

    return Estimate(
        value=value,
        low=min(end(1 - tail), value),
        high=min(max(end(tail), value), 1.0),
        n=n,
        clusters=len(sums),
        method="bootstrap",
    )


def _gaps(totals: Floats) -> Floats:
    gaps: Floats = totals[:, :-1] / totals[:, -1:]
    return gaps


def _least(holds: Callable[[float], bool]) -> float:
    """The least scale, from 0 on, at which `holds` is true; it must be true somewhere, and from there on."""
    if holds(0.0):
        return 0.0
    # Doubled until it is large enough, then halved down to the least one.
    low, high = 0.0, 1.0
    while not holds(high):
        low, high = high, 2 * high
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if holds(middle):
            high = middle
        else:
            low = middle
    return high
