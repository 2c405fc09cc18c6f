"""Caution: what in these numbers should not be believed yet, and why."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np

from dikast.metrics.accuracy import judge_accuracy
from dikast.metrics.cell import NOBODY, Bools, Cell
from dikast.metrics.comparison import Comparison, power_factor
from dikast.metrics.estimate import Estimate
from dikast.metrics.performance_gap import Recovery
from dikast.metrics.position_bias import of_place, position, swapped
from dikast.metrics.rater_agreement import Agreement
from dikast.records import Record

CautionKind = Literal[
    "judge-argues",
    "below-constant",
    "few-questions",
    "unparsed",
    "failed",
    "position",
    "hard-labels",
    "undecided",
    "underpowered",
    "chance-agreement",
    "no-gap",
    "other-questions",
]
FEW_QUESTIONS = 30
MANY_LOST = 0.05
HIGH_AGREEMENT = 0.8
LOW_KAPPA = 0.4
ALPHA = 0.05
SLACK = 1e-9
"""What sums may differ by from rounding alone."""


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
    """The reasons for doubt in these cells and in what was made of them, cell by cell."""
    found = [caution for cell in cells for caution in _of_cell(cell)]
    named = {cell.name: cell for cell in cells}
    found += [caution for comparison in comparisons for caution in _of_comparison(comparison, named)]
    found += [caution for name, one in (agreements or {}).items() for caution in _of_agreement(name, one)]
    found += [_no_gap(recovery) for recovery in recoveries if recovery.gap_may_be_none]
    return found


def _of_cell(cell: Cell) -> list[Caution]:
    reasons: dict[CautionKind, str | None] = {
        "judge-argues": _judge_argues(cell),
        "below-constant": _below_constant(cell),
        "few-questions": _few_questions(cell),
        "unparsed": _unparsed(cell),
        "failed": _failed(cell),
        "position": _position(cell),
        "hard-labels": _hard_labels(cell),
    }
    return [Caution(kind=kind, where=cell.name, reason=reason) for kind, reason in reasons.items() if reason]


def _judge_argues(cell: Cell) -> str | None:
    """Models favour their own words (Panickssery et al. 2024, arXiv 2404.13076)."""
    seats = cell.seats
    judges = {seats.agents[i] for i in np.unique(seats.agent[seats.of_kind("judge")])}
    argue = {seats.agents[i] for i in np.unique(seats.agent[seats.of_kind("debater", "consultant")])}
    both = sorted(judges & argue)
    return f"{', '.join(both)} both argues and judges: judges favour their own words" if both else None


def best_constant(cell: Cell) -> float | None:
    """The accuracy of the best judge that does not read: that always names one choice, or whatever stands in one place.

    None where no episode has a verdict and a right answer.
    """
    rows = np.flatnonzero(cell.is_scored)
    if not len(rows):
        return None
    gold = cell.gold[rows]
    shares = [float((gold == choice).mean()) for choice in range(int(gold.max()) + 1)]
    first = _first_views(cell)[rows]
    shown = first != NOBODY
    if shown.any():
        order = cell.views.order[first[shown]]
        places = [of_place(order, np.full(len(order), place)) for place in range(order.shape[1])]
        shares += [float((gold[shown] == named).mean()) for named in places]
    return max(shares)


def _first_views(cell: Cell) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    found = np.full(len(cell), NOBODY, dtype=np.int64)
    found[cell.views.episode[::-1]] = np.arange(len(cell.views.episode))[::-1]
    return found


def _below_constant(cell: Cell) -> str | None:
    constant, accuracy = best_constant(cell), judge_accuracy(cell, weigh="episodes").accuracy.value
    if constant is None or accuracy is None or accuracy >= constant - SLACK:
        return None
    told = f"right in {accuracy:.1%} of its episodes"
    return f"{told}, where a judge that reads nothing and always says the same is in {constant:.1%}"


def _few_questions(cell: Cell) -> str | None:
    accuracy = judge_accuracy(cell).accuracy
    if accuracy.value is None or accuracy.clusters >= FEW_QUESTIONS:
        return None
    n = "1 question" if accuracy.clusters == 1 else f"{accuracy.clusters} questions"
    return f"only {n}: an accuracy of {accuracy.value:.0%} may as well be {accuracy.low:.0%} or {accuracy.high:.0%}"


def _unread(cell: Cell) -> Bools:
    return ~cell.is_decided & ~cell.is_failed


def _unparsed(cell: Cell) -> str | None:
    """The widest bounds that unread verdicts leave (Manski 1989, The anatomy of the selection problem)."""
    lost, read = int(_unread(cell).sum()), int(cell.is_decided.sum())
    if lost <= MANY_LOST * (lost + read):
        return None
    if not read:
        return f"none of {lost} verdicts could be read"
    told = f"{lost} of {lost + read} verdicts could not be read"
    low, high = bounds(cell)
    # Where none of them had a right answer, or nothing has, they say nothing of accuracy.
    return told if low == high else f"{told}: had they been, accuracy would lie anywhere from {low:.1%} to {high:.1%}"


def bounds(cell: Cell) -> tuple[float, float]:
    """The accuracy over all episodes with a right answer, were every unparsed verdict wrong, and every one right.

    Failed episodes are left out.
    """
    lost = int((_unread(cell) & (cell.gold != NOBODY)).sum())
    right, n = float(np.nansum(cell.credit)), max(1, int(cell.is_scored.sum()) + lost)
    return right / n, (right + lost) / n


def _failed(cell: Cell) -> str | None:
    failed = int(cell.is_failed.sum())
    if failed <= MANY_LOST * len(cell):
        return None
    if failed == len(cell):
        return f"all {failed} episodes failed" if failed > 1 else "the only episode failed"
    return f"{failed} of {len(cell)} episodes failed: what is left may be the easier part"


def _position(cell: Cell) -> str | None:
    """Where every verdict was made from looks at two choices in both orders, the place is averaged out already.

    Of more choices, what stands in the middle stands there in the reverse order too.
    """
    is_swapped = np.isin(np.arange(len(cell)), cell.views.episode[swapped(cell.views)[0]])
    of_two = cell.choices == 2
    if (is_swapped & of_two)[cell.is_decided].all():
        return None
    found = position(cell, resamples=1_000)
    first, preference = found.first, found.preference
    if first.value is None:
        return None
    if preference.value is None:
        if first.clusters < FEW_QUESTIONS:  # of a few it may be chance, and that they are few is said
            return None
        return "the right answer stands first in every look, or in none: to know it and to favour a place look the same"
    # Where all looks agree, resampling them gives no interval: Wilson's knows how few they are.
    is_chance = preference.low is not None and _holds(preference, 0)
    if is_chance or _holds(first, first.value - preference.value):
        return None
    by = f"by {abs(preference.value):.1%}"
    if of_two[cell.is_decided].all():
        side = "first" if preference.value > 0 else "last"
        return f"looks favour what is shown {side}, {by}; `swap: both` averages that out"
    told = "favour" if preference.value > 0 else "pass over"
    return f"looks {told} what is shown first, {by}; of more than two choices `swap: both` averages a part of that out"


def _holds(estimate: Estimate, value: float) -> bool:
    """Whether its interval does not exclude the value; without an interval nothing is excluded."""
    return estimate.low is None or estimate.high is None or estimate.low <= value <= estimate.high


def _hard_labels(cell: Cell) -> str | None:
    sure = cell.is_believed & (cell.p_gold == 0)
    if not sure.any():
        return None
    n = int(sure.sum())
    told = "1 verdict" if n == 1 else f"{n} verdicts"
    return f"{told} gave the right answer no probability at all: log scores are infinite, read Brier"


def _of_comparison(comparison: Comparison, cells: Mapping[str, Cell]) -> list[Caution]:
    where = f"{comparison.first} against {comparison.second}"
    difference, p = comparison.difference.value, comparison.p_adjusted
    found = []
    if difference and p is not None and p > ALPHA:
        needed = _needed(comparison)
        more = f"; one this large would take about {needed:,}" if needed else ""
        n = comparison.difference.n
        asked = "1 question" if n == 1 else f"{n:,} questions"
        reason = f"a difference of {difference:+.3f} on {asked} may be chance (p = {p:.2g})"
        found.append(Caution(kind="underpowered", where=where, reason=reason + more))
    if comparison.of == "credit" and difference:
        first, second = cells.get(comparison.first), cells.get(comparison.second)
        if first is not None and second is not None and _may_be_unread(first, second, difference > 0):
            reason = "unread verdicts alone may explain the difference: with them its sign could be the other"
            found.append(Caution(kind="undecided", where=where, reason=reason))
    return found


def _needed(comparison: Comparison) -> int | None:
    """The questions that would show a difference of this size in 80 of 100 experiments with as many comparisons.

    None where there are that many already: few questions have few signs, however large their differences are.
    """
    if not comparison.detectable or not comparison.difference.value:
        return None
    n, tests = comparison.difference.n, 1 if comparison.correction == "none" else comparison.comparisons
    stricter = power_factor(tests) / power_factor(1)
    needed = round(n * (stricter * comparison.detectable / comparison.difference.value) ** 2)
    return needed if needed > n else None


def _may_be_unread(first: Cell, second: Cell, is_ahead: bool) -> bool:
    """Whether unread verdicts could turn the difference round, on the questions that both were asked."""
    if not _unread(first).any() and not _unread(second).any():
        return False
    ahead, behind = (_bounds_of_questions(cell) for cell in ((first, second) if is_ahead else (second, first)))
    least = [ahead[question][0] - behind[question][1] for question in ahead.keys() & behind.keys()]
    # What is no less than nothing but for rounding could be nothing.
    return bool(least) and math.fsum(least) <= SLACK


def _bounds_of_questions(cell: Cell) -> dict[str, tuple[float, float]]:
    """The `bounds` of each question with a right answer."""
    unread, n = _unread(cell) & (cell.gold != NOBODY), len(cell.questions)
    lost = np.bincount(cell.question[unread], minlength=n)
    asked = lost + np.bincount(cell.question[cell.is_scored], minlength=n)
    right = np.bincount(cell.question, weights=np.nan_to_num(cell.credit), minlength=n)
    low, high = right / np.maximum(asked, 1), (right + lost) / np.maximum(asked, 1)
    rows = zip(cell.questions, asked.tolist(), low.tolist(), high.tolist(), strict=True)
    return {question: (one, other) for question, times, one, other in rows if times}


def _of_agreement(name: str, agreement: Agreement) -> list[Caution]:
    percent, kappa = agreement.percent.value, agreement.kappa
    if percent is None or percent < HIGH_AGREEMENT:
        return []
    if kappa.value is None:
        reason = f"{percent:.0%} agree, but only one thing was ever said: nothing can be told from chance"
    elif kappa.value < LOW_KAPPA:
        reason = f"{percent:.0%} agree, but kappa is {kappa.value:.2f}: their habits alone make most of that"
    else:
        return []
    return [Caution(kind="chance-agreement", where=name, reason=reason)]


def _no_gap(recovery: Recovery) -> Caution:
    gap = recovery.gap.value
    reason = (
        f"the gap between {recovery.weak} and {recovery.strong} may be none"
        + (f" ({gap:+.3f})" if gap is not None else "")
        + ": a share of it means nothing"
    )
    return Caution(kind="no-gap", where=recovery.protocol, reason=reason)
