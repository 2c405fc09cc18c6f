"""ProcessMetric: how good judgements of steps are, computed from counts, each metric with the paper it comes from.

An unparsed or unknown step is never right. A recall is a share of all gold steps of a class, a precision a share of
the steps that were called that class. A metric that needs each step on one of two sides (MCC) puts an unparsed or
unknown step on the wrong side.

Every function takes a table of single numbers, or of arrays with one number per resample, and returns the same shape.
A metric is nan where it is undefined.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal

import numpy as np

from dikast.metrics.cell import Floats
from dikast.metrics.process.count_table import RIGHT, UNKNOWN, UNPARSED, UNTYPED, WRONG, CountKey, CountTable

Section = Literal["steps", "first error", "error types"]
JUDGED_AS = (RIGHT, WRONG, UNKNOWN, UNPARSED)
_OTHER_SIDE = {RIGHT: WRONG, WRONG: RIGHT}


@dataclass(frozen=True)
class ProcessMetric:
    """One metric: its name in JSON, its title, the table that shows it, its source, and the function that computes it.

    One that `is_one_sided` is perfect for a judge that always, or never, sees an error: alone it says nothing.
    """

    name: str
    title: str
    section: Section
    source: str
    compute: Callable[[CountTable], Floats]
    is_one_sided: bool = False


def share(part: Floats, whole: Floats) -> Floats:
    """part / whole; nan where the whole is 0."""
    whole = np.asarray(whole, dtype=np.float64)
    undefined: Floats = np.full(np.broadcast(part, whole).shape, np.nan)
    return np.divide(part, whole, out=undefined, where=whole > 0)


def _sum_of(table: CountTable, *keys: CountKey) -> Floats:
    """The sum of the counts under these keys."""
    return sum((table[key] for key in keys), start=table.zeros)


def _n_gold(table: CountTable, kind: str, gold: str) -> Floats:
    """How many steps or solutions are of this side by the gold marks, whatever the judge called them."""
    return _sum_of(table, *((kind, gold, judged) for judged in JUDGED_AS))


def _n_called(table: CountTable, kind: str, side: str) -> Floats:
    """How many steps or solutions the judge called this side."""
    return table[kind, side, side] + table[kind, _OTHER_SIDE[side], side]


def recall(table: CountTable, kind: str, side: str) -> Floats:
    """The share of what is of this side that the judge calls so."""
    return share(table[kind, side, side], _n_gold(table, kind, side))


def precision(table: CountTable, kind: str, side: str) -> Floats:
    """The share of what the judge calls this side that is so."""
    return share(table[kind, side, side], _n_called(table, kind, side))


def f1(table: CountTable, kind: str, side: str) -> Floats:
    """2 TP / (called + gold): the harmonic mean of precision and recall, and 0 where neither is above 0."""
    return share(2 * table[kind, side, side], _n_called(table, kind, side) + _n_gold(table, kind, side))


def mcc(table: CountTable, kind: str = "step") -> Floats:
    """Matthews' correlation coefficient (Matthews 1975), where wrong is the positive class; 0 where a side is empty."""
    true_positive, true_negative = table[kind, WRONG, WRONG], table[kind, RIGHT, RIGHT]
    n_wrong, n_right = _n_gold(table, kind, WRONG), _n_gold(table, kind, RIGHT)
    # What is unparsed or unknown is in the gold totals alone, so here it counts as misjudged.
    false_negative, false_positive = n_wrong - true_positive, n_right - true_negative
    n_called_wrong = true_positive + false_positive
    product = n_called_wrong * n_wrong * n_right * (true_negative + false_negative)
    value = np.divide(
        true_positive * true_negative - false_negative * false_positive,
        np.sqrt(product),
        out=np.zeros(np.shape(product)),
        where=product > 0,
    )
    return np.where(n_wrong + n_right > 0, value, np.nan)


def step_accuracy(table: CountTable) -> Floats:
    """The share of labelled steps that are called what they are (ProJudge, arXiv 2503.06553, as its counts show)."""
    n_steps = _n_gold(table, "step", RIGHT) + _n_gold(table, "step", WRONG)
    return share(table["step", RIGHT, RIGHT] + table["step", WRONG, WRONG], n_steps)


def balanced_accuracy(table: CountTable) -> Floats:
    """The mean of the recalls of right and of wrong steps (Brodersen et al. 2010)."""
    return (recall(table, "step", RIGHT) + recall(table, "step", WRONG)) / 2


def prm_score(table: CountTable) -> Floats:
    """Half the F1 of right steps and half that of wrong ones (PRMBench, arXiv 2501.03124, section 3.3)."""
    return 0.5 * f1(table, "step", RIGHT) + 0.5 * f1(table, "step", WRONG)


def first_exact(table: CountTable) -> Floats:
    """The share of wrong solutions whose first error is found (MR-GSM8K's and ProcessBench's step accuracy)."""
    return share(table["first", "exact"], _n_gold(table, "solution", WRONG))


def first_near(table: CountTable) -> Floats:
    """The share of wrong solutions whose first error is found to within one step."""
    return share(table["first", "near"], _n_gold(table, "solution", WRONG))


def none_right(table: CountTable) -> Floats:
    """The share of right solutions in which no error is seen (ProcessBench, arXiv 2412.06559)."""
    return recall(table, "solution", RIGHT)


def process_bench_f1(table: CountTable) -> Floats:
    """The harmonic mean of `first_exact` and `none_right` (ProcessBench, arXiv 2412.06559, section 4.1)."""
    exact, none = first_exact(table), none_right(table)
    total = exact + none
    value = np.divide(2 * exact * none, total, out=np.zeros(np.shape(total)), where=total > 0)
    return np.where(np.isnan(total), np.nan, value)


