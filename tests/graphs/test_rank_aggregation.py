"""From comparisons to an order."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dikast.graphs.rank_aggregation import RankedPair, borda_points, bradley_terry_strengths, cycles_of


def test_borda_counts_a_tie_as_half() -> None:
    games = [RankedPair(0, 1, 1), RankedPair(0, 2, 0.5), RankedPair(2, 1, 1)]
    assert borda_points(games, 3) == [1.5, 0.0, 1.5]


def test_two_players_have_the_strengths_of_their_games() -> None:
    """With a game half won against 1 each, 3 wins of 4 give s₀ / s₁ = 7/3 × …: found by solving the two equations."""
    strengths = bradley_terry_strengths([RankedPair(0, 1, 1)] * 3 + [RankedPair(0, 1, 0)], 2)
    # s = (2.6180…, 0.3819…) solves 3.5 = 4 s₀/(s₀+s₁) + s₀/(s₀+1) and its twin, with s₀ s₁ = 1 by symmetry.
    ratio = strengths[0] / strengths[1]
    first = ratio**0.5
    assert 4 * first / (first + 1 / first) + first / (first + 1) == pytest.approx(3.5)


@given(st.permutations(range(5)))
def test_a_consistent_order_is_found_by_both(order: list[int]) -> None:
    games = [RankedPair(better, worse, 1.0) for better, worse in combinations(order, 2)]
    for points in (borda_points(games, 5), bradley_terry_strengths(games, 5)):
        assert all(points[better] > points[worse] for better, worse in pairwise(order))
    assert cycles_of(games, 5) == ()


def test_a_circle_is_named_from_its_lowest_member() -> None:
    games = [
        RankedPair(1, 2, 1),
        RankedPair(2, 3, 1),
        RankedPair(3, 1, 1),
        RankedPair(0, 1, 1),
        RankedPair(0, 2, 1),
        RankedPair(0, 3, 1),
    ]
    assert cycles_of(games, 4) == ((1, 2, 3),)


def test_comparisons_that_cancel_are_no_victory() -> None:
    assert cycles_of([RankedPair(0, 1, 1), RankedPair(1, 0, 1), RankedPair(1, 2, 1), RankedPair(2, 0, 1)], 3) == ()
