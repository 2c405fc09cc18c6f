"""Cell: one protocol with one choice of agents, its episodes in columns."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Self, get_args

import numpy as np
from numpy.typing import NDArray

from dikast.records import Ending

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

MISSING = -1
"""Stands for None in a column of integers: no choice, or no row."""
ENDINGS: tuple[Ending, ...] = get_args(Ending)


@dataclass(frozen=True, eq=False)
class Looks:
    """Looks of judges, a row each. `episode` is the row in the cell; `order` and `p` have a column for each choice.

    `order` is filled up with -1 where a question has fewer choices. `p` is in the question's own order: NaN where the
    look is unparsed, zero for choices that the question lacks.
    """

    episode: Ints
    round: Ints
    order: Ints
    p: Floats

    def p_of(self, rows: Ints) -> Floats:
        """The probabilities of these rows; NaN where the row is -1."""
        p = np.full((len(rows), self.p.shape[1]), np.nan)
        is_there = rows != MISSING
        p[is_there] = self.p[rows[is_there]]
        return p


@dataclass(frozen=True, eq=False)
class Seats:
    """Seats, a row each. `agent` is a code into `agents`; `argues` has a column for each passage, -1 for no side."""

    episode: Ints
    kinds: tuple[str, ...]
    agents: tuple[str, ...]
    kind: Ints
    agent: Ints
    argues: Ints

    def of_kind(self, *kinds: str) -> Bools:
        """Which seats are of one of these kinds."""
        codes = [code for code, kind in enumerate(self.kinds) if kind in kinds]
        return np.isin(self.kind, codes)


@dataclass(frozen=True, eq=False)
class Cell:
    """The episodes of one protocol with one choice of agents, a row each.

    `ids` are the episodes' ids. `question` is a code into `questions`. `gold`, `choice`, `argues` and `chosen` are
    choices, -1 for none. `credit` is NaN where there is none. `p` has a column for each choice: zero for choices that
    the question lacks, NaN without a verdict. It always has at least one column. `views` are the looks that verdicts
    were made from, `beliefs` the looks before them. `ending` is why there is no verdict, a code into ENDINGS; `draw`
    how choices came to share the first place, a code into DRAWS. `is_label`: the probabilities are those of a bare
    label, a vote, scores or a ranking, and state no certainty.
    `certainty` is what judges say of it, from 1 to 100; NaN where they do not. `is_decided`: the verdict could be read
    (see `Outcome.is_unread`).
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
    is_abstained: Bools
    certainty: Floats
    ending: Ints
    draw: Ints
    views: Looks
    beliefs: Looks
    seats: Seats

    def __len__(self) -> int:
        return len(self.question)

    @property
    def name(self) -> str:
        """The protocol and, where agents vary, which agents they are."""
        if not self.agents:
            return self.protocol
        return f"{self.protocol} ({self.agents})"

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
        """The probability of the right answer; NaN where there is no verdict or no right answer."""
        return p_of_choice(self.p, self.gold)

    @property
    def confidence(self) -> Floats:
        """The probability of the most probable choice; NaN without a verdict."""
        confidence: Floats = self.p.max(axis=1)
        return confidence

    def where(self, mask: Bools) -> Self:
        """The cell with only these episodes and their questions."""
        rows = np.flatnonzero(mask)
        new_row = np.full(len(self), MISSING, dtype=np.int64)
        new_row[rows] = np.arange(len(rows))
        codes, question = np.unique(self.question[rows], return_inverse=True)
        columns = _select_rows(self, rows)
        columns["questions"] = tuple(self.questions[code] for code in codes)
        # `np.unique` gives codes in the platform's own integer type.
        columns["question"] = question.astype(np.int64)
        columns["views"] = _select_episodes(self.views, new_row)
        columns["beliefs"] = _select_episodes(self.beliefs, new_row)
        columns["seats"] = _select_episodes(self.seats, new_row)
        return type(self)(**columns)


def _select_rows(table: Cell | Looks | Seats, rows: Ints) -> dict[str, Any]:
    """The fields of a table, its columns with only these rows."""
    columns: dict[str, Any] = {}
    for field in fields(table):
        value = getattr(table, field.name)
        # What is no array holds for the whole table, like the names that codes refer to.
        if isinstance(value, np.ndarray):
            value = value[rows]
        columns[field.name] = value
    return columns


def _select_episodes(table: Looks | Seats, new_row: Ints) -> Looks | Seats:
    """The rows of the episodes that stay in the cell, with the episodes' new rows."""
    columns = _select_rows(table, np.flatnonzero(new_row[table.episode] != MISSING))
    columns["episode"] = new_row[columns["episode"]]
    return type(table)(**columns)


def is_known(p: Floats) -> Bools:
    """Which rows of probabilities are not NaN."""
    # A row is known as a whole or not at all, so its first column tells.
    known: Bools = ~np.isnan(p[:, 0])
    return known


def p_of_choice(p: Floats, choice: Ints) -> Floats:
    """The probability of one choice in each row; NaN where the choice is -1."""
    column = np.clip(choice, 0, p.shape[1] - 1)
    p_choice: Floats = np.where(choice >= 0, p[np.arange(len(p)), column], np.nan)
    return p_choice


def favourites(p: Floats) -> Ints:
    """The most probable choice of each row; -1 where several share the first place, or nothing is known."""
    with np.errstate(invalid="ignore"):
        is_single = (p == p.max(axis=1, keepdims=True)).sum(axis=1) == 1
    favourite: Ints = np.where(is_single, p.argmax(axis=1), MISSING)
    return favourite
