"""Agents that did the same tasks, each by itself: the one that earned more for a task has won it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

import numpy as np

from dikast.metrics.bootstrap import RESAMPLES, mean
from dikast.metrics.estimate import Estimate
from dikast.metrics.pairwise_games import Game


def item_games(credits: Mapping[str, Mapping[str, float]]) -> list[Game]:
    """A game for every pair of players and every task that both did; equal credit is a tie.

    `credits` has for each player what it earned for each task, by the task's id.
    """
    played: list[Game] = []
    for first, second in combinations(credits, 2):
        for item in sorted(credits[first].keys() & credits[second].keys()):
            lead = credits[first][item] - credits[second][item]
            played.append(Game(first, second, _score(lead), item))
    return played


def _score(lead: float) -> float:
    """1 for a lead, 0 for a deficit, 1/2 for neither."""
    if lead == 0:
        return 0.5
    return float(lead > 0)


def paired_difference(
    first: Mapping[str, float], second: Mapping[str, float], *, resamples: int = RESAMPLES, seed: int = 0
) -> Estimate:
    """The mean over the tasks that both did of what the first earned minus what the second did, each weighing the same.

    The interval is the paired bootstrap's over tasks.
    """
    shared = sorted(first.keys() & second.keys())
    differences = np.array([first[task] - second[task] for task in shared])
    return mean(differences, np.arange(len(shared)), resamples=resamples, seed=seed)
