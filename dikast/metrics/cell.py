"""Cell: one protocol with one choice of agents, its episodes in columns."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

NOBODY = -1
"""Stands for None in a column of choices."""


@dataclass(frozen=True, eq=False)
class Looks:
    """Looks of judges, a row each: `episode` is the row of its cell, `order` and `p` have a column a choice.

    `order` is filled up with -1 where a question has fewer choices, and `p` is in the question's own order, NaN
    where unparsed and zero for choices that the question lacks.
    """

    episode: Ints
    round: Ints
    order: Ints
    p: Floats

    def p_of(self, rows: Ints) -> Floats:
        """The probabilities of these rows, NaN where the row is -1, for none."""
        found = np.full((len(rows), self.p.shape[1]), np.nan)
        found[rows != NOBODY] = self.p[rows[rows != NOBODY]]
        return found


@dataclass(frozen=True, eq=False)
class Seats:
    """Seats, a row each: `agent` is a code into `agents`, `argues` has a column a passage, -1 for no side."""

    episode: Ints
    kinds: tuple[str, ...]
    agents: tuple[str, ...]
    kind: Ints
    agent: Ints
    argues: Ints

    def of_kind(self, *kinds: str) -> Bools:
        """Which seats are of one of these kinds."""
        return np.isin(self.kind, [i for i, kind in enumerate(self.kinds) if kind in kinds])


@dataclass(frozen=True, eq=False)
class Cell:
    """The episodes of one protocol with one choice of agents, a row each.

    `ids` are the episodes'; `question` is a code into `questions`; `gold`, `choice`, `argues` and `chosen` are choices,
    -1 for none; `credit` is NaN where there is none; `p` has a column a choice, zero for those that a question lacks,
    NaN without a verdict. There is always a column, if of NaN alone. `views` are the looks that verdicts were made
    from, `beliefs` the looks before them.
    """

    protocol: str
    agents: str
    questions: tuple[str, ...]
    ids: NDArray[np.object_]
    question: Ints
    repeat: Ints
    is_decided: Bools
    is_failed: Bools
    argues: Ints
    gold: Ints
    choice: Ints
    chosen: Ints
    choices: Ints
    credit: Floats
    p: Floats
    is_label: Bools
    views: Looks
    beliefs: Looks
    seats: Seats

    def __len__(self) -> int:
        return len(self.question)

    @property
    def name(self) -> str:
        """The protocol and, where agents vary, who sat in it."""
        return f"{self.protocol} ({self.agents})" if self.agents else self.protocol

    @property
    def is_scored(self) -> Bools:
        """Which episodes have a verdict and a right answer."""
        return ~np.isnan(self.credit)

    @property
    def is_believed(self) -> Bools:
        """Which episodes have the verdict's probabilities and a right answer."""
        return self.is_scored & is_known(self.p)

    @property
    def p_gold(self) -> Floats:
        """The probability of the right answer, NaN where there is no verdict or no right answer."""
        return of_choice(self.p, self.gold)

    @property
    def confidence(self) -> Floats:
        """The probability of the most probable choice, NaN without a verdict."""
        found: Floats = self.p.max(axis=1)
        return found

    def where(self, mask: Bools) -> Self:
        """The cell with these episodes alone, and with their questions alone."""
        kept = np.flatnonzero(mask)
        rank = np.full(len(self), NOBODY, dtype=np.int64)
        rank[kept] = np.arange(len(kept))
        codes, question = np.unique(self.question[kept], return_inverse=True)
        columns = _rows_of(self, kept)
        columns |= {"questions": tuple(self.questions[i] for i in codes), "question": question.astype(np.int64)}
        tables = {name: _those_of(getattr(self, name), rank) for name in ("views", "beliefs", "seats")}
        return type(self)(**{**columns, **tables})


def _rows_of(table: Cell | Looks | Seats, kept: Ints) -> dict[str, Any]:
    """The fields of a table, its columns with these rows alone."""
    values = {f.name: getattr(table, f.name) for f in fields(table)}
    return {name: value[kept] if isinstance(value, np.ndarray) else value for name, value in values.items()}


def _those_of(table: Looks | Seats, rank: Ints) -> Looks | Seats:
    """The rows of the episodes that have a new place."""
    columns = _rows_of(table, np.flatnonzero(rank[table.episode] != NOBODY))
    return type(table)(**{**columns, "episode": rank[columns["episode"]]})


def is_known(p: Floats) -> Bools:
    """Which rows of probabilities are not NaN."""
    found: Bools = ~np.isnan(p[:, 0])
    return found


def of_choice(p: Floats, choice: Ints) -> Floats:
    """The probability of a choice in each row, NaN where the choice is none."""
    found: Floats = np.where(choice >= 0, p[np.arange(len(p)), np.clip(choice, 0, p.shape[1] - 1)], np.nan)
    return found


def favourites(p: Floats) -> Ints:
    """The most probable choice of each row, -1 where the first place is shared or nothing is known."""
    with np.errstate(invalid="ignore"):
        is_clear = (p == p.max(axis=1, keepdims=True)).sum(axis=1) == 1
    found: Ints = np.where(is_clear, p.argmax(axis=1), NOBODY)
    return found
