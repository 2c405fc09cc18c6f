"""Ratings: the odds that games show, the order of a hierarchy, and what no game can tell."""

from __future__ import annotations

import math
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dikast.metrics import Game, Ratings, bradley_terry, elo

NAMES = "abcde"


def played(pair: str, wins: int, losses: int, ties: int = 0) -> list[Game]:
    scores = [1.0] * wins + [0.0] * losses + [0.5] * ties
    return [Game(pair[0], pair[1], score, f"{pair} {i}") for i, score in enumerate(scores)]


def values(ratings: Ratings) -> dict[str, float]:
    return {player.player: player.rating.value or math.nan for player in ratings.players}


def test_two_players_are_as_far_apart_as_their_odds() -> None:
    # 10 to 1 is 400 points by definition.
    found = bradley_terry(played("ab", 30, 3), resamples=200)
    assert values(found) == pytest.approx({"a": 1700, "b": 1300}, abs=1e-3)
    assert [p.player for p in found.players] == ["a", "b"]
    best = found.players[0]
    assert (best.games, best.wins, best.ties, best.losses) == (33, 30, 0, 3)
    assert best.rating.low is not None
    assert best.rating.high is not None
    assert best.rating.low < 1700 < best.rating.high
    assert found.log_likelihood == pytest.approx(30 * math.log(10 / 11) + 3 * math.log(1 / 11))
    assert (found.tie, found.is_bounded) == (0.0, True)


def test_ties_have_their_own_parameter() -> None:
    # Equal players: a tie is ν / (2 + ν), and 10 of 30 games are ties.
    found = bradley_terry(played("ab", 10, 10, 10), resamples=50)
    assert values(found) == pytest.approx({"a": 1500, "b": 1500}, abs=1e-6)
    assert found.tie == pytest.approx(1.0, abs=1e-6)
    # Davidson: wins are to losses as strengths are, whatever the ties.
    uneven = bradley_terry(played("ab", 20, 5, 8), resamples=50)
    assert values(uneven)["a"] - values(uneven)["b"] == pytest.approx(400 * math.log10(4), abs=1e-3)


def test_players_that_never_met_are_compared_through_the_others() -> None:
    found = bradley_terry(played("ab", 20, 10) + played("bc", 20, 10), resamples=50)
    assert values(found)["a"] - values(found)["c"] == pytest.approx(400 * math.log10(4), abs=1e-3)


def test_a_deterministic_hierarchy_keeps_its_order_and_says_it_is_unbounded() -> None:
    games = [Game(a, b, 1.0, f"{a}{b}") for a, b in combinations(NAMES, 2)]
    found = bradley_terry(games, resamples=50)
    assert [p.player for p in found.players] == list(NAMES)
    assert not found.is_bounded
    assert [p.player for p in elo(games)] == list(NAMES)
    assert all(math.isfinite(v) for v in values(found).values())


def test_two_groups_that_never_met_are_unbounded() -> None:
    assert not bradley_terry(played("ab", 3, 3) + played("cd", 3, 3), resamples=20).is_bounded


def test_a_player_of_few_games_leaves_the_others_where_they_are() -> None:
    # d won 3 of its 4 games, so that a third of the resamples have it win all, which says nothing of a, b and c.
    many = [game for pair, wins in (("ab", 60), ("bc", 60), ("ac", 70)) for game in played(pair, wins, 100 - wins)]
    few = [Game("d", other, score, f"d {i}") for i, (other, score) in enumerate(zip("abca", (1, 1, 1, 0), strict=True))]
    alone, together = ({p.player: p.rating for p in bradley_terry(games).players} for games in (many, many + few))
    for player in "abc":
        wide, narrow = together[player], alone[player]
        assert (wide.high or 0) - (wide.low or 0) < 3 * ((narrow.high or 0) - (narrow.low or 0))


def test_a_resample_without_a_players_games_says_nothing_of_it() -> None:
    # Two questions out of many hold all games of c, who wins 19 of 20 in either.
    games = played("ab", 50, 50) + [Game("c", "ab"[i % 2], float(i > 1), f"c {i % 2}") for i in range(40)]
    best = bradley_terry(games).players[0]
    assert (best.player, best.rating.method) == ("c", "bootstrap")
    assert (best.rating.low or 0) > 1700


