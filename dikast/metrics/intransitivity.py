"""Cycle: players that beat one another in a ring, so that no single number can rank them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from dikast.metrics.interval import wilson
from dikast.metrics.pairwise_games import Game
from dikast.records import Record

LONGEST = 5
MOST = 100

_Pair = tuple[str, str]
_Points = tuple[float, int]


class Cycle(Record):
    """Each player beat the next more often than not, and the last beat the first.

    `shares` are the shares of points that each took from the next, ties counted as halves; `games` says how many games
    each share is based on. `is_clear` says that each of these shares is above one half beyond its 95 % interval: equal
    players make cycles of narrow leads by chance.
    """

    players: tuple[str, ...]
    shares: tuple[float, ...]
    games: tuple[int, ...]
    is_clear: bool


def cycles(games: Sequence[Game], *, longest: int = LONGEST, most: int = MOST) -> list[Cycle]:
    """The cycles of up to `longest` players in the win graph, the shortest first, then by name; at most `most`."""
    points = _points_by_pair(games)
    # Exactly half of the points is no win for either.
    wins = [pair for pair, (won, n) in points.items() if 2 * won > n]
    rings = _all_rings(_beaten_in_rings(wins), longest)
    return [_cycle(ring, points) for ring in islice(rings, most)]


def _points_by_pair(games: Sequence[Game]) -> dict[_Pair, _Points]:
    """For every ordered pair that met, the points that the first took from the second, and the number of games."""
    points: dict[_Pair, _Points] = {}
    for game in games:
        _add(points, (game.first, game.second), game.score)
        _add(points, (game.second, game.first), 1 - game.score)
    return points


def _add(points: dict[_Pair, _Points], pair: _Pair, score: float) -> None:
    won, n = points.get(pair, (0.0, 0))
    points[pair] = (won + score, n + 1)


def _beaten_in_rings(wins: Sequence[_Pair]) -> dict[str, list[str]]:
    """For each player those it beat that also beat it back, directly or through others.

    All cycles run among these. Without the other wins, the search never enters a part that has no way back.
    """
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph(wins)
    component: dict[str, int] = {}
    for number, players in enumerate(nx.strongly_connected_components(graph)):
        component |= dict.fromkeys(players, number)
    one_way = [(player, other) for player, other in graph.edges if component[player] != component[other]]
    graph.remove_edges_from(one_way)
    return {player: sorted(graph[player]) for player in graph}


def _all_rings(beaten: Mapping[str, Sequence[str]], longest: int) -> Iterator[tuple[str, ...]]:
    """The rings of three players and more, the shortest first."""
    for length in range(3, longest + 1):
        for first in sorted(beaten):
            yield from _rings(beaten, (first,), length)


def _rings(beaten: Mapping[str, Sequence[str]], path: tuple[str, ...], length: int) -> Iterator[tuple[str, ...]]:
    """The rings of this length that begin with this path, and whose first player is the first by name.

    A ring can begin with any of its players; only the first by name counts, so that each ring appears once.
    """
    first, last = path[0], path[-1]
    if len(path) == length:
        if first in beaten[last]:
            yield path
        return
    for player in beaten[last]:
        if player > first and player not in path:
            yield from _rings(beaten, (*path, player), length)


def _cycle(ring: Sequence[str], points: Mapping[_Pair, _Points]) -> Cycle:
    links = [points[pair] for pair in zip(ring, (*ring[1:], ring[0]), strict=True)]
    return Cycle(
        players=tuple(ring),
        shares=tuple(won / n for won, n in links),
        games=tuple(n for _, n in links),
        is_clear=all(wilson(won / n, n)[0] > 0.5 for won, n in links),
    )
