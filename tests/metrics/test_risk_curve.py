"""Risk–coverage: by hand, by brute force, and at its limits."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dikast.metrics import risk_coverage
from dikast.records import Outcome
from tests.metrics.rows import cell, row, runs


def test_worked_by_hand() -> None:
    # Surest first: right, wrong, right, so the risks are 0, 1/2 and 1/3.
    found = risk_coverage(cell(row("a", (0.9, 0.1)), row("b", (0.2, 0.8)), row("c", (0.7, 0.3))))
    assert [(p.confidence, p.coverage, p.risk) for p in found.points] == [
        (0.9, pytest.approx(1 / 3), 0.0),
        (0.8, pytest.approx(2 / 3), 0.5),
        (0.7, 1.0, pytest.approx(1 / 3)),
    ]
    assert found.aurc.value == pytest.approx((0 + 1 / 2 + 1 / 3) / 3)
    # At best the wrong one is the least sure: 0, 0, 1/3.
    assert found.excess == pytest.approx((1 / 2 + 1 / 3) / 3 - (1 / 3) / 3)


def test_without_verdicts_there_is_no_curve() -> None:
    found = risk_coverage(cell(row("1", None)))
    assert (found.points, found.aurc.value, found.excess) == ((), None, None)


def test_equally_sure_ones_come_in_random_order() -> None:
    rows = [row("a", (0.8, 0.2)), row("b", (0.2, 0.8)), row("c", (0.2, 0.8)), row("d", (0.9, 0.1))]
    losses = [[0.0, *order] for order in permutations([0.0, 1.0, 1.0])]
    areas = [np.mean(np.cumsum(order) / np.arange(1, 5)) for order in losses]
    assert risk_coverage(cell(*rows)).aurc.value == pytest.approx(np.mean(areas))


def test_long_curves_are_thinned() -> None:
    rows = [row(str(i), (0.5 + i / 2000, 0.5 - i / 2000)) for i in range(1, 900)]
    found = risk_coverage(cell(*rows), resamples=2)
    assert len(found.points) == 200
    assert found.points[-1].coverage == 1.0


@settings(max_examples=40)
@given(runs(), st.randoms(use_true_random=False))
def test_order_changes_nothing_and_the_last_risk_is_the_error(rows: list[Outcome], random: Any) -> None:
    before = risk_coverage(cell(*rows), resamples=20)
    error = np.mean([1 - (o.credit or 0) for o in rows])
    assert before.points[-1].risk == pytest.approx(error, abs=1e-12)
    assert before.excess is not None
    assert before.excess >= -1e-12
    assert before.aurc.value is not None
    assert -1e-12 <= before.aurc.value <= 1 + 1e-12
    random.shuffle(rows)
    assert risk_coverage(cell(*rows), resamples=20).aurc.value == pytest.approx(before.aurc.value, abs=1e-12)


@given(st.integers(1, 20), st.integers(0, 20))
def test_a_judge_that_knows_what_it_does_not_know_has_no_excess(rights: int, wrongs: int) -> None:
    rows = [row(f"r{i}", (0.9, 0.1)) for i in range(rights)] + [row(f"w{i}", (0.4, 0.6)) for i in range(wrongs)]
    assert risk_coverage(cell(*rows), resamples=2).excess == pytest.approx(0, abs=1e-12)
