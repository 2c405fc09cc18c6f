"""Cycle: players that beat one another in a ring, which no single number can rank."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from dikast.metrics.interval import wilson
from dikast.metrics.pairwise_games import Game
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
    """The cycles of up to `longest` players in the win graph, the shortest first, then by name, at most `most`."""
    points = _points(games)
    beaten = _beaten_in_rings([pair for pair, (won, n) in points.items() if 2 * won > n])
    rings = (ring for n in range(3, longest + 1) for first in sorted(beaten) for ring in _rings(beaten, (first,), n))
    return [_cycle(ring, points) for ring in islice(rings, most)]


def _beaten_in_rings(wins: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    """Whom each player beat of those that can beat it back, if through others: all cycles are among these."""
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph(wins)
    parts = {player: i for i, part in enumerate(nx.strongly_connected_components(graph)) for player in part}
    return {player: sorted(other for other in graph[player] if parts[other] == parts[player]) for player in graph}


def _rings(beaten: Mapping[str, Sequence[str]], path: tuple[str, ...], length: int) -> Iterator[tuple[str, ...]]:
    """The rings of so many players that begin with this path, and whose first player is the first by name."""
    if len(path) == length:
        if path[0] in beaten[path[-1]]:
            yield path
        return
    for player in beaten[path[-1]]:
        if player > path[0] and player not in path:
            yield from _rings(beaten, (*path, player), length)


def _points(games: Sequence[Game]) -> dict[tuple[str, str], tuple[float, int]]:
    """For every ordered pair that met, the points the one took from the other, and the number of games."""
    points: dict[tuple[str, str], tuple[float, int]] = {}
    for game in games:
        for pair, score in (((game.first, game.second), game.score), ((game.second, game.first), 1 - game.score)):
            won, n = points.get(pair, (0.0, 0))
            points[pair] = (won + score, n + 1)
    return points


def _cycle(ring: Sequence[str], points: dict[tuple[str, str], tuple[float, int]]) -> Cycle:
    links = [points[pair] for pair in zip(ring, (*ring[1:], ring[0]), strict=True)]
    shares = tuple(won / n for won, n in links)
    return Cycle(
        players=tuple(ring),
        shares=shares,
        games=tuple(n for _, n in links),
        is_clear=all(wilson(won / n, n)[0] > 0.5 for won, n in links),
    )
