"""Correlations and rankings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dikast.metrics import ranking_similarity
from dikast.metrics.correlation import correlations


def of(a: Sequence[float], b: Sequence[float], resamples: int = 50) -> Any:
    return correlations(np.array(a), np.array(b), np.arange(len(a)), resamples=resamples)


def test_worked_by_hand() -> None:
    found = of([1, 2, 3, 4], [1, 3, 2, 10])
    # Deviations (-3, -1, 1, 3)/2 and (-3, -1, -2, 6): 13 / √(5 · 50).
    assert found.pearson.value == pytest.approx(13 / np.sqrt(5 * 50))
    assert found.spearman.value == pytest.approx(0.8)  # 1 - 6 · 2 / (4 · 15)
    assert found.kendall.value == pytest.approx(4 / 6)  # 5 pairs in order, 1 not


def test_fishers_interval() -> None:
    a = list(range(20))
    found = of(a, [*a[1:], 0])
    rho = found.spearman.value
    half = 1.959964 * np.sqrt((1 + rho**2 / 2) / 17)
    assert found.spearman.low == pytest.approx(np.tanh(np.arctanh(rho) - half))
    assert found.spearman.method == "fisher"


def test_constant_scores_have_no_correlation() -> None:
    pairs: list[tuple[list[float], list[float]]] = [([1, 1, 1], [1, 2, 3]), ([1], [2]), ([], [])]
    for a, b in pairs:
        found = of(a, b)
        assert (found.pearson.value, found.spearman.value, found.kendall.value) == (None, None, None)


@pytest.mark.parametrize("scale", [1.0, 0.1, 7.3])
def test_resamples_in_which_nothing_changes_are_left_out(scale: float) -> None:
    # One of ten things stands apart: a third of the resamples lack it, and what rounding leaves there is no spread.
    a, b = [scale] * 9 + [7 * scale], [3 * scale, *[scale] * 4, 2 * scale, *[scale] * 3, 9 * scale]
    found = of(a, b, resamples=2000).pearson
    assert found.low > 0.85
    assert found.low == pytest.approx(of([v / scale for v in a], [v / scale for v in b], resamples=2000).pearson.low)


SCORES = st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9)), min_size=3, max_size=25)


@settings(max_examples=50)
@given(SCORES, st.integers(-(10**6), 10**6))
def test_scipy_says_the_same_wherever_zero_lies(pairs: list[tuple[int, int]], shift: int) -> None:
    from scipy.stats import kendalltau, pearsonr, spearmanr

    a, b = ([float(v) for v in side] for side in zip(*pairs, strict=True))
    assume(len(set(a)) > 1 and len(set(b)) > 1)
    found = of([v + shift for v in a], b, resamples=5)
    assert found.pearson.value == pytest.approx(pearsonr(a, b).statistic, abs=1e-9)
    assert found.spearman.value == pytest.approx(spearmanr(a, b).statistic, abs=1e-9)
    assert found.kendall.value == pytest.approx(kendalltau(a, b).statistic, abs=1e-9)


def test_rankings_worked_by_hand() -> None:
    assert ranking_similarity("abcd", "abdc") == 1 - 2 / 4
    assert ranking_similarity(["a", "b"], ["a", "b", "c"]) == pytest.approx(1 - 1 / 3)
    assert ranking_similarity([], []) == 1.0
    assert ranking_similarity("ab", "") == 0.0


@given(st.permutations("abcde"), st.permutations("abcde"))
def test_rankings_are_alike_both_ways_and_only_equal_ones_fully(a: list[str], b: list[str]) -> None:
    assert ranking_similarity(a, b) == ranking_similarity(b, a)
    assert 0 <= ranking_similarity(a, b) <= 1
    assert (ranking_similarity(a, b) == 1) == (a == b)
