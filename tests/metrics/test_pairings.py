"""Pairings: which players meet."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dikast.metrics import Game, Pairing, capped, round_robin, swiss

PLAYERS = st.integers(2, 11).map(lambda n: [f"agent {i}" for i in range(n)])


def test_four_players_meet_in_three_rounds() -> None:
    found = round_robin("abcd")
    assert [(p.round, {p.first, p.second}) for p in found] == [
        (0, {"a", "d"}), (0, {"b", "c"}), (1, {"a", "c"}), (1, {"d", "b"}), (2, {"a", "b"}), (2, {"c", "d"}),
    ]  # fmt: skip


def test_a_pairing_seats_a_protocols_roles() -> None:
    pairing = Pairing(round=0, first="x/strong", second="y/weak")
    assert pairing.agents() == {"alice": "x/strong", "bob": "y/weak"}
    assert pairing.agents(("protagonist", "antagonist")) == {"protagonist": "x/strong", "antagonist": "y/weak"}


@pytest.mark.parametrize("players", [["a"], [], ["a", "a"]])
def test_a_schedule_needs_two_different_players(players: list[str]) -> None:
    for schedule in (round_robin, lambda names: capped(names, 1), lambda names: swiss(names, [])):
        with pytest.raises(ValueError, match="two or more players"):
            schedule(players)


def test_swiss_pairs_like_with_like() -> None:
    games = [Game("a", "b", 1.0, "1"), Game("c", "d", 1.0, "1")]
    found = swiss("abcd", games)
    assert {frozenset((p.first, p.second)) for p in found} == {frozenset("ac"), frozenset("bd")}
    assert {p.round for p in found} == {1}


def test_swiss_does_not_repeat_a_meeting_while_others_are_left() -> None:
    # a and b lead, but have met; so have c and d.
    games = [Game("a", "b", 0.5, "1"), Game("c", "d", 0.5, "1"), Game("a", "c", 1.0, "1"), Game("b", "d", 1.0, "1")]
    assert {frozenset((p.first, p.second)) for p in swiss("abcd", games)} == {frozenset("ad"), frozenset("bc")}


def test_swiss_repeats_no_meeting_that_came_to_nothing() -> None:
    for met in (("a", "b"), ("b", "a")):
        found = swiss("abcd", [], met=[met, ("c", "d")])
        assert not {frozenset((p.first, p.second)) for p in found} & {frozenset("ab"), frozenset("cd")}


@given(PLAYERS)
def test_everyone_meets_everyone_once(players: list[str]) -> None:
    found = round_robin(players)
    met = Counter(frozenset((p.first, p.second)) for p in found)
    assert len(met) == len(players) * (len(players) - 1) // 2
    assert set(met.values()) == {1}
    for round_ in {p.round for p in found}:
        playing = [name for p in found if p.round == round_ for name in (p.first, p.second)]
        assert len(set(playing)) == len(playing)
    firsts = Counter(p.first for p in found)
    assert all(abs(2 * firsts[name] - (len(players) - 1)) <= 1 for name in players)
    twice = round_robin(players, both_seats=True)
    assert Counter((p.first, p.second) for p in twice) == Counter((a, b) for a in players for b in players if a != b)


@given(PLAYERS, st.integers(1, 11), st.integers(0, 3))
def test_a_cap_is_kept(players: list[str], rounds: int, seed: int) -> None:
    found = capped(players, rounds, seed=seed)
    games = Counter(name for p in found for name in (p.first, p.second))
    assert max(games.values()) <= rounds
    firsts = Counter(p.first for p in found)
    assert all(abs(2 * firsts[name] - games[name]) <= 2 for name in players)
    if len(players) % 2 == 0:
        assert set(games.values()) == {min(rounds, len(players) - 1)}
    assert found == capped(players, rounds, seed=seed)


@given(PLAYERS, st.integers(0, 3))
def test_five_rounds_of_swiss(players: list[str], seed: int) -> None:
    games: list[Game] = []
    for round_ in range(min(5, len(players) - 1)):
        found = swiss(players, games, seed=seed)
        assert len({name for p in found for name in (p.first, p.second)}) == len(players) - len(players) % 2
        # The player named first in the list always wins.
        games += [
            Game(p.first, p.second, float(players.index(p.first) < players.index(p.second)), str(round_)) for p in found
        ]
    met = Counter(frozenset(g[:2]) for g in games)
    counts = Counter(name for g in games for name in g[:2])
    assert max(counts.values()) - min(counts[name] for name in players) <= 1
    if len(players) >= 8:
        assert max(met.values()) == 1
