"""Ratings of leagues in which the strengths are known: they lie in the 95 % intervals as often as these say."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from dikast.metrics import Game, bradley_terry

STRENGTHS = {"strong": 150.0, "able": 60.0, "middling": 0.0, "weak": -60.0, "poor": -150.0}
TIE = 0.4
"""Davidson's ν: two equal players tie in one game of six."""
N_QUESTIONS = 40
N_LEAGUES = 400
RESAMPLES = 200


def play(rng: np.random.Generator, first: str, second: str) -> float:
    """The score of the first: by Davidson's model, on Elo's scale."""
    lead = (STRENGTHS[first] - STRENGTHS[second]) * np.log(10) / 400
    odds = np.array([np.exp(lead / 2), TIE, np.exp(-lead / 2)])
    return float(rng.choice([1.0, 0.5, 0.0], p=odds / odds.sum()))


def test_planted_strengths_lie_in_the_intervals() -> None:
    n_inside = n_intervals = 0
    for seed in range(N_LEAGUES):
        rng = np.random.default_rng(seed)
        games = [
            Game(first, second, play(rng, first, second), str(question))
            for question in range(N_QUESTIONS)
            for first, second in combinations(STRENGTHS, 2)
        ]
        for player in bradley_terry(games, resamples=RESAMPLES, seed=seed).players:
            low, high = player.rating.low, player.rating.high
            assert low is not None
            assert high is not None
            n_intervals += 1
            n_inside += low <= 1500 + STRENGTHS[player.player] <= high
    assert n_inside / n_intervals >= 0.92
