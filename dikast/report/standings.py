"""Standings: how well the players and agents of some cells persuade, from the games that they played."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dikast.metrics import Cycle, Rating, Ratings

if TYPE_CHECKING:
    from dikast.metrics import Cell, Game


@dataclass(frozen=True)
class Standings:
    """Ratings by Bradley–Terry and by Elo: of players, an agent for each side being one; and of agents as a whole.

    `cycles` are circles of agents in which each beat the next.
    """

    ratings: Ratings | None
    elo: tuple[Rating, ...]
    agent_ratings: Ratings | None
    agent_elo: tuple[Rating, ...]
    cycles: tuple[Cycle, ...]


def find_standings(cells: Sequence[Cell]) -> Standings:
    """The standings of all who met in these cells."""
    from dikast.metrics import cycles, games

    of_agents = games(cells)
    ratings, elo = _ratings(games(cells, split=True))
    agent_ratings, agent_elo = _ratings(of_agents)
    # Without two players who met there are no ratings, and no circles.
    circles = () if ratings is None else tuple(cycles(of_agents))
    return Standings(ratings, elo, agent_ratings, agent_elo, circles)


def _ratings(played: Sequence[Game]) -> tuple[Ratings | None, tuple[Rating, ...]]:
    """How well players persuade. None of it where fewer than two of them met."""
    from dikast.metrics import bradley_terry, elo

    if not played:
        return None, ()
    return bradley_terry(played), tuple(elo(played))
