"""Cycle: players that beat one another in a ring, which no single number can rank."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from dikast.metrics.game import Game
from dikast.metrics.interval import wilson
from dikast.records import Record

LONGEST = 5
MOST = 100


class Cycle(Record):
    """Each player beat the next more often than not, and the last the first.

    `shares` are the shares of points that each took from the next, ties counted as halves, `games` how many games those
    rest on. `is_clear` says that each of these shares is above one half beyond its 95 % interval: a cycle of narrow
    leads is what chance makes of equal players.
    """

    players: tuple[str, ...]
    shares: tuple[float, ...]
    games: tuple[int, ...]
    is_clear: bool


def cycles(games: Sequence[Game], *, longest: int = LONGEST, most: int = MOST) -> list[Cycle]:
    """The cycles of the win graph of up to `longest` players, shortest first, at most `most` of them."""
    import networkx as nx

    points = _points(games)
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_edges_from(sorted(pair for pair, (won, n) in points.items() if 2 * won > n))
    rings = islice(nx.simple_cycles(graph, length_bound=longest), most)
    return sorted((_cycle(ring, points) for ring in rings), key=lambda cycle: (len(cycle.players), cycle.players))


def _points(games: Sequence[Game]) -> dict[tuple[str, str], tuple[float, int]]:
    """For every ordered pair that met, the points the one took from the other, and the number of games."""
    points: dict[tuple[str, str], tuple[float, int]] = {}
    for game in games:
        for pair, score in (((game.first, game.second), game.score), ((game.second, game.first), 1 - game.score)):
            won, n = points.get(pair, (0.0, 0))
            points[pair] = (won + score, n + 1)
    return points


def _cycle(ring: Sequence[str], points: dict[tuple[str, str], tuple[float, int]]) -> Cycle:
    start = ring.index(min(ring))
    players = (*ring[start:], *ring[:start])
    links = [points[pair] for pair in zip(players, (*players[1:], players[0]), strict=True)]
    shares = tuple(won / n for won, n in links)
    return Cycle(
        players=players,
        shares=shares,
        games=tuple(n for _, n in links),
        is_clear=all(wilson(won / n, n)[0] > 0.5 for won, n in links),
    )
