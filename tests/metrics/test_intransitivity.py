"""Cycles are reported, not ordered away."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dikast.metrics import Game, cycles


def beat(pair: str, wins: int = 1, losses: int = 0, ties: int = 0) -> list[Game]:
    scores = [1.0] * wins + [0.0] * losses + [0.5] * ties
    return [Game(pair[0], pair[1], score, str(i)) for i, score in enumerate(scores)]


def test_rock_paper_scissors() -> None:
    (found,) = cycles(beat("rs", 3, 1) + beat("sp", 2, 0, 2) + beat("pr", 3, 2))
    assert found.players == ("p", "r", "s")
    assert found.shares == pytest.approx((3 / 5, 3 / 4, 3 / 4))
    assert found.games == (5, 4, 4)
    assert not found.is_clear


def test_a_cycle_that_chance_does_not_explain() -> None:
    (found,) = cycles(beat("ab", 90, 10) + beat("bc", 90, 10) + beat("ca", 90, 10))
    assert found.is_clear


def test_an_even_score_is_no_win() -> None:
    assert cycles(beat("ab", 2, 2) + beat("bc") + beat("ca")) == []
    assert cycles([]) == []


def test_seats_do_not_matter() -> None:
    turned = [Game(g.second, g.first, 1 - g.score, g.question) for g in beat("ca")]
    assert cycles(beat("ab") + beat("bc") + turned) == cycles(beat("ab") + beat("bc") + beat("ca"))


def test_long_and_many_cycles_are_bounded() -> None:
    ring = [game for pair in ("ab", "bc", "cd", "de", "ef", "fa") for game in beat(pair)]
    assert cycles(ring) == []
    (found,) = cycles(ring, longest=6)
    assert found.players == tuple("abcdef")
    assert len(cycles(ring + beat("ca") + beat("da"), longest=6, most=2)) == 2


@given(st.permutations("abcde"), st.lists(st.booleans(), min_size=10, max_size=10))
def test_a_hierarchy_has_none_and_any_cycle_is_one(order: list[str], upsets: list[bool]) -> None:
    pairs = list(combinations(order, 2))
    assert cycles([game for one, other in pairs for game in beat(one + other)]) == []
    turned = [(b, a) if upset else (a, b) for (a, b), upset in zip(pairs, upsets, strict=True)]
    for found in cycles([game for one, other in turned for game in beat(one + other)]):
        links = zip(found.players, (*found.players[1:], found.players[0]), strict=True)
        assert all(link in turned for link in links)


def test_of_too_many_the_shortest_are_kept_in_every_process() -> None:
    # A player up to 19 places ahead on the ring of 39 loses: every pair met, and no player is better than another.
    names = [f"p{i:02}" for i in range(39)]
    met = [Game(names[i], names[(i + step) % 39], 1.0, "q") for i in range(39) for step in range(1, 20)]
    found = cycles(met, most=7)
    assert [c.players for c in found] == [("p00", "p01", f"p{i}") for i in range(20, 21)] + [
        ("p00", "p02", f"p{i}") for i in (20, 21)
    ] + [("p00", "p03", f"p{i}") for i in (20, 21, 22)] + [("p00", "p04", "p20")]
