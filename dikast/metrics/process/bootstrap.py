"""All figures with their intervals from one resampling of problems."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from dikast.metrics.bootstrap import percentiles, resampled
from dikast.metrics.cell import Floats
from dikast.metrics.estimate import Estimate
from dikast.metrics.process.counts import Tally

Of = Callable[[Tally], Floats]
MOST_UNDEFINED = 0.5


def estimates(
    counts: Tally, figures: Mapping[str, Of], *, n: int, resamples: int, seed: int = 0
) -> dict[str, Estimate]:
    """Each figure of all counts together, with its percentile interval, problems drawn with all their solutions.

    `counts` has a row a problem, `n` solutions are in them. There is no interval of fewer than two problems, nor where
    a figure is undefined in more than half of the resamples; others in which it is undefined are left out.
    """
    total, m = counts.total(), counts.shape[0]
    values = {name: _known(of(total)) for name, of in figures.items()}
    if m < 2 or not resamples:
        return {name: Estimate(value=value, n=n, clusters=m) for name, value in values.items()}
    keys = list(counts.columns)
    matrix = np.stack([counts.columns[key] for key in keys], axis=1) if keys else np.zeros((m, 0))
    drawn = np.concatenate(list(resampled(matrix, resamples, seed)))
    sums = Tally({key: drawn[:, i] for i, key in enumerate(keys)}, (resamples,))
    return {name: _estimate(values[name], of(sums), n, m) for name, of in figures.items()}


def _estimate(value: float | None, drawn: Floats, n: int, clusters: int) -> Estimate:
    if value is None or np.isnan(drawn).mean() > MOST_UNDEFINED:
        return Estimate(value=value, n=n, clusters=clusters)
    low, high = percentiles(drawn)
    return Estimate(value=value, low=low, high=high, n=n, clusters=clusters, method="bootstrap")


def _known(number: Floats) -> float | None:
    value = float(number)
    return None if np.isnan(value) else value
