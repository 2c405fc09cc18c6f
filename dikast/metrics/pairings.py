"""Who argues against whom: pairings of agents as the agents of a protocol's roles."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations

from dikast.metrics.pairwise_games import Game
from dikast.records import Record


class Pairing(Record):
    """Two agents that meet in a round: `first` takes the seat that stands first."""

    round: int
    first: str
    second: str

    def agents(self, roles: tuple[str, str] = ("alice", "bob")) -> dict[str, str]:
        """The agents of a protocol's two arguing roles, as an experiment's `agents` takes them."""
        return {roles[0]: self.first, roles[1]: self.second}


def round_robin(players: Sequence[str], *, both_seats: bool = False) -> list[Pairing]:
    """Everyone meets everyone else once, or once in either seat; in a round, nobody plays twice.

    However many rounds of it are played, nobody sits in one seat more than two times more often than in the other.

    The circle method: one stays, the others move on. Raises ValueError for fewer than two players, or one named twice.
    """
    if len(set(players)) != len(players) or len(players) < 2:
        raise ValueError(f"a schedule needs two or more players, each named once, got {list(players)!r}")
    ring: list[str | None] = [*([None] if len(players) % 2 else []), *players]
    found = []
    for round_ in range(len(ring) - 1):
        pairs = zip(ring[: len(ring) // 2], reversed(ring[len(ring) // 2 :]), strict=True)
        for place, (one, other) in enumerate(pairs):
            if one is not None and other is not None:
                # Those who move come to an odd place and an even one in turn, so that all change seats in every round
                # but one, and the first few rounds alone have everyone sit first about half the time.
                first, second = (one, other) if (place or round_) % 2 == 0 else (other, one)
                found.append(Pairing(round=round_, first=first, second=second))
        ring = [ring[0], ring[-1], *ring[1:-1]]
    if both_seats:
        rounds = len(ring) - 1
        found += [Pairing(round=p.round + rounds, first=p.second, second=p.first) for p in found]
    return found


def capped(players: Sequence[str], rounds: int, *, seed: int = 0) -> list[Pairing]:
    """At most `rounds` games for everyone, drawn from the round robin: as many for each as an even number allows.

    With more rounds than a round robin has, the whole of it.
    """
    shuffled = list(players)
    random.Random(seed).shuffle(shuffled)
    return [pairing for pairing in round_robin(shuffled) if pairing.round < rounds]


def swiss(
    players: Sequence[str], games: Sequence[Game], *, met: Iterable[tuple[str, str]] = (), seed: int = 0
) -> list[Pairing]:
    """The next round: players with like points meet, and nobody meets the same one again while others are left.

    `met` are pairs that met before with no game to show for it, as where every verdict was unparsed.
    Points are wins and half the ties. With an odd number, the one with the most games sits out, of those the one with
    the fewest points. Those who sat first more often sit second. Ties between pairings are broken by the seed.
    """
    import networkx as nx

    round_robin(players)  # the same rules for who may play
    points, played, firsts, times = _standing(games)
    times |= Counter(frozenset(pair) for pair in met)
    order = list(players)
    random.Random(seed).shuffle(order)
    if len(order) % 2:
        order.remove(min(order, key=lambda name: (-played[name], points[name])))
    graph: nx.Graph[str] = nx.Graph()
    for one, other in combinations(order, 2):
        met_before = times[frozenset((one, other))]
        # Meeting again costs more than any gap in points among as many players can.
        cost = (points[one] - points[other]) ** 2 + met_before * (1 + len(games)) ** 2 * len(order)
        graph.add_edge(one, other, weight=-cost)
    matching = nx.max_weight_matching(graph, maxcardinality=True)
    round_ = max(played.values(), default=0)
    pairs = [tuple(sorted(pair, key=lambda name: (firsts[name], order.index(name)))) for pair in matching]
    return [Pairing(round=round_, first=one, second=other) for one, other in sorted(pairs)]


def _standing(
    games: Sequence[Game],
) -> tuple[Counter[str], Counter[str], Counter[str], Counter[frozenset[str]]]:
    """Points, games, games in the first seat of each player, and how often two met."""
    points: Counter[str] = Counter()
    played: Counter[str] = Counter()
    for game in games:
        doubled = round(2 * game.score)
        points.update({game.first: doubled, game.second: 2 - doubled})
        played.update((game.first, game.second))
    return points, played, Counter(g.first for g in games), Counter(frozenset(g[:2]) for g in games)
