"""ArgumentTable: who argued for which choice, and what the judge made of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dikast.metrics.cell import MISSING, Bools, Cell, Floats, Ints, favourites, is_known, p_of_choice


@dataclass(frozen=True, eq=False)
class ArgumentTable:
    """A row for every seat that argued for a choice, in every passage of a decided episode.

    `agent` is a code into `agents` and `side` the choice argued for. `p` are the judge's probabilities of all choices
    at the end of that passage: those of the verdict, or where the episode was run again, of the passage's own look.
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
        return p_of_choice(self.p, self.side)

    @property
    def wins(self) -> Floats:
        """1 where the side argued is the favourite, 1/k where it shares the first place with k - 1 others, else 0."""
        top = self.p.max(axis=1)
        n_sharing = np.maximum((self.p == top[:, None]).sum(axis=1), 1)
        wins: Floats = (self.p_side == top) / n_sharing
        return wins

    @property
    def favourite(self) -> Ints:
        """The judge's favourite, -1 for none."""
        return favourites(self.p)


def build_argument_table(cell: Cell) -> ArgumentTable:
    """Who argued for what in the decided episodes of a cell: debaters and consultants."""
    seats = cell.seats
    is_debating = seats.of_kind("debater", "consultant")
    is_rerun = np.zeros(len(cell), dtype=bool)
    is_rerun[seats.episode[seats.argues[:, 1] != MISSING]] = True
    passages = [_passage_columns(cell, is_debating, is_rerun, passage) for passage in (0, 1)]
    columns = [np.concatenate(column) for column in zip(*passages, strict=True)]
    episode, passage, agent, side, p = columns
    # In an unparsed episode one of the passages may have been read; alone, it would bring its order's bias back.
    known = is_known(p) & cell.is_decided[episode]
    return ArgumentTable(seats.agents, episode[known], passage[known], agent[known], side[known], p[known])


def _passage_columns(
    cell: Cell, is_debating: Bools, is_rerun: Bools, passage: int
) -> tuple[Ints, Ints, Ints, Ints, Floats]:
    """The columns of one passage: episode, passage, agent, side and p.

    Seats argue in the second passage only where the episode was run again; else the first has the whole verdict.
    """
    seats = cell.seats
    rows = np.flatnonzero(is_debating & (seats.argues[:, passage] != MISSING))
    episode = seats.episode[rows]
    look = verdict_look_rows(cell, passage)[episode]
    p = np.where(is_rerun[episode, None], cell.views.p_of(look), cell.p[episode])
    return episode, np.full(len(rows), passage), seats.agent[rows], seats.argues[rows, passage], p


def verdict_look_rows(cell: Cell, passage: int) -> Ints:
    """The row in `cell.views` of each episode's first (0) or second (1) look for the verdict, -1 for none."""
    episode = cell.views.episode
    rows = np.argsort(episode, kind="stable")
    starts = np.searchsorted(episode[rows], np.arange(len(cell)))
    has_look = np.bincount(episode, minlength=len(cell)) > passage
    look_rows = np.full(len(cell), MISSING, dtype=np.int64)
    look_rows[has_look] = rows[starts[has_look] + passage]
    return look_rows