def test_one_question_has_no_interval_and_no_game_no_rating() -> None:
    (best, _) = bradley_terry([Game("a", "b", 1.0, "q"), Game("a", "b", 0.0, "q"), Game("a", "b", 1.0, "q")]).players
    assert (best.rating.low, best.rating.method) == (None, "none")
    with pytest.raises(ValueError, match="at least one game"):
        bradley_terry([])
    assert elo([]) == []


def test_one_game_of_elo_by_hand() -> None:
    # Equal before, so half a point was expected, and half of k changes hands.
    best, worst = elo([Game("a", "b", 1.0, "q")], k=20)
    assert (best.rating.value, worst.rating.value) == (1510.0, 1490.0)
    # In either order: the second win was expected with 1 / (1 + 10^(-20/400)).
    best, _ = elo([Game("a", "b", 1.0, "q")] * 2, k=20)
    assert best.rating.value == pytest.approx(1510 + 20 * (1 - 1 / (1 + 10 ** (-20 / 400))))


def test_planted_strengths_are_found() -> None:
    rng = np.random.default_rng(4)
    truth = dict(zip(NAMES, [1650, 1560, 1500, 1440, 1350], strict=True))
    games = []
    for i in range(6000):
        a, b = rng.choice(list(NAMES), 2, replace=False)
        lead = 10 ** ((truth[a] - truth[b]) / 800)
        p = np.array([lead, 1 / lead, 0.6])
        games.append(Game(str(a), str(b), float(rng.choice([1.0, 0.0, 0.5], p=p / p.sum())), str(i)))
    found = bradley_terry(games, resamples=100)
    assert values(found) == pytest.approx(truth, abs=20)
    assert found.tie == pytest.approx(0.6, abs=0.06)


GAMES = st.lists(
    st.tuples(st.sampled_from(list(combinations("abcd", 2))), st.sampled_from([0.0, 0.5, 1.0]), st.integers(0, 5)),
    min_size=1,
    max_size=25,
).map(lambda drawn: [Game(a, b, score, str(q)) for (a, b), score, q in drawn])


@settings(max_examples=40)
@given(GAMES, st.randoms(use_true_random=False))
def test_neither_order_nor_seats_matter(games: list[Game], random: Any) -> None:
    before, online = values(bradley_terry(games, resamples=10)), {p.player: p.rating.value for p in elo(games)}
    turned = [Game(g.second, g.first, 1 - g.score, g.question) if random.random() < 0.5 else g for g in games]
    assert values(bradley_terry(turned, resamples=10)) == pytest.approx(before, abs=1e-4)
    random.shuffle(games)
    assert values(bradley_terry(games, resamples=10)) == pytest.approx(before, abs=1e-4)
    assert {p.player: p.rating.value for p in elo(games)} == online


@settings(max_examples=40)
@given(GAMES)
def test_ratings_are_zero_sum_and_games_are_counted_once(games: list[Game]) -> None:
    found = bradley_terry(games, resamples=10)
    assert np.mean(list(values(found).values())) == pytest.approx(1500, abs=1e-6)
    assert np.mean([p.rating.value for p in elo(games)]) == pytest.approx(1500, abs=1e-9)
    assert sum(p.games for p in found.players) == 2 * len(games)
    assert sum(p.wins for p in found.players) == sum(p.losses for p in found.players)


@settings(max_examples=25)
@given(GAMES)
def test_no_other_strengths_are_likelier(games: list[Game]) -> None:
    found = bradley_terry(games, resamples=5)
    if not found.is_bounded:
        return

    def likelihood(ratings: dict[str, float]) -> float:
        total = 0.0
        for game in games:
            lead = 10 ** ((ratings[game.first] - ratings[game.second]) / 800)
            p = {1.0: lead, 0.0: 1 / lead, 0.5: found.tie}[game.score] / (lead + 1 / lead + found.tie)
            total += math.log(p)
        return total

    best = values(found)
    assert likelihood(best) == pytest.approx(found.log_likelihood, abs=1e-6)
    for player in best:
        for step in (-5, 5):
            assert likelihood({**best, player: best[player] + step}) <= likelihood(best) + 1e-9


