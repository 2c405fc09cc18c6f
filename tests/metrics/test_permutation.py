"""The paired permutation test against worked examples, scipy's, and its own promise."""

from __future__ import annotations

from math import comb
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dikast.metrics import permutation_test
from dikast.metrics.permutation import MOST_SUMS


def test_three_questions_by_hand() -> None:
    # Of the 8 sums ±1±2±3, 6 and -6 are as far out as 1 + 2 + 3.
    assert permutation_test(np.array([1.0, 2.0, 3.0])) == pytest.approx((2 / 8, True))
    # 4 is reached by ±(1 - (-3)...): 3 + 2 - 1 = 4, and 6; with both signs, 4 of 8.
    assert permutation_test(np.array([-1.0, 2.0, 3.0])) == pytest.approx((4 / 8, True))


def test_right_and_wrong_is_the_sign_test_for_any_number_of_questions() -> None:
    # 60 won, 40 lost, 900 alike: McNemar's exact test.
    p, is_exact = permutation_test(np.repeat([1.0, -1.0, 0.0], [60, 40, 900]))
    assert is_exact
    assert p == pytest.approx(2 * sum(comb(100, k) for k in range(60, 101)) / 2**100)


def test_no_difference_at_all() -> None:
    assert permutation_test(np.zeros(5)) == (1.0, True)


def test_many_sizes_are_sampled_and_never_zero() -> None:
    rng = np.random.default_rng(0)
    p, is_exact = permutation_test(rng.random(60), resamples=999)
    assert not is_exact
    assert p == 1 / 1000


def test_sampled_agrees_with_enumerated() -> None:
    rng = np.random.default_rng(3)
    few = rng.normal(0.3, 1, 18)
    exact, is_exact = permutation_test(few)
    assert is_exact
    assert MOST_SUMS > 2**18
    # Two more that hardly count, and signs are drawn instead.
    drawn, is_exact = permutation_test(np.append(few, [1e-7, 2e-7]), resamples=40_000)
    assert not is_exact
    assert drawn == pytest.approx(exact, abs=0.01)


@settings(max_examples=25)
@given(st.lists(st.integers(-5, 5), min_size=2, max_size=9))
def test_scipy_says_the_same(differences: list[int]) -> None:
    from scipy.stats import permutation_test as of_scipy

    values = np.array(differences, dtype=float)
    theirs = of_scipy((values,), np.mean, permutation_type="samples", n_resamples=np.inf)
    assert permutation_test(values)[0] == pytest.approx(theirs.pvalue)


@given(st.lists(st.floats(-3, 3), min_size=1, max_size=25), st.randoms(use_true_random=False), st.floats(0.01, 100))
def test_order_sign_and_unit_change_nothing(differences: list[float], random: Any, unit: float) -> None:
    before = permutation_test(np.array(differences), resamples=100)
    random.shuffle(differences)
    assert permutation_test(np.array(differences), resamples=100) == pytest.approx(before)
    assert permutation_test(-np.array(differences), resamples=100) == pytest.approx(before)
    assert permutation_test(unit * np.array(differences), resamples=100)[1] == before[1]


def test_under_no_difference_it_is_small_as_rarely_as_it_says() -> None:
    rng = np.random.default_rng(5)
    p = np.array([permutation_test(rng.normal(size=12))[0] for _ in range(600)])
    assert (p <= 0.05).mean() == pytest.approx(0.05, abs=0.025)
    assert (p <= 0.5).mean() == pytest.approx(0.5, abs=0.06)
