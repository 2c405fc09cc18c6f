"""From comparisons of two candidates to one order, and the circles in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

# As if everyone had half won and half lost a game against a player of middling strength: whoever won all games would
# have an infinite strength without it.
_PRIOR_GAMES = 1.0
_ITERATIONS = 200
_DIGITS = 9  # of a strength: more would tell equals apart


class RankedPair(NamedTuple):
    """One comparison: the share of it that the first won, 1, 0.5 for a tie, or 0."""

    first: int
    second: int
    won: float


def borda_points(games: Sequence[RankedPair], n_candidates: int) -> list[float]:
    """How many comparisons each candidate won, a tie as half (Borda 1781)."""
    points = [0.0] * n_candidates
    for game in games:
        points[game.first] += game.won
        points[game.second] += 1 - game.won
    return points


def bradley_terry_strengths(games: Sequence[RankedPair], n_candidates: int) -> list[float]:
    """The strengths under which the comparisons are likeliest, scaled to add up to 1.

    P(i beats j) = s_i / (s_i + s_j) (Bradley and Terry 1952), by the iteration of Hunter (2004, section 2); a tie is
    half a win of each, and every candidate has one more game, half won, against a strength of 1.
    """
    wins = [_PRIOR_GAMES / 2 + points for points in borda_points(games, n_candidates)]
    strengths = [1.0] * n_candidates
    for _ in range(_ITERATIONS):
        weights = [_PRIOR_GAMES / (strength + 1) for strength in strengths]
        for game in games:
            pull = 1 / (strengths[game.first] + strengths[game.second])
            weights[game.first] += pull
            weights[game.second] += pull
        strengths = [won / weight for won, weight in zip(wins, weights, strict=True)]
    total = sum(strengths)
    return [round(strength / total, _DIGITS) for strength in strengths]


def cycles_of(games: Sequence[RankedPair], n_candidates: int) -> tuple[tuple[int, ...], ...]:
    """The groups of candidates that beat one another in a circle, the shortest circle of each.

    A candidate beats another where it won more of their comparisons. Every group is a strongly connected part of the
    graph of these victories; it is named by one circle in it, from its lowest member.
    """
    import networkx as nx

    balance: dict[tuple[int, int], float] = {}
    for game in games:
        pair = (min(game.first, game.second), max(game.first, game.second))
        won_by_lower = game.won if game.first == pair[0] else 1 - game.won
        balance[pair] = balance.get(pair, 0.0) + won_by_lower - 0.5
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(n_candidates))
    for (low, high), ahead in balance.items():
        if ahead:
            graph.add_edge(*((low, high) if ahead > 0 else (high, low)))
    circles: list[tuple[int, ...]] = []
    for group in nx.strongly_connected_components(graph):
        if len(group) > 1:
            part = graph.subgraph(group)
            around = [nx.shortest_path(part, worse, better) for better, worse in sorted(part.edges)]
            # From the loser of each victory back to its winner is a circle; the shortest is kept.
            shortest = min(around, key=len)
            start = shortest.index(min(shortest))
            circles.append(tuple(shortest[start:] + shortest[:start]))
    return tuple(sorted(circles))
