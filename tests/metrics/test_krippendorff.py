"""Krippendorff's alpha and Fleiss' kappa: published examples, another library, and the limits."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dikast.metrics import agreement, fleiss_kappa, krippendorff_alpha
from dikast.metrics.krippendorff import Scale

NAN = np.nan
# Krippendorff 2011, section C: four observers, twelve units, gaps.
REPORTED = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, NAN, NAN, NAN],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NAN, 3],
    [NAN, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NAN],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NAN],
]


@pytest.mark.parametrize(("scale", "value"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_krippendorffs_own_example(scale: Scale, value: float) -> None:
    found = krippendorff_alpha(REPORTED, scale=scale)
    assert found.value == pytest.approx(value, abs=5e-4)
    assert (found.n, found.clusters) == (40, 11)
    assert found.low is not None
    assert found.high is not None
    assert found.low < value < found.high


def test_fleiss_own_example() -> None:
    # Fleiss 1971, table 1 as it is usually reprinted: 14 raters, 10 subjects, 5 categories, kappa 0.210.
    counts = [
        [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1],
        [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
    ]  # fmt: skip
    ratings = np.array([np.repeat(np.arange(5.0), line) for line in counts]).T
    found = fleiss_kappa(ratings)
    assert found.value == pytest.approx(0.210, abs=5e-4)
    assert (found.n, found.clusters) == (140, 10)


def test_fleiss_needs_everyone() -> None:
    for ratings in ([[1.0, NAN], [1.0, 1.0]], [[1.0, 0.0]]):
        with pytest.raises(ValueError, match="two or more raters"):
            fleiss_kappa(ratings)


def test_ratings_are_a_table_and_clusters_one_a_thing() -> None:
    with pytest.raises(ValueError, match="a row a rater"):
        krippendorff_alpha(np.array([1.0, 0.0]))
    with pytest.raises(ValueError, match="as many clusters"):
        krippendorff_alpha([[1, 0], [1, 1]], cluster=np.array([0, 1, 2]))


def test_with_one_value_or_no_pair_there_is_no_alpha() -> None:
    assert krippendorff_alpha([[1, 1], [1, 1]]).value is None
    assert fleiss_kappa([[1, 1], [1, 1]]).value is None
    assert krippendorff_alpha([[1, NAN], [NAN, 1]]).value is None


@pytest.mark.parametrize("scale", ["nominal", "ordinal", "interval"])
def test_of_many_values_another_library_says_the_same(scale: Scale) -> None:
    import krippendorff

    rng = np.random.default_rng(0)
    scores = rng.integers(0, 90, (3, 200)) + rng.integers(0, 2, (3, 200)) / 2
    scores[1] = np.where(rng.random(200) < 0.7, scores[0], scores[1])
    scores[2, :50] = NAN
    found = krippendorff_alpha(scores, scale=scale)
    theirs = krippendorff.alpha(reliability_data=scores, level_of_measurement=scale)
    assert found.value == pytest.approx(theirs, abs=1e-12)
    # Only on the interval scale no table of the values is needed, and each resample is a few sums.
    assert (found.low is not None, found.clusters) == (scale == "interval", 200)


@pytest.mark.parametrize("scale", [1.0, 0.1, 7.3])
def test_resamples_in_which_only_one_value_is_left_are_left_out(scale: float) -> None:
    # All but the last thing are agreed on: with it, alpha is below 1, and without it not defined.
    a, b = [scale] * 9 + [7 * scale], [scale] * 9 + [8 * scale]
    found = krippendorff_alpha([a, b], scale="interval", resamples=2000)
    assert found.high is not None
    assert found.high < 0.995


SHAPES = st.tuples(st.integers(2, 4), st.integers(2, 10))
TABLES = SHAPES.flatmap(
    lambda shape: st.lists(
        st.lists(st.sampled_from([0.0, 1.0, 2.0, 5.0, NAN]), min_size=shape[1], max_size=shape[1]),
        min_size=shape[0],
        max_size=shape[0],
    )
)


@settings(max_examples=60)
@given(TABLES, st.sampled_from(["nominal", "ordinal", "interval"]))
def test_another_library_says_the_same(table: list[list[float]], scale: Scale) -> None:
    import krippendorff

    found = krippendorff_alpha(table, scale=scale, resamples=5).value
    if found is not None:
        theirs = krippendorff.alpha(reliability_data=table, level_of_measurement=scale)
        assert found == pytest.approx(theirs, abs=1e-9)


@settings(max_examples=40)
@given(TABLES, st.sampled_from(["nominal", "ordinal", "interval"]), st.randoms(use_true_random=False))
def test_the_order_of_raters_and_things_changes_nothing(table: list[list[float]], scale: Scale, random: Any) -> None:
    before = krippendorff_alpha(table, scale=scale, resamples=5).value
    turned = np.array(table)[:, random.sample(range(len(table[0])), len(table[0]))]
    after = krippendorff_alpha(turned[::-1], scale=scale, resamples=5).value
    assert after == pytest.approx(before, abs=1e-9)


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=2, max_size=20))
def test_of_two_raters_it_is_the_alpha_of_their_table_and_fleiss_is_scotts_pi(pairs: list[tuple[int, int]]) -> None:
    a, b = zip(*pairs, strict=True)
    pair, said, n = agreement(a, b, resamples=5), Counter([*a, *b]), 2 * len(pairs)
    by_chance = n * n - sum(times * times for times in said.values())
    apart = 2 * sum(one != other for one, other in pairs)
    assert pair.alpha.value == (pytest.approx(1 - (n - 1) * apart / by_chance, abs=1e-12) if by_chance else None)
    assert fleiss_kappa([a, b], resamples=5).value == pytest.approx(pair.pi.value, abs=1e-12)
