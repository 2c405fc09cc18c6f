"""Head to head: what one player scored against each of the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from statistics import fmean

import numpy as np

from dikast.metrics.bootstrap import RESAMPLES, mean
from dikast.metrics.cell import Floats
from dikast.metrics.comparison import adjusted
from dikast.metrics.estimate import Estimate
from dikast.metrics.interval import wilson
from dikast.metrics.pairwise_games import Game
from dikast.metrics.permutation import permutation_test

EVEN = 0.5
"""What two equal players score against one another."""
ScoredQuestion = tuple[float, str]
"""A player's score in one game, and the game's question."""


def head_to_head(
    games: Sequence[Game], player: str, *, resamples: int = RESAMPLES, seed: int = 0
) -> dict[str, Estimate]:
    """The mean score of a player against each opponent: 1 for a win, 1/2 for a tie, 0 for a loss.

    Intervals are over questions, whose games are not independent: a bootstrap, or Wilson's interval where all
    questions ended alike and a bootstrap would see no doubt. Empty for a player without a game.
    """
    return {
        opponent: _mean_score(played, resamples=resamples, seed=seed)
        for opponent, played in _by_opponent(games, player).items()
    }


def told_apart(games: Sequence[Game], player: str, *, level: float = 0.05, seed: int = 0) -> set[str]:
    """The opponents that a player is stronger or weaker than, with a chance of at most `level` of any false claim.

    For each opponent a permutation test on the mean scores of the questions, corrected for the number of opponents
    (Holm 1979). Intervals alone would claim too much: each may be wrong, and over few questions they are too narrow.
    """
    p_values = {
        opponent: permutation_test(_question_scores(played) - EVEN, seed=seed)[0]
        for opponent, played in _by_opponent(games, player).items()
    }
    corrected = adjusted(list(p_values.values()))
    return {opponent for opponent, p in zip(p_values, corrected, strict=True) if p < level}


def _by_opponent(games: Sequence[Game], player: str) -> dict[str, list[ScoredQuestion]]:
    """The player's score in each game and the game's question, by opponent."""
    by_opponent: defaultdict[str, list[ScoredQuestion]] = defaultdict(list)
    for game in games:
        if game.first == player:
            by_opponent[game.second].append((game.score, game.question))
        elif game.second == player:
            by_opponent[game.first].append((1 - game.score, game.question))
    return dict(sorted(by_opponent.items()))


def _question_scores(played: Sequence[ScoredQuestion]) -> Floats:
    """The mean score of each question."""
    scores: defaultdict[str, list[float]] = defaultdict(list)
    for score, question in played:
        scores[question].append(score)
    return np.array([fmean(of_question) for of_question in scores.values()])


def _mean_score(played: Sequence[ScoredQuestion], *, resamples: int, seed: int) -> Estimate:
    scores = np.array([score for score, _ in played])
    _, question = np.unique([question for _, question in played], return_inverse=True)
    estimate = mean(scores, question, by_cluster=False, resamples=resamples, seed=seed)
    if estimate.low is not None and estimate.low != estimate.high:
        return estimate
    n_questions = len(np.unique(question))
    low, high = wilson(float(scores.mean()), n_questions)
    return estimate.model_copy(update={"low": low, "high": high, "method": "wilson"})
