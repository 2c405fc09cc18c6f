"""All figures with their intervals, and what they have over others, from one resampling of problems."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from dikast.metrics.bootstrap import percentiles, resampled
from dikast.metrics.cell import Floats
from dikast.metrics.estimate import Estimate
from dikast.metrics.process.count_table import CountTable

Of = Callable[[CountTable], Floats]
MOST_UNDEFINED = 0.5


def estimates(
    counts: CountTable,
    figures: Mapping[str, Of],
    *,
    others: Sequence[CountTable] = (),
    n: int,
    resamples: int,
    seed: int = 0,
) -> tuple[dict[str, Estimate], dict[str, Estimate]]:
    """Each figure with its percentile interval, and by how much it exceeds the best of the `others`, likewise.

    All tallies have a row for each of the same problems, drawn with all their solutions; `n` solutions are in them. The
    difference is paired: both figures are of the same draw. There is no interval of fewer than two problems, nor where
    a figure is undefined in more than half of the resamples; others in which it is undefined are left out. A figure
    that none of the others has is compared with nothing.
    """
    tallies = (counts, *others)
    drawn = _drawn(tallies, resamples, seed)
    found: dict[str, Estimate] = {}
    gains: dict[str, Estimate] = {}
    for name, of in figures.items():
        values = [float(of(one.total())) for one in tallies]
        draws = [of(one) for one in drawn] if drawn else []
        found[name] = _estimate(values[0], draws[0] if draws else None, n, counts.shape[0])
        if not np.isnan(values[1:]).all():
            best = 1 + int(np.nanargmax(values[1:]))
            over = draws[0] - draws[best] if draws else None
            gains[name] = _estimate(values[0] - values[best], over, n, counts.shape[0])
    return found, gains


def _drawn(tallies: Sequence[CountTable], resamples: int, seed: int) -> list[CountTable]:
    """The tallies of resampled problems, a row a resample; none where nothing can be resampled."""
    m = tallies[0].shape[0]
    if m < 2 or not resamples:
        return []
    columns = [one.columns[key] for one in tallies for key in one.columns]
    matrix = np.stack(columns, axis=1) if columns else np.zeros((m, 0))
    rows = iter(np.concatenate(list(resampled(matrix, resamples, seed))).T)
    return [CountTable({key: next(rows) for key in one.columns}, (resamples,)) for one in tallies]


def _estimate(value: float, drawn: Floats | None, n: int, clusters: int) -> Estimate:
    known = None if np.isnan(value) else value
    if known is None or drawn is None or np.isnan(drawn).mean() > MOST_UNDEFINED:
        return Estimate(value=known, n=n, clusters=clusters)
    low, high = percentiles(drawn)
    return Estimate(value=known, low=low, high=high, n=n, clusters=clusters, method="bootstrap")
