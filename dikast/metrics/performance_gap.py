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
TAIL = 0.025
"""The share of each tail that a 95 % interval leaves out."""

# The columns of the sums: the total of each of the three, and the number of questions.
_WEAK, _PROTOCOL, _STRONG, _N = range(4)


class Recovery(Record):
    """What a protocol recovers of the gap, on the questions that all three decided, each weighing the same.

    `floor` is the weak judge alone, `reached` the protocol, `ceiling` the strong agent's own answers, and `gap` the
    ceiling minus the floor. `recovered` is None where there is no gap. It means little where the interval of `gap`
    holds zero: then `gap_may_be_none` is true, and the interval of `recovered` should not be used. A single question
    gives no interval, so that nothing is known about the gap.
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
    if gap.low is None and of != "log":
        gap = _with_exact_interval(gap)
    return Recovery(
        protocol=cell.name,
        weak=weak.name,
        strong=strong.name,
        recovered=estimate(_recovered),
        floor=estimate(_floor),
        reached=estimate(_reached),
        ceiling=estimate(_ceiling),
        gap=gap,
        gap_may_be_none=holds_zero(gap),
    )


def _with_exact_interval(gap: Estimate) -> Estimate:
    """The gap with an interval where it is the same on every question, so that resampling shows no spread.

    If n questions of n have one gap, at least a share of TAIL^(1/n) of all questions has it (Clopper and Pearson 1934,
    Biometrika 26: the lower end of a share of n in n). At the ends, all others have a gap of -1, or of 1, which are
    the limits of a difference of credits or of Brier losses. There is no interval of a single question.
    """
    if gap.value is None or gap.clusters < 2:
        return gap
    share = TAIL ** (1 / gap.clusters)
    same = gap.value * share
    changes = {
        "low": same - (1 - share),
        "high": same + (1 - share),
        "method": "exact",
    }
    return gap.model_copy(update=changes)


def holds_zero(gap: Estimate) -> bool:
    """Whether the interval of the gap holds zero; also where there is none, since nothing is known then."""
    if gap.low is None or gap.high is None:
        return True
    # An end that differs from zero by rounding alone is zero.
    return gap.low <= NO_GAP and gap.high >= -NO_GAP


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
