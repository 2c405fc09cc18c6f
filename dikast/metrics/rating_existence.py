"""Whether games have a likeliest set of ratings, or make some player's rating grow without end.

Ford 1957 (American Mathematical Monthly 64) for games without ties. With Davidson's ties, the condition of Albert and
Anderson (1984, Biometrika 71): no change of the strengths and of ln ν makes every observed result at least as likely
and some other result less likely.
"""

from __future__ import annotations

import numpy as np

from dikast.metrics.cell import Bools, Floats
from dikast.metrics.pair_counts import PairCounts


def has_one_maximum(totals: Floats, counts: PairCounts) -> bool:
    """Whether the likelihood of these games has one maximum, for the players that occur in them.

    `totals` is (3 · pairs): wins of the first, wins of the second and ties of each pair of `counts`.
    """
    occurs = totals.reshape(-1, 3) > 0
    n = counts.n_players
    beat, tied = np.zeros((n, n), dtype=bool), np.zeros((n, n), dtype=bool)
    beat[counts.one, counts.other], beat[counts.other, counts.one] = occurs[:, 0], occurs[:, 1]
    tied[counts.one, counts.other] = tied[counts.other, counts.one] = occurs[:, 2]
    # A player without a game is ignored.
    plays = (beat | beat.T | tied).any(axis=0)
    beat, tied = beat[plays][:, plays], tied[plays][:, plays]
    # Some players who lost no game to the others can be rated ever higher; those who tied must move together.
    if not _all_reach_all(beat | tied):
        return False
    return not tied.any() or _has_cycle_of_wins(beat, tied)


def _all_reach_all(edges: Bools) -> bool:
    """Whether a way along the edges leads from every node to every other."""
    reached = edges | np.eye(len(edges), dtype=bool)
    for _ in range(len(edges).bit_length()):
        # Ways of twice the length; products of floats are faster than those of truth values.
        reached = reached.astype(np.float32) @ reached.astype(np.float32) > 0
    return bool(reached.all())


def _has_cycle_of_wins(beat: Bools, tied: Bools) -> bool:
    """Whether a cycle of players, each of whom beat or tied the next, has more wins than ties.

    Without one, strengths exist that differ by at least ln ν where somebody won and by at most ln ν where somebody
    tied; multiplied by any number, they make the games ever likelier. With a cost of -1 for a win and 1 for a tie, it
    is a cycle of negative cost, which Floyd and Warshall's algorithm finds.
    """
    cost = np.where(beat, -1.0, np.where(tied, 1.0, np.inf))
    for middle in range(len(cost)):
        cost = np.minimum(cost, cost[:, middle, None] + cost[middle])
        # At once, since costs fall without end after it.
        if (cost.diagonal() < 0).any():
            return True
    return False
