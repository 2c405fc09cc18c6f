"""Games from episodes: who met whom, and who won."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dikast.metrics import Game, games
from dikast.records import Outcome, OutcomeLook, Seated
from tests.metrics.rows import binary, cell, debate, row, runs


def test_a_debate_is_a_game() -> None:
    found = games(
        [
            cell(
                row("1", (0.8, 0.2), seats=debate()),
                row("2", (0.3, 0.7), seats=debate("ben", "ann")),
                row("3", (0.5, 0.5), seats=debate()),
                row("4", None, seats=debate()),
                row("5", (0.8, 0.2)),
            )
        ]
    )
    assert found == [Game("ann", "ben", 1.0, "1"), Game("ben", "ann", 0.0, "2"), Game("ann", "ben", 0.5, "3")]


def test_self_play_is_a_game_of_right_against_wrong() -> None:
    played = cell(row("1", (0.8, 0.2), gold=1, seats=debate("ann", "ann")), row("2", gold=None, seats=debate()))
    assert games([played], split=True) == [Game("ann (wrong)", "ann (right)", 1.0, "1")]
    assert games([played]) == [Game("ann", "ben", 1.0, "2")]


def test_where_it_was_run_again_there_are_two_games() -> None:
    seats = (Seated("alice", "debater", "ann", (0, 1)), Seated("bob", "debater", "ben", (1, 0)))
    views = (OutcomeLook(1, (0, 1), (0.9, 0.1)), OutcomeLook(1, (1, 0), (0.6, 0.4)))
    found = games([cell(row("1", (0.8, 0.2), seats=seats, views=views))])
    # In the second passage ann argued for choice 1, and lost.
    assert found == [Game("ann", "ben", 1.0, "1"), Game("ann", "ben", 0.0, "1")]


def test_with_more_sides_the_winner_beats_each_and_the_losers_do_not_play() -> None:
    seats = tuple(Seated(f"d{i}", "debater", name, (i,)) for i, name in enumerate(["ann", "ben", "cal"]))
    found = games([cell(row("1", (0.2, 0.6, 0.2), seats=seats))])
    assert found == [Game("ann", "ben", 0.0, "1"), Game("ben", "cal", 1.0, "1")]
    tied = games([cell(row("1", (0.4, 0.4, 0.2), seats=seats))])
    assert tied == [Game("ann", "ben", 0.5, "1")]


def test_an_agent_that_argues_for_several_wrong_answers_does_not_play_itself() -> None:
    seats = tuple(Seated(f"d{i}", "debater", "ann", (i,)) for i in range(3))
    found = games([cell(row("1", (0.2, 0.6, 0.2), seats=seats))], split=True)
    assert found == [Game("ann (right)", "ann (wrong)", 0.0, "1")]
    tied = games([cell(row("1", (0.2, 0.4, 0.4), seats=seats))], split=True)
    assert tied == []


def test_a_passage_of_an_unparsed_episode_is_no_game() -> None:
    seats = (Seated("alice", "debater", "ann", (0, 1)), Seated("bob", "debater", "ben", (1, 0)))
    views = (OutcomeLook(1, (0, 1), (0.9, 0.1)), OutcomeLook(1, (1, 0), None))
    assert games([cell(row("1", None, seats=seats, views=views))]) == []


def test_a_consultant_alone_plays_no_game() -> None:
    alone = (Seated("consultant", "consultant", "ann", (1,)),)
    assert games([cell(row("1", seats=alone))]) == []


@given(runs())
def test_every_debate_is_one_game_and_the_favourite_wins_it(rows: list[Outcome]) -> None:
    found = games([cell(*rows)])
    assert [game.score for game in found] == [{0: 1.0, 1: 0.0, None: 0.5}[o.choice] for o in rows]
    assert len(games([cell(*rows)], split=True)) == len(rows)


@given(st.floats(0, 1))
def test_exchanged_seats_exchange_the_score(p: float) -> None:
    (one,) = games([cell(row("1", binary(p), seats=debate()))])
    (other,) = games([cell(row("1", binary(p)[::-1], seats=debate("ben", "ann")))])
    assert (one.first, one.score) == (other.second, 1 - other.score)
