"""Pairings: which agents argue against each other, for the seats of a protocol's two arguing roles."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from dikast.metrics.pairwise_games import Game
from dikast.records import Record


class Pairing(Record):
    """Two agents that meet in a round: `first` takes the protocol's first arguing seat."""

    round: int
    first: str
    second: str

    def agents(self, roles: tuple[str, str] = ("alice", "bob")) -> dict[str, str]:
        """The agents of a protocol's two arguing roles, as an experiment's `agents` takes them."""
        return {roles[0]: self.first, roles[1]: self.second}


def round_robin(players: Sequence[str], *, both_seats: bool = False) -> list[Pairing]:
    """Every player meets every other once, or once in either seat; no player plays twice in a round.

    However many of its rounds are played, no player sits in one seat more than two times more often than in the other.

    The circle method: one player stays in its place, the others move on by one each round. Raises ValueError for fewer
    than two players, or a player named twice.
    """
    _check_players(players)
    ring: list[str | None] = list(players)
    if len(ring) % 2:
        # The player opposite the gap sits out.
        ring.insert(0, None)
    rounds = len(ring) - 1
    pairings = []
    for round_ in range(rounds):
        pairings += _round_of_ring(ring, round_)
        ring = [ring[0], ring[-1], *ring[1:-1]]
    if both_seats:
        pairings += [Pairing(round=p.round + rounds, first=p.second, second=p.first) for p in pairings]
    return pairings


def _check_players(players: Sequence[str]) -> None:
    if len(set(players)) != len(players) or len(players) < 2:
        raise ValueError(f"a schedule needs two or more players, each named once, got {list(players)!r}")


def _round_of_ring(ring: Sequence[str | None], round_: int) -> list[Pairing]:
    """Those who sit opposite each other in the ring meet."""
    half = len(ring) // 2
    pairings = []
    for position, (one, other) in enumerate(zip(ring[:half], reversed(ring[half:]), strict=True)):
        if one is None or other is None:
            continue
        # Players that move on come to odd and even positions in turn. So all of them change seats in every round but
        # one, and in the first few rounds already everyone sits first about half the time. Position 0 holds the
        # player that stays; it changes seats with the rounds.
        is_turned = (position or round_) % 2 == 1
        if is_turned:
            one, other = other, one
        pairings.append(Pairing(round=round_, first=one, second=other))
    return pairings


def capped(players: Sequence[str], rounds: int, *, seed: int = 0) -> list[Pairing]:
    """The first `rounds` rounds of a round robin of shuffled players.

    Every player has at most `rounds` games; all have equally many where the number of players is even. With more
    rounds than a round robin has, the whole of it.
    """
    shuffled = list(players)
    random.Random(seed).shuffle(shuffled)
    return [pairing for pairing in round_robin(shuffled) if pairing.round < rounds]


def swiss(
    players: Sequence[str], games: Sequence[Game], *, met: Iterable[tuple[str, str]] = (), seed: int = 0
) -> list[Pairing]:
    """The next round: players with similar points meet, and the same two do not meet again while others are left.

    `met` are pairs that met before without a game, for example because every verdict was unparsed. Points are wins
    plus half the ties. With an odd number of players, the one with the most games sits out; of several, the one with
    the fewest points. The player that sat first more often sits second. The seed breaks ties between pairings.

    Raises ValueError for fewer than two players, or a player named twice.
    """
    import networkx as nx

    _check_players(players)
    standings = _Standings.of(games)
    # The union keeps the larger count, so that a pair that also played is not counted twice.
    meetings = standings.meetings | Counter(frozenset(pair) for pair in met)
    order = list(players)
    random.Random(seed).shuffle(order)
    if len(order) % 2:
        order.remove(min(order, key=standings.sits_out_first))
    graph: nx.Graph[str] = nx.Graph()
    # Meeting again costs more than any gaps in points among all these players can.
    cost_of_meeting = (1 + len(games)) ** 2 * len(order)
    for one, other in combinations(order, 2):
        gap = standings.points[one] - standings.points[other]
        cost = gap**2 + meetings[frozenset((one, other))] * cost_of_meeting
        graph.add_edge(one, other, weight=-cost)
    matching = nx.max_weight_matching(graph, maxcardinality=True)

    def by_first_seats(name: str) -> tuple[int, int]:
        return standings.first_seats[name], order.index(name)

    pairs = sorted(tuple(sorted(pair, key=by_first_seats)) for pair in matching)
    round_ = max(standings.played.values(), default=0)
    return [Pairing(round=round_, first=first, second=second) for first, second in pairs]


@dataclass(frozen=True)
class _Standings:
    """What the players did so far. Points are counted double, so that they are whole numbers."""

    points: Counter[str] = field(default_factory=Counter)
    played: Counter[str] = field(default_factory=Counter)
    first_seats: Counter[str] = field(default_factory=Counter)
    meetings: Counter[frozenset[str]] = field(default_factory=Counter)

    @classmethod
    def of(cls, games: Iterable[Game]) -> _Standings:
        standings = cls()
        for game in games:
            points = round(2 * game.score)
            standings.points.update({game.first: points, game.second: 2 - points})
            standings.played.update((game.first, game.second))
            standings.first_seats[game.first] += 1
            standings.meetings[frozenset((game.first, game.second))] += 1
        return standings

    def sits_out_first(self, player: str) -> tuple[int, int]:
        """The smallest sits out: the one with the most games, then with the fewest points."""
        return -self.played[player], self.points[player]
