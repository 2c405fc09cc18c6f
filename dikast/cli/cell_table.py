"""A table with one row a cell: one protocol with one choice of agents."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from rich.console import Console

from dikast.cli.tables import COLUMN_GAP, column_width, interval, or_dash, print_table
from dikast.metrics import Estimate
from dikast.sanitize import sanitize


class CellRow(Protocol):
    """What is known of one cell, with the names of its protocol and agents."""

    @property
    def protocol(self) -> str: ...
    @property
    def agents(self) -> str: ...


R = TypeVar("R", bound=CellRow)


@dataclass(frozen=True)
class CellTable(Generic[R]):
    """Headings in order, each with the function that writes a row's text below it."""

    title: str
    columns: dict[str, Callable[[R], str]]

    def without_empty(self, rows: Sequence[R], rare: Mapping[str, Callable[[R], object]]) -> CellTable[R]:
        """The table without the empty ones of its `rare` columns; each of them has a function that is true of a row
        that has something to show in it.
        """
        columns = dict(self.columns)
        for heading, has_value in rare.items():
            if not any(map(has_value, rows)):
                del columns[heading]
        return CellTable(self.title, columns)

    def width(self, rows: Sequence[R]) -> int:
        """The width of the table, in characters, if nothing in it is folded."""
        columns = zip(*self._lines(rows), strict=True)
        return sum(column_width(column) + COLUMN_GAP for column in columns) - COLUMN_GAP

    def print_on(self, console: Console, rows: Sequence[R]) -> None:
        """Prints the table under its title, after the columns with the rows' names."""
        headings, *lines = self._lines(rows)
        # The columns of names are folded if they are too long, the others never.
        n_names = len(headings) - len(self.columns)
        print_table(console, self.title, headings, lines, names=n_names)

    def _lines(self, rows: Sequence[R]) -> list[list[str]]:
        """The headings, then the cells of each row."""
        # An experiment with one choice of agents has no names for it.
        has_agents = any(row.agents for row in rows)
        names = ["protocol", "agents"] if has_agents else ["protocol"]
        lines = [[*names, *self.columns]]
        for row in rows:
            cells = [sanitize(row.protocol)]
            if has_agents:
                cells.append(sanitize(row.agents))
            cells += [text(row) for text in self.columns.values()]
            lines.append(cells)
        return lines


def share_with_interval(estimate: Estimate | None) -> str:
    """A share with its 95 % interval; a dash where there is none."""
    if estimate is None or estimate.value is None:
        return "–"
    return f"{share(estimate.value)} ({interval(estimate, 'z.3f')})"


def share(value: float | None) -> str:
    """A share to three decimals, a dash where there is none."""
    # The z drops the sign of a negative zero, which a difference may be rounded to.
    return or_dash(value, "z.3f")
