"""PGR, performance gap recovered: how much of the gap between the weak judge and the strong agent a protocol closes.

Burns et al. 2023 (arXiv 2312.09390, section 3): (protocol - weak) / (strong - weak).
"""

from __future__ import annotations

import numpy as np

from dikast.metrics.bootstrap import RESAMPLES, Statistic, bootstrap
from dikast.metrics.cell import Cell, Floats
from dikast.metrics.comparison import Compared, question_means
from dikast.metrics.estimate import Estimate
from dikast.records import Record

NO_GAP = 1e-12

# The columns of the sums: the total of each of the three, and the number of questions.
_WEAK, _PROTOCOL, _STRONG, _N = range(4)


class Recovery(Record):
    """What a protocol recovers of the gap, on the questions that all three decided, each weighing the same.

    `floor` is the weak judge alone, `reached` the protocol, `ceiling` the strong agent's own answers, and `gap` the
    ceiling minus the floor. `recovered` is None where there is no gap. It means little where the interval of `gap`
    holds zero: then `gap_may_be_none` is true, and the interval of `recovered` should not be used.
    """

    protocol: str
    weak: str
    strong: str
    recovered: Estimate
    floor: Estimate
    reached: Estimate
    ceiling: Estimate
    gap: Estimate
    gap_may_be_none: bool


def pgr(
    weak: Cell, cell: Cell, strong: Cell, *, of: Compared = "credit", resamples: int = RESAMPLES, seed: int = 0
) -> Recovery:
    """What `cell` recovers of the gap between the weak judge alone and the strong agent's own answers."""
    tables = [question_means(one, of) for one in (weak, cell, strong)]
    shared = sorted(set.intersection(*(set(table) for table in tables)))
    sums = np.ones((len(shared), 4))
    for column, table in enumerate(tables):
        sums[:, column] = [table[question] for question in shared]

    def estimate(statistic: Statistic) -> Estimate:
        return bootstrap(sums, statistic, n=len(shared), resamples=resamples, seed=seed)

    gap = estimate(_gap)
    return Recovery(
        protocol=cell.name,
        weak=weak.name,
        strong=strong.name,
        recovered=estimate(_recovered),
        floor=estimate(_floor),
        reached=estimate(_reached),
        ceiling=estimate(_ceiling),
        gap=gap,
        # Without an interval nothing is known about the gap.
        gap_may_be_none=gap.low is None or gap.high is None or gap.low <= 0 <= gap.high,
    )


def _floor(totals: Floats) -> Floats:
    means: Floats = totals[:, _WEAK] / totals[:, _N]
    return means


def _reached(totals: Floats) -> Floats:
    means: Floats = totals[:, _PROTOCOL] / totals[:, _N]
    return means


def _ceiling(totals: Floats) -> Floats:
    means: Floats = totals[:, _STRONG] / totals[:, _N]
    return means


def _gap(totals: Floats) -> Floats:
    means: Floats = (totals[:, _STRONG] - totals[:, _WEAK]) / totals[:, _N]
    return means


def _recovered(totals: Floats) -> Floats:
    gap = totals[:, _STRONG] - totals[:, _WEAK]
    # Thirds of a credit added up in another order differ in their last digit: that is no gap.
    is_none = np.abs(gap) <= NO_GAP * totals[:, _N]
    recovered: Floats = np.where(is_none, np.nan, (totals[:, _PROTOCOL] - totals[:, _WEAK]) / gap)
    return recovered
