"""Kendall's τ-b, by hand, over all pairs, and with many ties."""

from __future__ import annotations

from itertools import combinations
from math import sqrt

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dikast.metrics.kendall_tau import kendall_tau


def test_the_ends_of_the_scale() -> None:
    rising = np.arange(100.0)
    assert kendall_tau(rising, rising**3) == pytest.approx(1)
    assert kendall_tau(rising, -rising) == pytest.approx(-1)


def test_a_pair_tied_by_one_rater() -> None:
    # Of the pairs ab, ac and bc, two are in order, and a and b are tied by the second rater.
    assert kendall_tau(np.array([1.0, 2.0, 3.0]), np.array([5.0, 5.0, 6.0])) == pytest.approx(2 / sqrt(3 * 2))


@given(st.lists(st.tuples(st.integers(-5, 5), st.floats(-2, 2)), min_size=2, max_size=30))
def test_counting_every_pair_gives_the_same(pairs: list[tuple[int, float]]) -> None:
    a, b = np.array(pairs, dtype=np.float64).T
    assume(np.ptp(a) > 0 and np.ptp(b) > 0)
    signs = [(np.sign(a[i] - a[j]), np.sign(b[i] - b[j])) for i, j in combinations(range(len(a)), 2)]
    told_apart = sum(x != 0 for x, _ in signs) * sum(y != 0 for _, y in signs)
    assert kendall_tau(a, b) == pytest.approx(sum(x * y for x, y in signs) / sqrt(told_apart))
