"""Cell builder: outcomes, as they are read from a run folder, put into the columns of cells."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from dikast.metrics.cell import ENDINGS, MISSING, Cell, Floats, Ints, Looks, Seats
from dikast.metrics.draws import DRAWS
from dikast.records import Outcome, OutcomeLook

_INTEGER_COLUMNS: tuple[str, ...] = (
    "question", "repeat", "is_decided", "is_failed", "argues", "gold", "choice", "chosen", "choices", "is_label",
    "ending", "draw", "is_abstained",
)  # fmt: skip
_ROUTES_WITHOUT_CERTAINTY = ("label", "votes", "scores", "ranking", "verifier", "surprise")
"""Their probabilities only say what is chosen."""
_SEAT_COLUMNS = 5
"""The episode's row, the kind, the agent, and the sides argued in two passages."""


def cells(outcomes: Iterable[Outcome]) -> list[Cell]:
    """A cell for every protocol with every choice of agents, in the order in which they first appear.

    Outcomes are read one at a time and not kept: a cell takes about half a kilobyte an episode.
    """
    builders: dict[tuple[str, str], _CellBuilder] = {}
    for outcome in outcomes:
        key = (outcome.protocol, outcome.agents)
        if key not in builders:
            builders[key] = _CellBuilder(*key)
        builders[key].add(outcome)
    return [builder.build() for builder in builders.values()]


def _integers() -> array[int]:
    return array("q")


def _floats() -> array[float]:
    return array("d")


def _integer_columns() -> dict[str, array[int]]:
    return {name: _integers() for name in _INTEGER_COLUMNS}


@dataclass
class _RaggedRows:
    """Rows of different lengths, stored end to end."""

    values: array[float] = field(default_factory=_floats)
    lengths: array[int] = field(default_factory=_integers)

    def add(self, row: Sequence[float]) -> None:
        self.values.extend(row)
        self.lengths.append(len(row))

    def table(self, width: int, fill: float) -> Floats:
        """The rows as a table of this width, shorter ones filled up with `fill`; an empty row is all NaN."""
        lengths = np.array(self.lengths, dtype=np.int64)
        table = np.full((len(lengths), width), float(fill))
        table[np.arange(width) < lengths[:, None]] = np.array(self.values)
        table[lengths == 0] = np.nan
        return table

    @property
    def widest(self) -> int:
        return max(self.lengths, default=0)


@dataclass
class _LooksBuilder:
    """The columns of `Looks`, still growing."""

    episode: array[int] = field(default_factory=_integers)
    round: array[int] = field(default_factory=_integers)
    order: _RaggedRows = field(default_factory=_RaggedRows)
    p: _RaggedRows = field(default_factory=_RaggedRows)

    def add(self, row: int, looks: Iterable[OutcomeLook]) -> None:
        for look in looks:
            self.episode.append(row)
            self.round.append(look.round)
            self.order.add(look.order)
            # An unparsed look is an empty row, which the table shows as NaN.
            self.p.add(look.probabilities or ())

    def build(self, width: int) -> Looks:
        order = self.order.table(width, MISSING)
        return Looks(
            episode=_column(self.episode),
            round=_column(self.round),
            order=np.nan_to_num(order, nan=MISSING).astype(np.int64),
            p=self.p.table(width, 0.0),
        )


@dataclass
class _CellBuilder:
    """The columns of one cell, still growing.

    Arrays of machine numbers take a fraction of the memory of lists of Python numbers.
    """

    protocol: str
    agents: str
    questions: dict[str, int] = field(default_factory=dict)
    ids: list[str] = field(default_factory=list)
    integers: dict[str, array[int]] = field(default_factory=_integer_columns)
    credit: array[float] = field(default_factory=_floats)
    certainty: array[float] = field(default_factory=_floats)
    p: _RaggedRows = field(default_factory=_RaggedRows)
    views: _LooksBuilder = field(default_factory=_LooksBuilder)
    beliefs: _LooksBuilder = field(default_factory=_LooksBuilder)
    seat_kinds: dict[str, int] = field(default_factory=dict)
    seat_agents: dict[str, int] = field(default_factory=dict)
    seats: array[int] = field(default_factory=_integers)

    def add(self, outcome: Outcome) -> None:
        row = len(self.credit)
        p = outcome.probabilities or ()
        self.ids.append(outcome.id)
        # In the order of _INTEGER_COLUMNS.
        values = (
            self.questions.setdefault(outcome.question, len(self.questions)),
            outcome.repeat,
            outcome.status == "decided" and not outcome.is_unread,
            outcome.status == "failed",
            _code(outcome.argues),
            _code(outcome.gold),
            _code(outcome.choice),
            _code(outcome.chosen),
            len(p),
            outcome.route in _ROUTES_WITHOUT_CERTAINTY,
            MISSING if outcome.ending is None else ENDINGS.index(outcome.ending),
            MISSING if outcome.draw is None else DRAWS.index(outcome.draw),
            outcome.abstained,
        )
        for column, value in zip(self.integers.values(), values, strict=True):
            column.append(value)
        self.credit.append(np.nan if outcome.credit is None else outcome.credit)
        self.certainty.append(np.nan if outcome.certainty is None else outcome.certainty)
        self.p.add(p)
        self.views.add(row, outcome.views)
        self.beliefs.add(row, outcome.beliefs)
        for seated in outcome.seats:
            kind = self.seat_kinds.setdefault(seated.kind, len(self.seat_kinds))
            agent = self.seat_agents.setdefault(seated.agent, len(self.seat_agents))
            # Only an episode that was run again has a second passage.
            sides = (*seated.argues, None, None)
            self.seats.extend((row, kind, agent, _code(sides[0]), _code(sides[1])))

    def build(self) -> Cell:
        # At least one column, so that a cell without any verdict has one of NaN.
        width = max(1, self.p.widest, self.views.p.widest, self.beliefs.p.widest, self.views.order.widest)
        columns: dict[str, Any] = {}
        for name, values in self.integers.items():
            columns[name] = _column(values)
            if name.startswith("is_"):
                columns[name] = columns[name].astype(bool)
        # By name, so that the order of the records decides nothing, not even which questions a seed draws.
        names = np.array(list(self.questions), dtype=object)
        columns["question"] = np.argsort(np.argsort(names))[columns["question"]]
        return Cell(
            protocol=self.protocol,
            agents=self.agents,
            questions=tuple(sorted(self.questions)),
            ids=np.array(self.ids, dtype=object),
            **columns,
            credit=np.array(self.credit),
            certainty=np.array(self.certainty),
            p=self.p.table(width, 0.0),
            views=self.views.build(width),
            beliefs=self.beliefs.build(width),
            seats=self._build_seats(),
        )

    def _build_seats(self) -> Seats:
        table = _column(self.seats).reshape(-1, _SEAT_COLUMNS)
        return Seats(
            episode=table[:, 0],
            kinds=tuple(self.seat_kinds),
            agents=tuple(self.seat_agents),
            kind=table[:, 1],
            agent=table[:, 2],
            argues=table[:, 3:],
        )


def _code(choice: int | None) -> int:
    return MISSING if choice is None else choice


def _column(values: array[int]) -> Ints:
    return np.array(values, dtype=np.int64)
