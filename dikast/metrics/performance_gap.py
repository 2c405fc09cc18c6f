"""PGR, performance gap recovered: how much of the way from the weak judge to the strong agent a protocol goes.

Burns et al. 2023 (arXiv 2312.09390, section 3): (protocol - weak) / (strong - weak).
"""

from __future__ import annotations

import numpy as np

from dikast.metrics.bootstrap import RESAMPLES, bootstrap
from dikast.metrics.cell import Cell, Floats
from dikast.metrics.comparison import Compared, by_question
from dikast.metrics.estimate import Estimate
from dikast.records import Record

NO_GAP = 1e-12


class Recovery(Record):
    """What a protocol recovers of the gap, on the questions that all three decided, each weighing the same.

    `floor` is the weak judge alone, `reached` the protocol, `ceiling` the strong agent's own answers, `gap` the ceiling
    less the floor. `recovered` is None where there is no gap. It says little where the interval of `gap` holds zero:
    `gap_may_be_none` is then true, and the interval of `recovered` not to be read.
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
    tables = [by_question(one, of) for one in (weak, cell, strong)]
    shared = sorted(set.intersection(*(set(table) for table in tables)))
    rows = np.array([[table[q] for table in tables] for q in shared]).reshape(-1, 3)
    sums = np.column_stack([rows, np.ones(len(rows))])

    def of_columns(plus: int, minus: int | None = None) -> Estimate:
        def mean(totals: Floats) -> Floats:
            top = totals[:, plus] - (0 if minus is None else totals[:, minus])
            found: Floats = top / totals[:, 3]
            return found

        return bootstrap(sums, mean, n=len(rows), resamples=resamples, seed=seed)

    gap = of_columns(2, 0)
    return Recovery(
        protocol=cell.name,
        weak=weak.name,
        strong=strong.name,
        recovered=bootstrap(sums, _recovered, n=len(rows), resamples=resamples, seed=seed),
        floor=of_columns(0),
        reached=of_columns(1),
        ceiling=of_columns(2),
        gap=gap,
        gap_may_be_none=gap.low is None or gap.high is None or gap.low <= 0 <= gap.high,
    )


def _recovered(totals: Floats) -> Floats:
    gap = totals[:, 2] - totals[:, 0]
    # Thirds of a credit added up in another order differ in their last digit: that is no gap.
    is_none = np.abs(gap) <= NO_GAP * totals[:, 3]
    found: Floats = np.where(is_none, np.nan, (totals[:, 1] - totals[:, 0]) / gap)
    return found
