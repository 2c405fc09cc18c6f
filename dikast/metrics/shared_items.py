"""Games between agents that did the same tasks by themselves: the one that earned more for a task has won it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

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
