"""Intervals of a mean distance: what noise alone would show is known and taken off."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dikast.metrics import calibration
from dikast.metrics.interval_by_inversion import summed_distance
from tests.metrics.rows import cell, row

GAPS = st.lists(st.tuples(st.floats(-1, 1), st.integers(0, 2)), min_size=2, max_size=30)


def sums(gaps: list[tuple[float, int]]) -> np.ndarray:
    """One episode a question: its gap in one of three bins, and its weight."""
    found = np.zeros((len(gaps), 4))
    for i, (gap, bin_) in enumerate(gaps):
        found[i, bin_], found[i, -1] = gap, 1
    return found


def test_a_gap_that_never_varies_is_known() -> None:
    found = summed_distance(sums([(0.2, 0)] * 10), n=10)
    assert (found.value, found.low, found.high) == pytest.approx((0.2, 0.2, 0.2), abs=1e-6)


def test_one_question_has_no_interval_and_no_question_has_no_value() -> None:
    assert summed_distance(sums([(0.2, 0)]), n=1).low is None
    assert summed_distance(sums([]), n=0).value is None
    with pytest.raises(ValueError, match="at least one resample"):
        summed_distance(sums([(0.2, 0)]), n=1, resamples=0)


def test_of_one_bin_far_from_zero_it_is_the_interval_of_a_mean() -> None:
    rng = np.random.default_rng(0)
    gaps = rng.normal(0.5, 0.1, 400)
    found = summed_distance(sums([(float(gap), 0) for gap in gaps]), n=400)
    half = 1.96 * gaps.std(ddof=1) / 20
    assert [found.low, found.high] == pytest.approx([gaps.mean() - half, gaps.mean() + half], abs=0.001)


def test_a_calibrated_judge_may_have_no_error_and_seldom_seems_to_have_some() -> None:
    # Right in exactly 8 of 10 where it says so, 9 of 10 where it says that.
    said = ((0.8, 40, 32), (0.9, 40, 36))
    rows = [row(f"{p} {i}", (p, 1 - p), gold=0 if i < hits else 1) for p, n, hits in said for i in range(n)]
    found = calibration(cell(*rows))
    assert found.ece.value == pytest.approx(0, abs=1e-12)
    assert found.ece.low == 0
    assert found.ece.high is not None
    assert found.ece.high < 0.1


@settings(max_examples=60)
@given(GAPS, st.randoms(use_true_random=False))
def test_it_holds_the_value_lies_in_range_and_knows_no_order(gaps: list[tuple[float, int]], random: Any) -> None:
    found = summed_distance(sums(gaps), n=len(gaps), resamples=100)
    assert found.value is not None
    assert found.low is not None
    assert found.high is not None
    assert 0 <= found.low <= found.value <= found.high <= 1
    random.shuffle(gaps)
    again = summed_distance(sums(gaps), n=len(gaps), resamples=100)
    assert (again.low, again.high) == pytest.approx((found.low, found.high), abs=1e-6)
    turned = summed_distance(sums([(-gap, bin_) for gap, bin_ in gaps]), n=len(gaps), resamples=100)
    assert turned.value == pytest.approx(found.value)
