"""Leniency: does a judge decide by the right criteria, or does it accept all that is said?

Thakur et al. 2024 (arXiv 2406.12624, on leniency bias): a judge decides by the right criteria with probability P_c, and
otherwise accepts with probability P_+. So it accepts P_c + (1 - P_c) P_+ of right answers and (1 - P_c) P_+ of wrong
ones; the two observed shares give both numbers.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dikast.metrics.bootstrap import RESAMPLES, Statistic, bootstrap, cluster_sums
from dikast.metrics.cell import MISSING, Bools, Cell, Floats, Ints
from dikast.metrics.estimate import Estimate
from dikast.records import Record

ALWAYS_KNOWS = 1e-12
"""Where 1 - P_c is not above this, rounding alone keeps it from 0."""


class Leniency(Record):
    """`p_c`: how often the judge decides by the right criteria. `p_plus`: how often it accepts where it does not.

    `accepted_right` and `accepted_wrong` are the shares they come from. A `p_c` below 0 means that the judge accepts
    wrong answers more often than right ones; `p_plus` is then not a probability. `p_plus` is None where `p_c` is 1,
    because no other decisions are left.
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
    """The leniency of a judge, from what it accepted and what is right; `cluster` as in `agreement`.

    Raises ValueError where the two do not have the same length.
    """
    yes, true = np.asarray(accepted, dtype=float), np.asarray(right, dtype=float)
    if yes.shape != true.shape:
        raise ValueError(f"as many verdicts as truths are needed, got {yes.shape} and {true.shape}")
    group = np.arange(len(yes)) if cluster is None else np.asarray(cluster)
    sums = cluster_sums(np.column_stack([yes * true, true, yes * (1 - true), 1 - true]), group)

    def estimate(statistic: Statistic) -> Estimate:
        return bootstrap(sums, statistic, n=len(yes), resamples=resamples, seed=seed)

    return Leniency(
        p_c=estimate(_p_c),
        p_plus=estimate(_p_plus),
        accepted_right=estimate(_accepted_right),
        accepted_wrong=estimate(_accepted_wrong),
    )


def leniency_of(cell: Cell, *, resamples: int = RESAMPLES, seed: int = 0) -> Leniency:
    """Whether the judge of a one-sided protocol accepts a side because it is right, or because it was argued."""
    side = np.where(cell.argues != MISSING, cell.argues, cell.chosen)
    is_one_sided = cell.is_scored & (side != MISSING)
    # A shared first place is neither accepted nor rejected.
    rows = np.flatnonzero(is_one_sided & (cell.choice != MISSING))
    accepted, right = cell.choice[rows] == side[rows], side[rows] == cell.gold[rows]
    return leniency(accepted, right, cluster=cell.question[rows], resamples=resamples, seed=seed)


def _accepted_right(totals: Floats) -> Floats:
    shares: Floats = totals[:, 0] / totals[:, 1]
    return shares


def _accepted_wrong(totals: Floats) -> Floats:
    shares: Floats = totals[:, 2] / totals[:, 3]
    return shares


def _p_c(totals: Floats) -> Floats:
    return _accepted_right(totals) - _accepted_wrong(totals)


def _p_plus(totals: Floats) -> Floats:
    p_other = 1 - _p_c(totals)
    p_plus: Floats = np.where(p_other > ALWAYS_KNOWS, _accepted_wrong(totals) / p_other, np.nan)
    return p_plus
