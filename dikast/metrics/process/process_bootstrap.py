"""estimates: all process metrics with their intervals, and gains over other judges, from one resampling of problems."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from dikast.metrics.bootstrap import percentiles, resampled
from dikast.metrics.cell import Floats
from dikast.metrics.estimate import Estimate
from dikast.metrics.process.count_table import CountTable

MetricFunction = Callable[[CountTable], Floats]
MOST_UNDEFINED = 0.5


def estimates(
    counts: CountTable,
    metrics: Mapping[str, MetricFunction],
    *,
    others: Sequence[CountTable] = (),
    n: int,
    resamples: int,
    seed: int = 0,
) -> tuple[dict[str, Estimate], dict[str, Estimate]]:
    """Each metric with its percentile interval, and by how much it exceeds the best of the `others`.

    All tables have a row for each of the same problems; a problem is drawn with all its solutions. `n` solutions are
    counted. A gain is paired: both values come from the same draw. There is no interval for fewer than two problems,
    nor where the metric is undefined in more than half of the resamples; otherwise the resamples in which it is
    undefined are left out. A metric that is undefined for all others has no gain.
    """
    tables = (counts, *others)
    resampled_tables = _resampled_tables(tables, resamples, seed)
    n_problems = counts.shape[0]
    totals = [table.total() for table in tables]
    values_by_name: dict[str, Estimate] = {}
    gains: dict[str, Estimate] = {}
    for name, metric in metrics.items():
        values = [float(metric(total)) for total in totals]
        draws = [metric(table) for table in resampled_tables]
        values_by_name[name] = _estimate(values[0], draws[:1], n, n_problems)
        if np.isnan(values[1:]).all():
            continue
        # The best is chosen once, on all problems: chosen anew in each draw, it would favour the others by chance.
        best = 1 + int(np.nanargmax(values[1:]))
        gain_draws = [draws[0] - draws[best]] if draws else []
        gains[name] = _estimate(values[0] - values[best], gain_draws, n, n_problems)
    return values_by_name, gains


def _resampled_tables(tables: Sequence[CountTable], resamples: int, seed: int) -> list[CountTable]:
    """The tables over resampled problems, one row per resample; none where nothing can be resampled."""
    n_problems = tables[0].shape[0]
    if n_problems < 2 or not resamples:
        return []
    columns: list[Floats] = []
    for table in tables:
        columns += table.columns.values()
    # All tables are drawn as one matrix, so that every draw takes the same problems in each of them. It has the shape
    # (problems, columns), also without any column.
    matrix = np.ascontiguousarray(np.reshape(columns, (len(columns), n_problems)).T)
    rows = iter(np.concatenate(list(resampled(matrix, resamples, seed))).T)
    resampled_tables: list[CountTable] = []
    for table in tables:
        resampled_columns = {key: next(rows) for key in table.columns}
        resampled_tables.append(CountTable(resampled_columns, (resamples,)))
    return resampled_tables


def _estimate(value: float, draws: Sequence[Floats], n: int, clusters: int) -> Estimate:
    """The value with the interval of its draws: `draws` holds one array, or none where nothing was resampled."""
    if np.isnan(value):
        return Estimate(
            value=None,
            n=n,
            clusters=clusters,
        )
    if not draws or np.isnan(draws[0]).mean() > MOST_UNDEFINED:
        return Estimate(
            value=value,
            n=n,
            clusters=clusters,
        )
    low, high = percentiles(draws[0])
    return Estimate(
        value=value,
        low=low,
        high=high,
        n=n,
        clusters=clusters,
        method="bootstrap",
    )
