"""Worlds of agents that argue, and win as often as was planted."""

from __future__ import annotations

import numpy as np

from dikast.metrics import Cell, Estimate, Game, asd, bradley_terry, debaters
from dikast.metrics.agent_score_difference import ScoreRule
from dikast.records import OutcomeLook
from tests.metrics.planted.world import QUESTIONS, RESAMPLES, World
from tests.metrics.rows import binary, cell, debate, row


def score_difference(seed: int) -> tuple[float, Estimate]:
    """Debates whose log-odds for the truth are normal around 0.6: of two, ln p - ln (1 - p) in the log score."""
    return 0.6, _score_difference(seed, "log")


def score_difference_in_odds(seed: int) -> tuple[float, Estimate]:
    """The same debates: in log-odds, twice that."""
    return 1.2, _score_difference(seed, "log-odds")


def _score_difference(seed: int, score: ScoreRule) -> Estimate:
    rng = np.random.default_rng(seed)
    odds = rng.normal(0.6, 1.2, QUESTIONS)
    rows = [row(str(i), binary(float(1 / (1 + np.exp(-v)))), seats=debate()) for i, v in enumerate(odds)]
    return asd(cell(*rows), score=score, resamples=RESAMPLES, seed=seed)


def score_difference_of_brier(seed: int) -> tuple[float, Estimate]:
    """Debates in which p is even from 0.3 to 1: the mean of p² - (1 - p)², 2p - 1."""
    rng = np.random.default_rng(seed)
    rows = [row(str(i), binary(p), seats=debate()) for i, p in enumerate(rng.uniform(0.3, 1, QUESTIONS).tolist())]
    return 0.3, asd(cell(*rows), score="brier", resamples=RESAMPLES, seed=seed)


def wins(seed: int) -> tuple[float, Estimate]:
    """An agent that wins in 60 %."""
    ann, _ = debaters([_debates(seed)], resamples=RESAMPLES, seed=seed)
    return 0.6, ann.wins


def persuasion(seed: int) -> tuple[float, Estimate]:
    """The same agent's side gains 0.04 on average, from a first look that was even."""
    ann, _ = debaters([_debates(seed)], resamples=RESAMPLES, seed=seed)
    return 0.6 * 0.7 + 0.4 * 0.3 - 0.5, ann.persuasion


def _debates(seed: int) -> Cell:
    rng = np.random.default_rng(seed)
    even = (OutcomeLook(0, (0, 1), (0.5, 0.5)),)
    ends = np.where(rng.random(2 * QUESTIONS) < 0.6, 0.7, 0.3)
    return cell(*(row(str(i), binary(p), beliefs=even, seats=debate()) for i, p in enumerate(ends.tolist())))


def rating(seed: int) -> tuple[float, Estimate]:
    """Four players 100 points apart, 60 games of each pair: the best player's rating."""
    rng = np.random.default_rng(seed)
    truth = {"a": 1650.0, "b": 1550.0, "c": 1450.0, "d": 1350.0}
    games = []
    for one in truth:
        for other in truth:
            if one < other:
                p = 1 / (1 + 10 ** ((truth[other] - truth[one]) / 400))
                games += [Game(one, other, float(rng.random() < p), f"{one}{other}{i}") for i in range(60)]
    found = {player.player: player.rating for player in bradley_terry(games, resamples=RESAMPLES, seed=seed).players}
    return truth["a"], found["a"]


WORLDS: dict[str, World] = {
    "ASD, log": score_difference,
    "ASD, log-odds": score_difference_in_odds,
    "ASD, Brier": score_difference_of_brier,
    "win rate": wins,
    "persuasion": persuasion,
    "Bradley–Terry rating": rating,
}
