"""Who argued for what, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dikast.metrics.cell import NOBODY, Bools, Cell, Floats, Ints, favourites, is_known, of_choice


@dataclass(frozen=True, eq=False)
class ArgumentTable:
    """A row for every seat that argued for a choice, in every passage of a decided episode.

    `agent` is a code into `agents`; `side` the choice argued for, `p` what the judge made of all choices at the end
    of that passage: the verdict, or where the episode was run again, the passage's own look.
    """

    agents: tuple[str, ...]
    episode: Ints
    passage: Ints
    agent: Ints
    side: Ints
    p: Floats

    @property
    def p_side(self) -> Floats:
        """The probability of the side argued."""
        return of_choice(self.p, self.side)

    @property
    def wins(self) -> Floats:
        """1 where the side argued is the favourite, its part where the first place is shared, else 0."""
        top = self.p.max(axis=1)
        sharers = np.maximum((self.p == top[:, None]).sum(axis=1), 1)
        found: Floats = (self.p_side == top) / sharers
        return found

    @property
    def favourite(self) -> Ints:
        """The judge's favourite, -1 for none."""
        return favourites(self.p)


def argued(cell: Cell) -> ArgumentTable:
    """Who argued for what in the decided episodes of a cell: debaters and consultants."""
    seats = cell.seats
    speaks = seats.of_kind("debater", "consultant")
    is_rerun = np.zeros(len(cell), dtype=bool)
    is_rerun[seats.episode[seats.argues[:, 1] != NOBODY]] = True
    tables = [_passage(cell, speaks, is_rerun, passage) for passage in (0, 1)]
    columns = [np.concatenate(column) for column in zip(*tables, strict=True)]
    episode, passage, agent, side, p = columns
    # Of a verdict that could not be read, one passage may have been: it alone would bring its order's bias back.
    known = is_known(p) & cell.is_decided[episode]
    return ArgumentTable(seats.agents, episode[known], passage[known], agent[known], side[known], p[known])


def _passage(cell: Cell, speaks: Bools, is_rerun: Bools, passage: int) -> tuple[Ints, Ints, Ints, Ints, Floats]:
    """The seats of one passage: those of the first stand for the verdict where there is no second."""
    seats = cell.seats
    rows = np.flatnonzero(speaks & (seats.argues[:, passage] != NOBODY))
    episode = seats.episode[rows]
    looked = view_of(cell, passage)[episode]
    p = np.where(is_rerun[episode, None], cell.views.p_of(looked), cell.p[episode])
    return episode, np.full(len(rows), passage), seats.agent[rows], seats.argues[rows, passage], p


def view_of(cell: Cell, place: int) -> Ints:
    """The row of each episode's first or second view, -1 for none."""
    episode = cell.views.episode
    rows = np.argsort(episode, kind="stable")
    starts = np.searchsorted(episode[rows], np.arange(len(cell)))
    counts = np.bincount(episode, minlength=len(cell))
    found = np.full(len(cell), NOBODY, dtype=np.int64)
    has = counts > place
    found[has] = rows[starts[has] + place]
    return found
