"""Leniency: does a judge know, or does it nod?

Thakur et al. 2024 (arXiv 2406.12624, on leniency bias): a judge decides by the right criteria with
probability P_c, and else accepts with probability P_+. So of right things it accepts P_c + (1 - P_c) P_+, and of wrong
ones (1 - P_c) P_+; the two shares observed give both numbers.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dikast.metrics.bootstrap import RESAMPLES, Statistic, bootstrap, cluster_sums
from dikast.metrics.cell import NOBODY, Bools, Cell, Floats, Ints
from dikast.metrics.estimate import Estimate
from dikast.records import Record


class Leniency(Record):
    """`p_c`, how often the judge decides by the right criteria, and `p_plus`, how often it accepts where it does not.

    `accepted_right` and `accepted_wrong` are the shares they come from. `p_c` below 0 means that the judge accepts what
    is wrong more often than what is right, and `p_plus` then is no probability. None where `p_c` is 1, for then nothing
    is left to nod at.
    """

    p_c: Estimate
    p_plus: Estimate
    accepted_right: Estimate
    accepted_wrong: Estimate


def leniency(
    accepted: Sequence[bool] | Bools,
    right: Sequence[bool] | Bools,
    *,
    cluster: Ints | None = None,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Leniency:
    """The leniency of a judge, from what it accepted and what is right; `cluster` as in `agreement`."""
    yes, true = np.asarray(accepted, dtype=float), np.asarray(right, dtype=float)
    if yes.shape != true.shape:
        raise ValueError(f"as many verdicts as truths are needed, got {yes.shape} and {true.shape}")
    group = np.arange(len(yes)) if cluster is None else np.asarray(cluster)
    sums = cluster_sums(np.column_stack([yes * true, true, yes * (1 - true), 1 - true]), group)

    def of(statistic: Statistic) -> Estimate:
        return bootstrap(sums, statistic, n=len(yes), resamples=resamples, seed=seed)

    return Leniency(
        p_c=of(lambda totals: _right(totals) - _wrong(totals)),
        p_plus=of(_p_plus),
        accepted_right=of(_right),
        accepted_wrong=of(_wrong),
    )


def leniency_of(cell: Cell, *, resamples: int = RESAMPLES, seed: int = 0) -> Leniency:
    """Whether the judge of a one-sided protocol went along because the side is right, or because it was argued."""
    side = np.where(cell.argues != NOBODY, cell.argues, cell.chosen)
    rows = np.flatnonzero((side != NOBODY) & cell.is_scored & (cell.choice != NOBODY))
    accepted, right = cell.choice[rows] == side[rows], side[rows] == cell.gold[rows]
    return leniency(accepted, right, cluster=cell.question[rows], resamples=resamples, seed=seed)


def _right(totals: Floats) -> Floats:
    found: Floats = totals[:, 0] / totals[:, 1]
    return found


def _wrong(totals: Floats) -> Floats:
    found: Floats = totals[:, 2] / totals[:, 3]
    return found


def _p_plus(totals: Floats) -> Floats:
    rest = 1 - (_right(totals) - _wrong(totals))
    found: Floats = np.where(rest > 1e-12, _wrong(totals) / rest, np.nan)
    return found