def mr_score(mcc: Floats, exact: Floats, reasons: Floats) -> Floats:
    """0.2 max(0, MCC) + 0.3 first error + 0.5 reason (MR-GSM8K, arXiv 2312.17080, section 3)."""
    return 0.2 * np.maximum(0, mcc) + 0.3 * exact + 0.5 * reasons


def _mr_score(table: CountTable) -> Floats:
    """The MR-Score; nan unless the reason of every first error that was found has been reviewed."""
    n_reviewed = table["reason", RIGHT] + table["reason", WRONG]
    reasons = share(table["reason", RIGHT], _n_gold(table, "solution", WRONG))
    score = mr_score(mcc(table, "solution"), first_exact(table), reasons)
    return np.where(n_reviewed == table["first", "exact"], score, np.nan)


def mr_score_range(table: CountTable) -> tuple[Floats, Floats]:
    """The MR-Score if no reason of a first error that was found is right, and if all are."""
    solution_mcc, exact = mcc(table, "solution"), first_exact(table)
    return mr_score(solution_mcc, exact, 0 * exact), mr_score(solution_mcc, exact, exact)


def error_types(table: CountTable) -> list[str]:
    """The error types in the gold marks, sorted."""
    return sorted({*table.names("type", 1)} - {RIGHT})


def _n_of_type(table: CountTable, error_type: str) -> Floats:
    """How many gold steps have this error type, whatever the judge called them."""
    return _sum_of(table, *(("type", error_type, judged) for judged in table.names("type", 2)))


def type_accuracy(table: CountTable) -> Floats:
    """The share of wrong steps that are called wrong, and of their type (ProJudge, arXiv 2503.06553, by its counts)."""
    n_right = n_steps = table.zeros
    for error_type in error_types(table):
        n_right = n_right + table["type", error_type, error_type]
        n_steps = n_steps + _n_of_type(table, error_type)
    return share(n_right, n_steps)


def type_macro_f1(table: CountTable) -> Floats:
    """The mean of the F1 of the gold types. A right step that is called wrong counts against the type it is called."""
    types = error_types(table)
    if not types:
        return np.full(table.shape, np.nan)
    f1s = [_type_f1(table, error_type) for error_type in types]
    # A resample may lack some types: the mean is over the types it has.
    is_present = ~np.isnan(f1s)
    return share(np.where(is_present, f1s, 0).sum(axis=0), is_present.sum(axis=0).astype(np.float64))


def _type_f1(table: CountTable, error_type: str) -> Floats:
    """The F1 of one error type; nan where no gold step has it."""
    n_gold = _n_of_type(table, error_type)
    n_called = table.zeros
    # Right steps that the judge gave this type count too: RIGHT is one of the gold types.
    for gold_type in table.names("type", 1):
        n_called = n_called + table["type", gold_type, error_type]
    value = share(2 * table["type", error_type, error_type], n_called + n_gold)
    return np.where(n_gold > 0, value, np.nan)


def confusion(table: CountTable) -> dict[str, dict[str, int]]:
    """What the steps of each gold type, and the right steps, were called: {gold: {called: steps}}."""
    no_types = (RIGHT, UNTYPED, UNKNOWN, UNPARSED)
    columns = sorted(table.names("type", 2), key=lambda name: (name in no_types, name))
    rows: dict[str, dict[str, int]] = {}
    for gold in [*error_types(table), RIGHT]:
        rows[gold] = {judged: round(float(table["type", gold, judged])) for judged in columns}
    return rows


PROCESS_METRICS: tuple[ProcessMetric, ...] = (
    ProcessMetric("step_accuracy", "step accuracy", "steps", "ProJudge", step_accuracy),
    ProcessMetric("balanced_accuracy", "balanced accuracy", "steps", "Brodersen 2010", balanced_accuracy),
    ProcessMetric("mcc", "MCC", "steps", "Matthews 1975", mcc),
    ProcessMetric(
        "error_precision", "errors: precision", "steps", "",
        partial(precision, kind="step", side=WRONG), is_one_sided=True,
    ),
    ProcessMetric(
        "error_recall", "errors: recall", "steps", "",
        partial(recall, kind="step", side=WRONG), is_one_sided=True,
    ),
    ProcessMetric("error_f1", "errors: F1", "steps", "", partial(f1, kind="step", side=WRONG)),
    ProcessMetric("prm_score", "PRMScore", "steps", "PRMBench", prm_score),
    ProcessMetric(
        "flagged_wrong", "solutions flagged that are wrong", "first error", "",
        partial(precision, kind="solution", side=WRONG), is_one_sided=True,
    ),
    ProcessMetric("first_exact", "first error exact", "first error", "ProcessBench", first_exact, is_one_sided=True),
    ProcessMetric("first_near", "first error ±1 step", "first error", "", first_near, is_one_sided=True),
    ProcessMetric(
        "none_right", "right solutions left alone", "first error", "ProcessBench", none_right, is_one_sided=True
    ),
    ProcessMetric("process_bench_f1", "ProcessBench F1", "first error", "ProcessBench", process_bench_f1),
    ProcessMetric("solution_mcc", "MCC over solutions", "first error", "MR-GSM8K", partial(mcc, kind="solution")),
    ProcessMetric("mr_score", "MR-Score", "first error", "MR-GSM8K", _mr_score),
    ProcessMetric("type_accuracy", "type accuracy", "error types", "ProJudge", type_accuracy),
    ProcessMetric("type_macro_f1", "type macro-F1, joint", "error types", "", type_macro_f1),
)  # fmt: skip