# A player that won or lost all its games: the likelihood has no maximum, and the interval one end.


@pytest.mark.parametrize("n", [1, 2, 5, 10, 100])
def test_two_players_have_the_exact_end_of_clopper_and_pearson(n: int) -> None:
    best, worst = bradley_terry(played("ab", n, 0), resamples=5).players
    # At this share of wins, n of n happen in 2.5 of 100 experiments.
    share = 0.025 ** (1 / n)
    lead = 400 * math.log10(share / (1 - share))
    assert (best.rating.high, worst.rating.low) == (math.inf, -math.inf)
    assert best.rating.low == pytest.approx(1500 + lead / 2, abs=0.01)
    assert worst.rating.high == pytest.approx(1500 - lead / 2, abs=0.01)
    assert (best.rating.method, worst.rating.method) == ("profile", "profile")
    # The estimate itself is finite, by the prior, and lies in the interval.
    assert (best.rating.low or 0) < (best.rating.value or 0) < 3000


def test_more_games_on_one_question_say_no_more() -> None:
    once = bradley_terry([Game("a", "b", 1.0, f"{q}") for q in range(5)], resamples=5)
    often = bradley_terry([Game("a", "b", 1.0, f"{i % 5}") for i in range(50)], resamples=5)
    assert often.players[0].rating.low == pytest.approx(once.players[0].rating.low or 0, abs=0.01)


def test_the_ends_mirror_one_another() -> None:
    games = played("ab", 6, 0) + played("bc", 3, 2, 2) + played("ac", 5, 0)
    turned = [Game(game.first, game.second, 1 - game.score, game.question) for game in games]
    best, worst = bradley_terry(games, resamples=5).players[0], bradley_terry(turned, resamples=5).players[-1]
    assert (best.player, worst.player) == ("a", "a")
    assert (best.rating.low or 0) - 1500 == pytest.approx(1500 - (worst.rating.high or 0), abs=0.05)


def test_who_lost_a_game_or_tied_one_has_two_ends() -> None:
    for games in (played("ab", 9, 1), played("ab", 9, 0, 1), played("ab", 9, 0) + played("bc", 5, 5)):
        for player in bradley_terry(games, resamples=20).players:
            is_extreme = player.games in (player.wins, player.losses)
            assert (player.rating.method == "profile") is is_extreme
            ends = (player.rating.low or 0, player.rating.high or 0)
            assert all(map(math.isfinite, ends)) is not is_extreme


@pytest.mark.parametrize(("p", "n"), [(0.5, 6), (0.69, 10), (0.7, 10), (0.9, 36), (0.97, 120)])
def test_an_end_leaves_out_the_truth_in_25_of_1000_experiments_at_most(p: float, n: int) -> None:
    """Exactly, for two players: the end is beyond the truth only where so many wins are that unlikely."""
    truth = 1500 + 200 * math.log10(p / (1 - p))
    best = bradley_terry(played("ab", n, 0), resamples=5).players[0]
    is_missed = (best.rating.low or 0) > truth + 0.01
    assert is_missed is (p**n < 0.025)


def test_ends_contain_planted_strengths() -> None:
    rng = np.random.default_rng(7)
    strength = {"a": 1.5, "b": 0.0, "c": -0.5, "d": -1.0}
    mean = sum(strength.values()) / 4
    n_ends = n_missed = 0
    for _ in range(60):
        games = []
        for one, other in combinations(strength, 2):
            p = 1 / (1 + math.exp(strength[other] - strength[one]))
            games += [Game(one, other, float(rng.random() < p), f"{one}{other}{q}") for q in range(2)]
        for player in bradley_terry(games, resamples=2).players:
            if player.rating.method == "profile":
                truth = 1500 + 400 / math.log(10) * (strength[player.player] - mean)
                n_ends += 1
                n_missed += not (player.rating.low or 0) <= truth <= (player.rating.high or 0)
    # At most 2.5 of 100 of all experiments, of which only some have such a player.
    assert n_ends > 20
    assert n_missed <= 3
