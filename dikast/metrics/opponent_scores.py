"""Head to head: what one player scored against each of the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from dikast.metrics.bootstrap import RESAMPLES, mean
from dikast.metrics.estimate import Estimate
from dikast.metrics.interval import wilson
from dikast.metrics.pairwise_games import Game


def head_to_head(
    games: Sequence[Game], player: str, *, resamples: int = RESAMPLES, seed: int = 0
) -> dict[str, Estimate]:
    """The mean score of a player against each opponent: 1 for a win, 1/2 for a tie, 0 for a loss.

    Intervals are over questions, whose games are not independent: a bootstrap, or Wilson's interval where all
    questions ended alike and a bootstrap would see no doubt. Empty for a player without a game.
    """
    by_opponent: defaultdict[str, list[tuple[float, str]]] = defaultdict(list)
    for game in games:
        if game.first == player:
            by_opponent[game.second].append((game.score, game.question))
        elif game.second == player:
            by_opponent[game.first].append((1 - game.score, game.question))
    return {
        opponent: _mean_score(played, resamples=resamples, seed=seed)
        for opponent, played in sorted(by_opponent.items())
    }


def _mean_score(played: Sequence[tuple[float, str]], *, resamples: int, seed: int) -> Estimate:
    scores = np.array([score for score, _ in played])
    _, question = np.unique([question for _, question in played], return_inverse=True)
    estimate = mean(scores, question, by_cluster=False, resamples=resamples, seed=seed)
    if estimate.low is not None and estimate.low != estimate.high:
        return estimate
    n_questions = len(np.unique(question))
    low, high = wilson(float(scores.mean()), n_questions)
    return estimate.model_copy(update={"low": low, "high": high, "method": "wilson"})
