"""Percentile intervals (Efron and Tibshirani 1993, chapter 13) by the bootstrap, problems being its clusters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from dikast.metrics.process.counts import Tally

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

REPLICATES = 1000
_AT_ONCE = 4_000_000  # weights in memory

Of = Callable[[Tally], "NDArray[np.float64]"]


def intervals(
    counts: Tally, figures: Mapping[str, Of], *, replicates: int = REPLICATES, level: float = 0.95, seed: int = 0
) -> dict[str, tuple[float, float] | None]:
    """The percentile interval of each figure, problems drawn with all their solutions.

    `counts` has a row a problem. None where there are fewer than two problems, or where the figure is undefined in
    more than half of the replicates; others in which it is undefined are left out.
    """
    import numpy as np

    m = counts.shape[0]
    if m < 2:
        return dict.fromkeys(figures)
    keys = list(counts.columns)
    matrix = np.column_stack([counts.columns[key] for key in keys]) if keys else np.zeros((m, 0))
    drawn = _drawn(matrix, replicates, seed)
    sums = Tally({key: drawn[:, i] for i, key in enumerate(keys)}, (replicates,))
    return {name: _interval(of(sums), level) for name, of in figures.items()}


def _drawn(matrix: NDArray[np.float64], replicates: int, seed: int) -> NDArray[np.float64]:
    """The sums of rows drawn with replacement, a row a replicate."""
    import numpy as np

    m = len(matrix)
    rng = np.random.default_rng(seed)
    block = max(1, _AT_ONCE // m)
    parts = []
    for start in range(0, replicates, block):
        weights = rng.multinomial(m, np.full(m, 1 / m), size=min(block, replicates - start))
        parts.append(weights @ matrix)
    return np.concatenate(parts)


def _interval(values: NDArray[np.float64], level: float) -> tuple[float, float] | None:
    import numpy as np

    there = values[~np.isnan(values)]
    if len(there) * 2 < len(values):
        return None
    tail = (1 - level) / 2 * 100
    low, high = np.percentile(there, [tail, 100 - tail])
    return float(low), float(high)
