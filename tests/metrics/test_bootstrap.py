"""The clustered bootstrap: exact where it can be worked out, and as wide as theory says."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dikast.metrics.bootstrap import bootstrap, cluster_sums, mean, percentiles, ratio, resampled

VALUES = st.lists(st.tuples(st.floats(-5, 5), st.integers(0, 4)), min_size=2, max_size=20)


def test_sums_by_cluster_worked_by_hand() -> None:
    columns = np.array([[1.0, 1.0], [2.0, 1.0], [4.0, 1.0]])
    assert cluster_sums(columns, np.array([7, 3, 7])).tolist() == [[2.0, 1.0], [5.0, 2.0]]


def test_two_clusters_have_three_resamples() -> None:
    # 0 twice, 1 twice, or one of each: means 0, 1/2 and 1, with probabilities 1/4, 1/2 and 1/4.
    drawn = np.concatenate(list(resampled(np.array([[0.0, 1.0], [1.0, 1.0]]), 40_000)))
    shares = [float((drawn[:, 0] == total).mean()) for total in (0, 1, 2)]
    assert shares == pytest.approx([0.25, 0.5, 0.25], abs=0.01)


def test_drawing_kinds_and_drawing_clusters_have_the_same_distribution() -> None:
    coins = np.repeat([0.0, 1.0], [60, 140])
    few = np.column_stack([coins, np.ones(200)])
    # A millionth apart, no two clusters are equal, and each is drawn alone.
    many = few + np.column_stack([np.arange(200) * 1e-9, np.zeros(200)])
    spreads = [np.concatenate(list(resampled(sums, 4_000)))[:, 0] / 200 for sums in (few, many)]
    for drawn in spreads:
        assert drawn.mean() == pytest.approx(0.7, abs=0.003)
        assert drawn.std() == pytest.approx(math.sqrt(0.7 * 0.3 / 200), rel=0.06)


def test_very_many_clusters_are_joined_and_vary_as_much() -> None:
    rng = np.random.default_rng(6)
    values = rng.exponential(size=30_000)
    drawn = np.concatenate(list(resampled(np.column_stack([values, np.ones(30_000)]), 3_000)))
    means = drawn[:, 0] / drawn[:, 1]
    assert means.mean() == pytest.approx(values.mean(), abs=1e-3)
    assert means.std() == pytest.approx(values.std() / math.sqrt(30_000), rel=0.06)
    # Groups of three and four clusters: as many are drawn, give or take.
    assert drawn[:, 1] == pytest.approx(np.full(3_000, 30_000), rel=0.01)


def test_many_columns_are_drawn_together() -> None:
    sums = np.arange(300.0).reshape(10, 30)
    drawn = np.concatenate(list(resampled(sums, 500)))
    # Each row of sums has neighbours one apart, so each total of ten rows has neighbours ten apart.
    assert np.allclose(np.diff(drawn, axis=1), 10)


def test_the_standard_error_of_a_clustered_mean() -> None:
    rng = np.random.default_rng(1)
    cluster = np.repeat(np.arange(300), 4)
    values = np.repeat(rng.normal(size=300), 4)
    found = mean(values, cluster)
    assert found.low is not None
    assert found.high is not None
    # Four copies of a question are one: the interval is that of 300 values, not of 1,200.
    own = values[::4].std() / math.sqrt(300)
    assert (found.high - found.low) / 2 == pytest.approx(1.96 * own, rel=0.06)
    assert (found.n, found.clusters, found.method) == (1200, 300, "bootstrap")


def test_questions_or_episodes_weigh_the_same() -> None:
    values, cluster = np.array([1.0, 1.0, 1.0, 0.0]), np.array([0, 0, 0, 1])
    assert mean(values, cluster).value == 0.5
    assert mean(values, cluster, by_cluster=False).value == 0.75


def test_cases_without_an_interval() -> None:
    nothing = mean(np.array([]), np.array([], dtype=np.int64))
    assert (nothing.value, nothing.n) == (None, 0)
    one = mean(np.array([1.0, 0.0]), np.array([0, 0]))
    assert (one.value, one.low, one.high, one.method) == (0.5, None, None, "none")
    infinite = mean(np.array([-np.inf, 0.0]), np.array([0, 1]))
    assert (infinite.value, infinite.low) == (-np.inf, None)
    undefined = bootstrap(np.zeros((3, 2)), ratio, n=3)
    assert (undefined.value, undefined.low) == (None, None)
    assert percentiles(np.array([np.nan])) == (None, None)


def test_at_least_one_resample() -> None:
    with pytest.raises(ValueError, match="at least one"):
        bootstrap(np.ones((2, 2)), ratio, n=2, resamples=0)


@settings(max_examples=50)
@given(VALUES, st.randoms(use_true_random=False), st.integers(0, 3))
def test_neither_order_nor_the_names_of_clusters_matter(rows: list[tuple[float, int]], random: Any, seed: int) -> None:
    before = mean(*_columns(rows), resamples=50, seed=seed)
    random.shuffle(rows)
    after = mean(*_columns([(v, c + 9) for v, c in rows]), resamples=50, seed=seed)
    assert _numbers(after) == pytest.approx(_numbers(before), abs=1e-12)


@settings(max_examples=50)
@given(VALUES)
def test_the_interval_lies_within_the_values(rows: list[tuple[float, int]]) -> None:
    values, cluster = _columns(rows)
    found = mean(values, cluster, resamples=100)
    if found.low is not None and found.high is not None:
        assert values.min() - 1e-9 <= found.low <= found.high <= values.max() + 1e-9


@settings(max_examples=30)
@given(VALUES, st.integers(0, 5))
def test_the_same_seed_gives_the_same_interval(rows: list[tuple[float, int]], seed: int) -> None:
    assert mean(*_columns(rows), resamples=60, seed=seed) == mean(*_columns(rows), resamples=60, seed=seed)


def test_sums_added_up_in_another_order_are_the_same_kinds() -> None:
    rng = np.random.default_rng(3)
    addends = rng.choice([1 / 3, 0.7, -0.1, 0.0], (400, 6))
    weight = rng.integers(1, 3, 400).astype(float)
    there, back = (np.column_stack([np.add.accumulate(x, axis=1)[:, -1], weight]) for x in (addends, addends[:, ::-1]))
    assert (there != back).any()
    assert np.allclose(np.concatenate(list(resampled(there, 50))), np.concatenate(list(resampled(back, 50))), atol=1e-9)


@given(st.lists(st.integers(-(2**40), 2**40), min_size=1, max_size=8))
def test_whole_numbers_are_drawn_as_they_are(values: list[int]) -> None:
    sums = np.array(values, dtype=float)[:, None]
    drawn = np.concatenate(list(resampled(np.repeat(sums[:1], len(values), axis=0), 5)))
    assert (drawn == values[0] * len(values)).all()


def _columns(rows: list[tuple[float, int]]) -> tuple[Any, Any]:
    return np.array([v for v, _ in rows]), np.array([c for _, c in rows])


def _numbers(found: Any) -> list[float]:
    return [np.nan_to_num(np.array(x, dtype=float), nan=-99).item() for x in (found.value, found.low, found.high)]


def test_resamples_that_are_all_the_same_give_no_interval() -> None:
    """Four questions that agree say little of others: an interval of no width would pass for certainty."""
    found = mean(np.full(4, 1 / 3), np.arange(4), resamples=50)
    assert found.value == pytest.approx(1 / 3)
    assert (found.low, found.high, found.method) == (None, None, "none")
    assert mean(np.array([0.0, 0.0, 0.0, 1.0]), np.arange(4), resamples=50).high is not None


def test_sums_near_the_smallest_float_are_resampled_too() -> None:
    (drawn,) = resampled(np.array([[5e-324], [0.0]]), resamples=10)
    assert drawn.shape == (10, 1)
    assert np.isfinite(drawn).all()
