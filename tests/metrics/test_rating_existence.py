"""Whether games have a likeliest set of ratings: worked examples, and a linear program as the judge."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dikast.metrics.pair_counts import PairCounts
from dikast.metrics.rating_existence import has_one_maximum

# Results of a pair: whether the first won a game, whether the second did, and whether they tied one.
Results = tuple[bool, bool, bool]
WON, LOST, TIED, NONE = (True, False, False), (False, True, False), (False, False, True), (False, False, False)


def exists(*results: Results) -> bool:
    """Of the pairs of players, in the order ab, ac, bc for three of them."""
    n_players = {1: 2, 3: 3, 6: 4, 10: 5}[len(results)]
    one, other = np.array(list(combinations(range(n_players), 2))).T
    totals = np.array(results, dtype=np.float64).reshape(-1)
    return has_one_maximum(totals, PairCounts(n_players, one, other, totals[None]))


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        ([(True, True, False)], True),
        ([WON], False),
        ([TIED], False),  # ν grows without end
        ([(True, False, True)], False),
        ([(True, True, True)], True),
        ([WON, LOST, WON], True),  # a beats b beats c beats a
        ([WON, WON, WON], False),
        ([WON, NONE, NONE], False),
        ([(True, True, False), NONE, NONE], True),  # c played no game, and is ignored
        ([WON, TIED, WON], True),  # two wins and one tie in a cycle
        ([WON, TIED, TIED], False),  # two ties weigh more than one win
        ([(True, True, False), TIED, NONE], True),
    ],
)
def test_worked_by_hand(results: list[Results], expected: bool) -> None:
    assert exists(*results) is expected


def by_linear_program(results: list[Results], n_players: int) -> bool:
    """Albert and Anderson's condition as they give it: no direction in which the likelihood only grows."""
    from scipy.optimize import linprog

    has_ties = any(tied for _, _, tied in results)
    playing, gains = set(), []
    for (one, other), met in zip(combinations(range(n_players), 2), results, strict=True):
        playing |= {one, other} if any(met) else set()
        favours = np.zeros((3, n_players + 1))
        favours[0, one] = favours[1, other] = 0.5
        favours[0, other] = favours[1, one] = -0.5
        favours[2, -1] = 1
        kinds = (0, 1, 2) if has_ties else (0, 1)
        gains += [favours[seen] - favours[result] for seen in kinds if met[seen] for result in kinds if seen != result]
    if not gains:
        return True
    gain = np.array(gains)
    solution = linprog(-gain.sum(axis=0), A_ub=-gain, b_ub=np.zeros(len(gain)), bounds=(-1, 1))
    # Two groups that never met can move apart without any gain.
    free = n_players + 1 - np.linalg.matrix_rank(gain)
    # The mean of all strengths is free, those of players without games are, and ν is where there are no ties.
    return bool(-solution.fun < 1e-7 and free == 1 + n_players - len(playing) + (not has_ties))


RESULTS = st.tuples(st.booleans(), st.booleans(), st.booleans())


@settings(max_examples=150)
@given(st.sampled_from([3, 6, 10]).flatmap(lambda n: st.lists(st.just(NONE) | RESULTS, min_size=n, max_size=n)))
def test_a_linear_program_says_the_same(results: list[Results]) -> None:
    n_players = {3: 3, 6: 4, 10: 5}[len(results)]
    assert exists(*results) is by_linear_program(results, n_players)
