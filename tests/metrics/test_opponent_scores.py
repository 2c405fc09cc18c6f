"""What a player scored against each opponent, and games made from what agents earned for the same tasks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dikast.metrics import Game, head_to_head, item_games, paired_difference, told_apart


def test_a_win_counts_one_and_a_tie_a_half() -> None:
    games = [Game("a", "b", 1, "1"), Game("b", "a", 1, "2"), Game("a", "b", 0.5, "3"), Game("a", "c", 0, "1")]
    found = head_to_head(games, "a")
    assert found["b"].value == pytest.approx(0.5)
    assert (found["b"].n, found["c"].value) == (3, 0)


def test_games_that_all_ended_alike_still_leave_doubt() -> None:
    won = head_to_head([Game("a", "b", 1, str(i)) for i in range(8)], "a")["b"]
    assert (won.value, won.high) == (1, 1)
    assert won.low is not None
    assert 0.6 < won.low < 0.75


def test_a_player_without_a_game_has_no_opponent() -> None:
    assert head_to_head([Game("a", "b", 1, "1")], "c") == {}


def test_the_one_that_earned_more_for_a_task_has_won_it() -> None:
    games = item_games({"a": {"1": 1, "2": 0, "3": 1}, "b": {"1": 0, "2": 0, "4": 1}})
    assert games == [Game("a", "b", 1, "1"), Game("a", "b", 0.5, "2")]


CREDITS = st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from([0.0, 0.5, 1.0]))


@given(first=CREDITS, second=CREDITS)
def test_the_games_of_two_agents_are_mirrored_when_they_change_places(
    first: dict[str, float], second: dict[str, float]
) -> None:
    one = {game.question: game.score for game in item_games({"x": first, "y": second})}
    other = {game.question: game.score for game in item_games({"y": second, "x": first})}
    assert one.keys() == first.keys() & second.keys()
    assert other == {task: 1 - score for task, score in one.items()}


def test_a_difference_is_over_the_tasks_that_both_did() -> None:
    found = paired_difference({"1": 1, "2": 1, "3": 0, "9": 1}, {"1": 0, "2": 1, "3": 0})
    assert found.value == pytest.approx(1 / 3)
    assert found.n == 3
    assert paired_difference({"1": 1}, {"2": 1}).value is None


@pytest.mark.parametrize("n_questions", [5, 9, 20])
def test_equal_players_are_hardly_ever_told_apart(n_questions: int) -> None:
    """One against five opponents of its own strength: a false claim in at most 5 % of leagues, whatever the size."""
    rng = np.random.default_rng(0)
    n_leagues = 300
    n_false = 0
    for _ in range(n_leagues):
        credits = {
            player: {str(task): float(right) for task, right in enumerate(rng.random(n_questions) < 0.5)}
            for player in "abcdef"
        }
        n_false += bool(told_apart(item_games(credits), "a"))
    assert n_false / n_leagues <= 0.05


def test_players_are_told_apart_by_enough_questions() -> None:
    """Both games of a question count as one: three questions are too few, twelve are enough."""

    def won(n: int) -> list[Game]:
        return [Game("a", opponent, 1, str(i)) for opponent in "bc" for i in range(n) for _ in range(2)]

    assert told_apart(won(3), "a") == set()
    assert told_apart([*won(12), Game("d", "a", 1, "1")], "a") == {"b", "c"}
    assert told_apart([], "a") == set()
