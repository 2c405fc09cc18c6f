"""The order of a cell's records changes nothing in any statistic: neither values nor intervals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dikast import metrics
from dikast.metrics import Cell
from dikast.records import Outcome, OutcomeLook
from tests.metrics.rows import binary, cell, runs

STATISTICS: dict[str, Callable[[Cell], Any]] = {
    "judge_accuracy": lambda one: metrics.judge_accuracy(one, interval="bootstrap", resamples=30),
    "position": lambda one: metrics.position(one, resamples=30),
    "proper_scores": lambda one: metrics.proper_scores(one, resamples=30),
    "calibration": lambda one: metrics.calibration(one, bins=3, resamples=30),
    "by_certainty": lambda one: metrics.by_certainty(one),
    "compare": lambda one: metrics.compare(one, one.where(one.credit >= 0), resamples=30),
    "best_constant": lambda one: metrics.best_constant(one),
    "risk_coverage": lambda one: metrics.risk_coverage(one, resamples=30),
    "asd": lambda one: metrics.asd(one, resamples=30),
    "pgr": lambda one: metrics.pgr(one, one.where(one.credit >= 0), one, resamples=30),
    "trajectory": lambda one: metrics.trajectory(one, resamples=30),
    "early_stop": lambda one: metrics.early_stop(one, resamples=30),
    "debaters": lambda one: metrics.debaters([one], resamples=30),
    "bradley_terry": lambda one: metrics.bradley_terry(metrics.games([one]), resamples=10),
    "elo": lambda one: metrics.elo(metrics.games([one]), shuffles=5),
    "leniency_of": lambda one: metrics.leniency_of(one, resamples=30),
    "between": lambda one: metrics.between(one, one, resamples=30),
    "cautions": lambda one: metrics.cautions([one]),
}


def numbers(found: Any) -> list[Any]:
    """Everything in a result, in order, floats ready to be compared."""
    if isinstance(found, list | tuple):
        return [number for part in found for number in numbers(part)]
    if isinstance(found, metrics.Estimate) or hasattr(type(found), "model_fields"):
        return [number for name in type(found).model_fields for number in numbers(getattr(found, name))]
    return [pytest.approx(found, abs=1e-7, nan_ok=True) if isinstance(found, float) else found]


def looked_at(outcome: Outcome, p: float) -> Outcome:
    """The same, looked at in both orders and once before the verdict, for one side."""
    assert outcome.probabilities is not None
    views = (OutcomeLook(2, (0, 1), outcome.probabilities), OutcomeLook(2, (1, 0), binary(p)))
    beliefs = (OutcomeLook(1, (0, 1), binary(p)),)
    return outcome.model_copy(update={"views": views, "beliefs": beliefs, "argues": 0, "repeat": int(outcome.id)})


@pytest.mark.parametrize("name", STATISTICS)
@settings(max_examples=15)
@given(
    rows=runs(), ps=st.lists(st.floats(0.05, 0.95), min_size=14, max_size=14), random=st.randoms(use_true_random=False)
)
def test_order_changes_nothing(name: str, rows: list[Outcome], ps: list[float], random: Any) -> None:
    looked = [looked_at(outcome, p) for outcome, p in zip(rows, ps, strict=False)]
    before = numbers(STATISTICS[name](cell(*looked)))
    random.shuffle(looked)
    assert numbers(STATISTICS[name](cell(*looked))) == before
