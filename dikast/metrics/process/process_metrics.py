"""The figures, each a function of counts, with the paper it is from.

An unparsed or unknown step is never right. Recalls are over all gold steps of a class, precisions over what was said
to be of it; where a figure needs each step on one of two sides (MCC), such a step stands on the wrong one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from dikast.metrics.cell import Floats
from dikast.metrics.process.count_table import RIGHT, UNKNOWN, UNPARSED, UNTYPED, WRONG, CountTable

Section = Literal["steps", "first error", "error types"]
SAID = (RIGHT, WRONG, UNKNOWN, UNPARSED)


@dataclass(frozen=True)
class ProcessMetric:
    """One figure: its name in JSON, its title, its table, its source, and how it is made.

    One that `is_one_sided` is perfect for a judge that always, or never, sees an error: alone it says nothing.
    """

    name: str
    title: str
    section: Section
    source: str
    of: Callable[[CountTable], Floats]
    is_one_sided: bool = False


def share(part: Floats, whole: Floats) -> Floats:
    """part / whole; nan where there is no whole."""
    whole = np.asarray(whole, dtype=np.float64)
    undefined: Floats = np.full(np.broadcast(part, whole).shape, np.nan)
    return np.divide(part, whole, out=undefined, where=whole > 0)


def _gold(t: CountTable, kind: str, gold: str) -> Floats:
    return sum((t[kind, gold, said] for said in SAID), start=t.nothing)


def _recall(t: CountTable, kind: str, side: str) -> Floats:
    return share(t[kind, side, side], _gold(t, kind, side))


def _precision(t: CountTable, kind: str, side: str) -> Floats:
    other = WRONG if side == RIGHT else RIGHT
    return share(t[kind, side, side], t[kind, side, side] + t[kind, other, side])


def _f1(t: CountTable, kind: str, side: str) -> Floats:
    """2 TP / (said + gold): the harmonic mean of precision and recall, and 0 where neither is above 0."""
    other = WRONG if side == RIGHT else RIGHT
    said = t[kind, side, side] + t[kind, other, side]
    return share(2 * t[kind, side, side], said + _gold(t, kind, side))


def mcc(t: CountTable, kind: str = "step") -> Floats:
    """Matthews' correlation coefficient (Matthews 1975); 0 where a side is empty. What isn't settled is wrong."""
    found, kept = t[kind, WRONG, WRONG], t[kind, RIGHT, RIGHT]
    n_wrong, n_right = _gold(t, kind, WRONG), _gold(t, kind, RIGHT)
    missed, false = n_wrong - found, n_right - kept
    product = (found + false) * n_wrong * n_right * (kept + missed)
    value = np.divide(
        found * kept - false * missed, np.sqrt(product), out=np.zeros(np.shape(product)), where=product > 0
    )
    return np.where(n_wrong + n_right > 0, value, np.nan)


def step_accuracy(t: CountTable) -> Floats:
    """The share of labelled steps that are called what they are (ProJudge, arXiv 2503.06553, as its counts show)."""
    return share(t["step", RIGHT, RIGHT] + t["step", WRONG, WRONG], _gold(t, "step", RIGHT) + _gold(t, "step", WRONG))


def balanced_accuracy(t: CountTable) -> Floats:
    """The mean of the recalls of right and of wrong steps (Brodersen et al. 2010)."""
    return (_recall(t, "step", RIGHT) + _recall(t, "step", WRONG)) / 2


def prm_score(t: CountTable) -> Floats:
    """Half the F1 of right steps and half that of wrong ones (PRMBench, arXiv 2501.03124, section 3.3)."""
    return 0.5 * _f1(t, "step", RIGHT) + 0.5 * _f1(t, "step", WRONG)


def first_exact(t: CountTable) -> Floats:
    """The share of wrong solutions whose first error is found (MR-GSM8K's and ProcessBench's step accuracy)."""
    return share(t["first", "exact"], _gold(t, "solution", WRONG))


def none_right(t: CountTable) -> Floats:
    """The share of right solutions in which no error is seen (ProcessBench, arXiv 2412.06559)."""
    return _recall(t, "solution", RIGHT)


def process_bench_f1(t: CountTable) -> Floats:
    """The harmonic mean of the two shares above (ProcessBench, arXiv 2412.06559, section 4.1)."""
    exact, none = first_exact(t), none_right(t)
    both = exact + none
    value = np.divide(2 * exact * none, both, out=np.zeros(np.shape(both)), where=both > 0)
    return np.where(np.isnan(both), np.nan, value)


def mr_score(mcc: Floats, exact: Floats, reasons: Floats) -> Floats:
    """0.2 max(0, MCC) + 0.3 first error + 0.5 reason (MR-GSM8K, arXiv 2312.17080, section 3)."""
    return 0.2 * np.maximum(0, mcc) + 0.3 * exact + 0.5 * reasons


def _mr_score(t: CountTable) -> Floats:
    """nan unless every reason that counts was judged: those of first errors that were found."""
    right, judged = t["reason", RIGHT], t["reason", RIGHT] + t["reason", WRONG]
    reasons = share(right, _gold(t, "solution", WRONG))
    return np.where(judged == t["first", "exact"], mr_score(mcc(t, "solution"), first_exact(t), reasons), np.nan)


def mr_score_range(t: CountTable) -> tuple[Floats, Floats]:
    """The MR-Score if no reason of a first error found is right, and if all are."""
    exact = first_exact(t)
    return mr_score(mcc(t, "solution"), exact, 0 * exact), mr_score(mcc(t, "solution"), exact, exact)


def error_types(t: CountTable) -> list[str]:
    """The types that people named."""
    return [name for name in t.names("type", 1) if name != RIGHT]


def _of_type(t: CountTable, kind: str) -> Floats:
    """How many gold steps have this type."""
    return sum((t["type", kind, said] for said in t.names("type", 2)), start=t.nothing)


def type_accuracy(t: CountTable) -> Floats:
    """The share of wrong steps that are called wrong, and of their type (ProJudge, arXiv 2503.06553, by its counts)."""
    kinds = error_types(t)
    right = sum((t["type", kind, kind] for kind in kinds), start=t.nothing)
    return share(right, sum((_of_type(t, kind) for kind in kinds), start=t.nothing))


def type_macro_f1(t: CountTable) -> Floats:
    """The mean over gold types of their F1, a right step called wrong counting against the type it is called."""
    kinds = error_types(t)
    if not kinds:
        return np.full(t.shape, np.nan)
    f1s = []
    for kind in kinds:
        said = sum((t["type", gold, kind] for gold in t.names("type", 1)), start=t.nothing)
        gold = _of_type(t, kind)
        f1s.append(np.where(gold > 0, share(2 * t["type", kind, kind], said + gold), np.nan))
    counted = ~np.isnan(f1s)
    return share(np.where(counted, f1s, 0).sum(axis=0), counted.sum(axis=0).astype(np.float64))


def confusion(t: CountTable) -> dict[str, dict[str, int]]:
    """How many steps of each gold type, and right ones, were called what."""
    columns = sorted(t.names("type", 2), key=lambda name: (name in (RIGHT, UNTYPED, UNKNOWN, UNPARSED), name))
    rows = [*error_types(t), RIGHT]
    return {gold: {said: round(float(t["type", gold, said])) for said in columns} for gold in rows}


PROCESS_METRICS: tuple[ProcessMetric, ...] = (
    ProcessMetric("step_accuracy", "step accuracy", "steps", "ProJudge", step_accuracy),
    ProcessMetric("balanced_accuracy", "balanced accuracy", "steps", "Brodersen 2010", balanced_accuracy),
    ProcessMetric("mcc", "MCC", "steps", "Matthews 1975", mcc),
    ProcessMetric("error_precision", "errors: precision", "steps", "", lambda t: _precision(t, "step", WRONG), True),
    ProcessMetric("error_recall", "errors: recall", "steps", "", lambda t: _recall(t, "step", WRONG), True),
    ProcessMetric("error_f1", "errors: F1", "steps", "", lambda t: _f1(t, "step", WRONG)),
    ProcessMetric("prm_score", "PRMScore", "steps", "PRMBench", prm_score),
    ProcessMetric(
        "flagged_wrong",
        "solutions flagged that are wrong",
        "first error",
        "",
        lambda t: _precision(t, "solution", WRONG),
        is_one_sided=True,
    ),
    ProcessMetric("first_exact", "first error exact", "first error", "ProcessBench", first_exact, is_one_sided=True),
    ProcessMetric(
        "first_near",
        "first error ±1 step",
        "first error",
        "",
        lambda t: share(t["first", "near"], _gold(t, "solution", WRONG)),
        is_one_sided=True,
    ),
    ProcessMetric(
        "none_right", "right solutions left alone", "first error", "ProcessBench", none_right, is_one_sided=True
    ),
    ProcessMetric("process_bench_f1", "ProcessBench F1", "first error", "ProcessBench", process_bench_f1),
    ProcessMetric("solution_mcc", "MCC over solutions", "first error", "MR-GSM8K", lambda t: mcc(t, "solution")),
    ProcessMetric("mr_score", "MR-Score", "first error", "MR-GSM8K", _mr_score),
    ProcessMetric("type_accuracy", "type accuracy", "error types", "ProJudge", type_accuracy),
    ProcessMetric("type_macro_f1", "type macro-F1, joint", "error types", "", type_macro_f1),
)
