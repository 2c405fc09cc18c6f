"""From outcomes to columns."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from dikast.metrics.cell import NOBODY, Cell, Floats, Ints, Looks, Seats
from dikast.records import Outcome, OutcomeLook

_CODES: tuple[str, ...] = (
    "question", "repeat", "is_decided", "is_failed", "argues", "gold", "choice", "chosen", "choices", "is_label",
)  # fmt: skip


def cells(outcomes: Iterable[Outcome]) -> list[Cell]:
    """A cell for every protocol with every choice of agents, in the order in which they first come.

    Takes outcomes as they come, so that none of them need stay in memory: about half a kilobyte an episode.
    """
    growing: dict[tuple[str, str], _Growing] = {}
    for outcome in outcomes:
        key = (outcome.protocol, outcome.agents)
        if key not in growing:
            growing[key] = _Growing(*key)
        growing[key].add(outcome)
    return [cell.grown() for cell in growing.values()]


def _integers() -> array[int]:
    return array("q")


def _floats() -> array[float]:
    return array("d")


@dataclass
class _Ragged:
    """Rows of different lengths, end to end."""

    values: array[float] = field(default_factory=_floats)
    lengths: array[int] = field(default_factory=_integers)

    def add(self, row: Sequence[float]) -> None:
        self.values.extend(row)
        self.lengths.append(len(row))

    def filled(self, width: int, fill: float) -> Floats:
        """The rows, as wide as asked, `fill` behind the shorter ones; NaN all along where a row has nothing."""
        lengths = np.array(self.lengths, dtype=np.int64)
        table = np.full((len(lengths), width), float(fill))
        table[np.arange(width) < lengths[:, None]] = np.array(self.values)
        table[lengths == 0] = np.nan
        return table

    @property
    def widest(self) -> int:
        return max(self.lengths, default=0)


@dataclass
class _GrowingLooks:
    episode: array[int] = field(default_factory=_integers)
    round: array[int] = field(default_factory=_integers)
    order: _Ragged = field(default_factory=_Ragged)
    p: _Ragged = field(default_factory=_Ragged)

    def add(self, row: int, looks: Iterable[OutcomeLook]) -> None:
        for look in looks:
            self.episode.append(row)
            self.round.append(look.round)
            self.order.add(look.order)
            self.p.add(look.probabilities or ())

    def grown(self, width: int) -> Looks:
        order = np.nan_to_num(self.order.filled(width, NOBODY), nan=NOBODY).astype(np.int64)
        return Looks(_column(self.episode), _column(self.round), order, self.p.filled(width, 0.0))


@dataclass
class _Growing:
    """A cell that is still being read."""

    protocol: str
    agents: str
    questions: dict[str, int] = field(default_factory=dict)
    ids: list[str] = field(default_factory=list)
    codes: dict[str, array[int]] = field(default_factory=lambda: {name: _integers() for name in _CODES})
    credit: array[float] = field(default_factory=_floats)
    p: _Ragged = field(default_factory=_Ragged)
    views: _GrowingLooks = field(default_factory=_GrowingLooks)
    beliefs: _GrowingLooks = field(default_factory=_GrowingLooks)
    kinds: dict[str, int] = field(default_factory=dict)
    players: dict[str, int] = field(default_factory=dict)
    seats: array[int] = field(default_factory=_integers)

    def add(self, outcome: Outcome) -> None:
        row = len(self.credit)
        p = outcome.probabilities or ()
        self.ids.append(outcome.id)
        values = (
            self.questions.setdefault(outcome.question, len(self.questions)),
            outcome.repeat,
            outcome.status == "decided",
            outcome.status == "failed",
            _code(outcome.argues),
            _code(outcome.gold),
            _code(outcome.choice),
            _code(outcome.chosen),
            len(p),
            outcome.route in ("label", "votes"),
        )
        for column, value in zip(self.codes.values(), values, strict=True):
            column.append(value)
        self.credit.append(np.nan if outcome.credit is None else outcome.credit)
        self.p.add(p)
        self.views.add(row, outcome.views)
        self.beliefs.add(row, outcome.beliefs)
        for seated in outcome.seats:
            kind = self.kinds.setdefault(seated.kind, len(self.kinds))
            agent = self.players.setdefault(seated.agent, len(self.players))
            first, *again = seated.argues or (None,)
            self.seats.extend((row, kind, agent, _code(first), _code(again[0] if again else None)))

    def grown(self) -> Cell:
        width = max(1, self.p.widest, self.views.p.widest, self.beliefs.p.widest, self.views.order.widest)
        columns: dict[str, Any] = {name: _column(column) for name, column in self.codes.items()}
        columns |= {name: column.astype(bool) for name, column in columns.items() if name.startswith("is_")}
        # By name, so that the order of the records decides nothing, not even which questions a seed draws.
        names = np.array(list(self.questions), dtype=object)
        columns["question"] = np.argsort(np.argsort(names))[columns["question"]]
        seats = _column(self.seats).reshape(-1, 5)
        return Cell(
            protocol=self.protocol,
            agents=self.agents,
            questions=tuple(sorted(self.questions)),
            ids=np.array(self.ids, dtype=object),
            **columns,
            credit=np.array(self.credit),
            p=self.p.filled(width, 0.0),
            views=self.views.grown(width),
            beliefs=self.beliefs.grown(width),
            seats=Seats(seats[:, 0], tuple(self.kinds), tuple(self.players), seats[:, 1], seats[:, 2], seats[:, 3:]),
        )


def _code(choice: int | None) -> int:
    return NOBODY if choice is None else choice


def _column(values: array[int]) -> Ints:
    return np.array(values, dtype=np.int64)
