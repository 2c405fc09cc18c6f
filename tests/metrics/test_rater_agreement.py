"""Agreement of two: textbook tables, other libraries, and the limits."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from dikast.metrics import agreement, between
from dikast.metrics.rater_agreement import KappaWeights, kappa_of
from tests.metrics.rows import cell, right, row, wrong


def from_table(table: list[list[int]]) -> tuple[list[int], list[int]]:
    pairs = [(i, j) for i, line in enumerate(table) for j, n in enumerate(line) for _ in range(n)]
    return [i for i, _ in pairs], [j for _, j in pairs]


def test_a_textbook_table() -> None:
    # 35 of 50 alike; by chance 0.5 · 0.6 + 0.5 · 0.4 = 0.5.
    found = agreement(*from_table([[20, 5], [10, 15]]))
    assert found.percent.value == pytest.approx(0.7)
    assert found.kappa.value == pytest.approx(0.4)
    # Together they said yes 55 times of 100.
    by_chance = 0.55**2 + 0.45**2
    assert found.pi.value == pytest.approx((0.7 - by_chance) / (1 - by_chance))
    # Krippendorff: 1 - 99 · 30 / (2 · 55 · 45).
    assert found.alpha.value == pytest.approx(1 - 99 * 30 / (2 * 55 * 45))
    assert (found.n, found.correlations, found.kappa.method) == (50, None, "bootstrap")
    assert found.kappa.low is not None
    assert found.kappa.high is not None
    assert found.kappa.low < 0.4 < found.kappa.high


def test_the_interval_of_kappa_is_that_of_its_large_sample_formula() -> None:
    found = agreement(*from_table([[200, 50], [100, 150]]))
    # Fleiss, Cohen and Everitt 1969, for this table.
    p = np.array([[200, 50], [100, 150]]) / 500
    rows, columns, po, pe = p.sum(1), p.sum(0), 0.7, 0.5
    same = sum(p[i, i] * (1 - pe - (rows[i] + columns[i]) * (1 - po)) ** 2 for i in (0, 1))
    other = (1 - po) ** 2 * sum(p[i, j] * (columns[i] + rows[j]) ** 2 for i in (0, 1) for j in (0, 1) if i != j)
    error = np.sqrt((same + other - (po * pe - 2 * pe + po) ** 2) / 500) / (1 - pe) ** 2
    assert found.kappa.low is not None
    assert found.kappa.high is not None
    assert found.kappa.high - found.kappa.low == pytest.approx(2 * 1.96 * error, rel=0.06)


def test_with_only_one_rating_ever_given_there_is_no_kappa() -> None:
    found = agreement([1, 1, 1], [1, 1, 1])
    assert (found.percent.value, found.kappa.value, found.pi.value, found.alpha.value) == (1.0, None, None, None)
    nothing = agreement([], [])
    assert (nothing.n, nothing.percent.value, nothing.kappa.value) == (0, None, None)


def test_missing_ratings_are_left_out_and_lengths_must_match() -> None:
    assert agreement([1.0, np.nan, 0.0], [1.0, 1.0, np.nan]).n == 1
    with pytest.raises(ValueError, match="two raters of the same things"):
        agreement([1, 0], [1])


def test_ordinal_scales_have_correlations() -> None:
    found = agreement([1, 2, 3, 4], [1, 2, 4, 3], scale="ordinal", weights="quadratic")
    assert found.correlations is not None
    assert found.correlations.spearman.value == pytest.approx(0.8)
    assert found.correlations.kendall.value == pytest.approx(4 / 6)


def test_two_judges_of_the_same_questions() -> None:
    one = cell(right("1"), right("2", argues=0), wrong("2", argues=1), row("3", None), right("4"), right("5"))
    twice = [right("8", id="b"), wrong("8", id="b")]
    other = cell(
        *(o.model_copy(update={"id": f"other {i}"}) for i, o in enumerate([
            right("1"), wrong("2", argues=0), wrong("2", argues=1), right("3"), row("4", (0.5, 0.5)), wrong("6"), *twice
        ]))
    )  # fmt: skip
    found = between(one, other)
    # Question 1, and question 2 for either side: the rest one of them left undecided, never saw, or saw twice.
    assert found.n == 3
    assert found.percent.clusters == 2
    assert found.percent.value == pytest.approx(2 / 3)


def test_two_judges_of_the_same_transcripts() -> None:
    # Two debates on one question are told apart by their ids.
    one = cell(right("1", id="x"), wrong("1", id="y"), right("2", id="z"))
    other = cell(wrong("1", id="y", repeat=3), wrong("1", id="x"), row("2", None, id="z"))
    found = between(one, other)
    assert (found.n, found.percent.value, found.percent.clusters) == (2, 0.5, 1)
    assert between(one, one).percent.value == 1.0


LABELS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=40)


@settings(max_examples=60)
@given(LABELS, st.sampled_from(["none", "linear", "quadratic"]), st.randoms(use_true_random=False))
def test_kappa_is_sklearns_and_symmetric(pairs: list[tuple[int, int]], weights: KappaWeights, random: Any) -> None:
    a, b = (list(side) for side in zip(*pairs, strict=True))
    found = agreement(a, b, weights=weights, resamples=10).kappa.value
    if found is None:
        assert len({*a, *b}) == 1
        return
    assert found == pytest.approx(cohen_kappa_score(a, b, weights=None if weights == "none" else weights), abs=1e-12)
    assert agreement(b, a, weights=weights, resamples=10).kappa.value == pytest.approx(found, abs=1e-12)
    random.shuffle(pairs)
    a, b = (list(side) for side in zip(*pairs, strict=True))
    assert agreement(a, b, weights=weights, resamples=10).kappa.value == pytest.approx(found, abs=1e-12)


@given(LABELS)
def test_no_coefficient_is_above_one_and_only_full_agreement_is_one(pairs: list[tuple[int, int]]) -> None:
    a, b = (list(side) for side in zip(*pairs, strict=True))
    found = agreement(a, b, resamples=10)
    for value in (found.kappa.value, found.pi.value, found.alpha.value):
        assert value is None or value <= 1
        assert value is None or (value == pytest.approx(1)) == (a == b)


def test_many_tables_at_once_are_each_their_own() -> None:
    # Things, things apart, how often the one said no and yes, and the other.
    totals = np.array([[50, 15, 25, 25, 30, 20], [20, 0, 10, 10, 10, 10], [20, 10, 10, 10, 10, 10]], dtype=float)
    assert kappa_of(totals).tolist() == pytest.approx([0.4, 1.0, 0.0])


def test_scores_that_are_hardly_ever_equal_need_no_table_of_them() -> None:
    rng = np.random.default_rng(0)
    one = rng.normal(size=20_000)
    other = one + rng.normal(size=20_000) / 2
    found = agreement(one, other, scale="interval", weights="quadratic", resamples=20)
    assert (found.percent.value, found.kappa.low) == (0.0, None)
    # Of scores with the variances v and v + 1/4 that lie 1/4 apart on average, half of 1/4 over v + 1/8 is lost.
    assert found.alpha.value == pytest.approx(1 - 0.125 / 1.125, abs=0.01)
    assert found.alpha.low is not None


@pytest.mark.parametrize("weights", ["none", "linear", "quadratic"])
def test_many_values_are_as_few(weights: KappaWeights) -> None:
    rng = np.random.default_rng(1)
    one = rng.integers(0, 60, 300)
    other = np.clip(one + rng.integers(-2, 3, 300), 0, 59)
    found = agreement(one, other, weights=weights, resamples=10)
    assert found.kappa.method == "none"
    assert found.kappa.value == pytest.approx(
        cohen_kappa_score(one, other, weights=None if weights == "none" else weights)
    )


def test_episodes_of_several_runs_under_one_id_are_left_out() -> None:
    one = cell(right("1", id="e"), wrong("1", id="e"), right("2", id="f"))
    assert between(one, cell(right("1", id="e"), right("2", id="f"))).n == 1
