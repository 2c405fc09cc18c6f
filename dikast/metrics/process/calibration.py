"""Whether steps said to be right with probability p are right in a share p of cases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dikast.metrics.process.judged import Judged
from dikast.records import Record

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

BINS = 10


class Calibration(Record):
    """Over `n` labelled steps with a probability; `bins` are (mean probability, share right, steps).

    `brier_base` is the Brier score of whoever says the share of right steps each time.
    """

    n: int
    brier: float
    brier_base: float
    ece: float
    bins: tuple[tuple[float, float, int], ...]


def brier(p: Numbers, y: Numbers) -> float:
    """The mean of (p - y)² (Brier 1950)."""
    return float(((p - y) ** 2).mean())


def equal_count_bins(p: Numbers, y: Numbers, n_bins: int = BINS) -> list[tuple[float, float, int]]:
    """Bins of as many steps each, from the least probable: mean probability, share right, steps.

    Steps of the same probability share their outcomes evenly, so that their order changes nothing.
    """
    import numpy as np

    order = np.argsort(p, kind="stable")
    p = p[order]
    _, tied = np.unique(p, return_inverse=True)
    y = (np.bincount(tied, weights=y[order]) / np.bincount(tied))[tied]
    parts = [part for part in np.array_split(np.arange(len(p)), min(n_bins, len(p))) if len(part)]
    return [(float(p[part].mean()), float(y[part].mean()), len(part)) for part in parts]


def expected_error(bins: Sequence[tuple[float, float, int]]) -> float:
    """The expected calibration error over bins (Naeini et al. 2015; equal counts: Nixon et al. 2019)."""
    n = sum(size for _, _, size in bins)
    return sum(abs(p - y) * size for p, y, size in bins) / n


def calibration(judged: Sequence[Judged]) -> Calibration | None:
    """Over all labelled steps that have a probability; None where none has."""
    import numpy as np

    pairs = [
        (p, 0.0 if mark.is_wrong else 1.0)
        for one in judged
        for mark, p in zip(one.gold.steps, one.said.p_correct, strict=True)
        if mark.is_wrong is not None and p is not None
    ]
    if not pairs:
        return None
    p, y = np.array(pairs).T
    bins = equal_count_bins(p, y)
    base = float(y.mean())
    return Calibration(
        n=len(pairs), brier=brier(p, y), brier_base=base * (1 - base), ece=expected_error(bins), bins=tuple(bins)
    )
