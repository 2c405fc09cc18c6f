"""Caution: what in these numbers should not be believed yet, and why."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Literal

import numpy as np

from dikast.metrics.cell import MISSING, Cell
from dikast.metrics.cell_warnings import (
    ROUNDING_ERROR,
    below_constant,
    count_of,
    failed,
    favoured_position,
    few_questions,
    hard_labels,
    is_unread,
    judge_argues,
    silent,
    unanswered,
    unparsed,
)
from dikast.metrics.comparison import ALPHA, Comparison, power_factor
from dikast.metrics.performance_gap import Recovery
from dikast.metrics.rater_agreement import Agreement
from dikast.metrics.stated_certainty import no_spread
from dikast.records import Record

CautionKind = Literal[
    "judge-argues",
    "below-constant",
    "few-questions",
    "unparsed",
    "silent",
    "unanswered",
    "failed",
    "position",
    "hard-labels",
    "no-spread",
    "undecided",
    "underpowered",
    "chance-agreement",
    "no-gap",
    "other-questions",
    "tells",
]
HIGH_AGREEMENT = 0.8
LOW_KAPPA = 0.4

CELL_CHECKS: dict[CautionKind, Callable[[Cell], str | None]] = {
    "judge-argues": judge_argues,
    "below-constant": below_constant,
    "few-questions": few_questions,
    "unparsed": unparsed,
    "silent": silent,
    "unanswered": unanswered,
    "failed": failed,
    "position": favoured_position,
    "hard-labels": hard_labels,
    "no-spread": no_spread,
}
"""What is checked in each cell, in the order of the cautions."""


class Caution(Record):
    """One reason for doubt; `where` names the cell, or what was compared."""

    kind: CautionKind
    where: str
    reason: str


def cautions(
    cells: Sequence[Cell],
    *,
    comparisons: Sequence[Comparison] = (),
    agreements: Mapping[str, Agreement] | None = None,
    recoveries: Sequence[Recovery] = (),
) -> list[Caution]:
    """The reasons for doubt in these cells, cell by cell, and then in the statistics made from them."""
    found: list[Caution] = []
    for cell in cells:
        found += _cell_cautions(cell)
    cell_by_name = {cell.name: cell for cell in cells}
    for comparison in comparisons:
        found += _comparison_cautions(comparison, cell_by_name)
    for name, agreement in (agreements or {}).items():
        reason = _chance_agreement(agreement)
        if reason is not None:
            found.append(Caution(kind="chance-agreement", where=name, reason=reason))
    for recovery in recoveries:
        if recovery.gap_may_be_none:
            found.append(Caution(kind="no-gap", where=recovery.protocol, reason=_no_gap(recovery)))
    return found


def _cell_cautions(cell: Cell) -> list[Caution]:
    cautions = []
    for kind, find_reason in CELL_CHECKS.items():
        reason = find_reason(cell)
        if reason is not None:
            cautions.append(Caution(kind=kind, where=cell.name, reason=reason))
    return cautions


def _comparison_cautions(comparison: Comparison, cells: Mapping[str, Cell]) -> list[Caution]:
    reasons: dict[CautionKind, str | None] = {
        "underpowered": _underpowered(comparison),
        "undecided": _undecided(comparison, cells),
    }
    where = f"{comparison.first} against {comparison.second}"
    return [Caution(kind=kind, where=where, reason=reason) for kind, reason in reasons.items() if reason]


def _underpowered(comparison: Comparison) -> str | None:
    difference, p = comparison.difference, comparison.p_adjusted
    if not difference.value or p is None or p <= ALPHA:
        return None
    asked = count_of(difference.n, "question")
    reason = f"a difference of {difference.value:+.3f} on {asked} may be chance (p = {p:.2g})"
    needed = _questions_needed(comparison)
    if needed is None:
        return reason
    return f"{reason}; one this large would take about {needed:,}"


def _questions_needed(comparison: Comparison) -> int | None:
    """The questions that would show a difference of this size in 80 of 100 experiments with as many comparisons.

    None where there are that many already: few questions have few signs, however large their differences are.
    """
    if not comparison.detectable or not comparison.difference.value:
        return None
    n = comparison.difference.n
    tests = 1 if comparison.correction == "none" else comparison.comparisons
    # `detectable` is of one test; more tests need clearer differences.
    stricter = power_factor(tests) / power_factor(1)
    needed = round(n * (stricter * comparison.detectable / comparison.difference.value) ** 2)
    return needed if needed > n else None


def _undecided(comparison: Comparison, cells: Mapping[str, Cell]) -> str | None:
    difference = comparison.difference.value
    if comparison.of != "credit" or not difference:
        return None
    first, second = cells.get(comparison.first), cells.get(comparison.second)
    if first is None or second is None:
        return None
    ahead, behind = (first, second) if difference > 0 else (second, first)
    if not _could_turn_round(ahead, behind):
        return None
    return "unread verdicts alone may explain the difference: with them its sign could be the other"


def _could_turn_round(ahead: Cell, behind: Cell) -> bool:
    """Whether unread verdicts could turn the difference round, on the questions that both were asked."""
    if not is_unread(ahead).any() and not is_unread(behind).any():
        return False
    bounds_ahead, bounds_behind = _question_bounds(ahead), _question_bounds(behind)
    shared = bounds_ahead.keys() & bounds_behind.keys()
    least = math.fsum(bounds_ahead[question][0] - bounds_behind[question][1] for question in shared)
    # A sum that is above 0 through rounding alone could be 0.
    return bool(shared) and least <= ROUNDING_ERROR


def _question_bounds(cell: Cell) -> dict[str, tuple[float, float]]:
    """The `bounds` of each question with a right answer."""
    n_questions = len(cell.questions)
    is_lost = is_unread(cell) & (cell.gold != MISSING)
    lost = np.bincount(cell.question[is_lost], minlength=n_questions)
    asked = lost + np.bincount(cell.question[cell.is_scored], minlength=n_questions)
    right = np.bincount(cell.question, weights=np.nan_to_num(cell.credit), minlength=n_questions)
    n = np.maximum(asked, 1)
    low, high = (right / n).tolist(), ((right + lost) / n).tolist()
    # A question whose episodes all failed, or have no right answer, has no bounds.
    return {cell.questions[code]: (low[code], high[code]) for code in np.flatnonzero(asked)}


def _chance_agreement(agreement: Agreement) -> str | None:
    percent, kappa = agreement.percent.value, agreement.kappa.value
    if percent is None or percent < HIGH_AGREEMENT:
        return None
    if kappa is None:
        return f"{percent:.0%} agree, but only one thing was ever said: nothing can be told from chance"
    if kappa < LOW_KAPPA:
        return f"{percent:.0%} agree, but kappa is {kappa:.2f}: their habits alone make most of that"
    return None


def _no_gap(recovery: Recovery) -> str:
    gap = recovery.gap.value
    size = "" if gap is None else f" ({gap:+.3f})"
    return f"the gap between {recovery.weak} and {recovery.strong} may be none{size}: a share of it means nothing"
