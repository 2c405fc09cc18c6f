"""Tables for people. A table that is wider than the terminal is printed in parts, each beginning with the names."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table

from dikast.sanitize import sanitize

if TYPE_CHECKING:
    from dikast.metrics import Estimate

NO_LIMIT = 10_000
"""The width of what is no terminal, in characters: no line there is folded or cut."""
MIN_NAME_WIDTH = 18
"""A column of names keeps this width, in characters, if its names are as long."""
COLUMN_GAP = 2

_Column = Sequence[str]
"""A heading and the cells below it."""


def plain_console(*, stderr: bool = False) -> Console:
    """Standard output or error, for text from files and models: markup in it is shown as it is.

    A pipe folds no line. Where NO_COLOR is set, nothing is bold or dim either.
    """
    console = Console(
        stderr=stderr,
        highlight=False,
        markup=False,
        emoji=False,
        color_system=None if os.environ.get("NO_COLOR") else "auto",
    )
    if not console.is_terminal:
        console.width = NO_LIMIT
    return console


def counted(number: int, noun: str) -> str:
    """`1 solution`, `2 solutions`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def print_table(
    console: Console,
    title: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    names: int = 1,
) -> None:
    """Prints a table under its title. Its first `names` columns hold names, which are folded if they are too long."""
    console.print(title, style="bold", soft_wrap=True)
    columns: list[_Column] = []
    for i, heading in enumerate(headings):
        cells = [sanitize(row[i]) for row in rows]
        columns.append([heading, *cells])
    for part in _parts(columns[:names], columns[names:], console.width):
        console.print(_table(columns[:names], part))
    console.print()


def or_dash(value: float | None, form: str) -> str:
    """The number in this format, a dash where there is none."""
    if value is None:
        return "–"
    return format(value, form)


def interval(estimate: Estimate, form: str = "z.2f") -> str:
    """The 95 % interval of an estimate, a dash where there is none."""
    if estimate.low is None or estimate.high is None:
        return "–"
    # A dash before a minus sign can't be read.
    between = " to " if estimate.low < 0 else "–"
    return f"{estimate.low:{form}}{between}{estimate.high:{form}}"


def rating_interval(low: float | None, high: float | None) -> str:
    """The 95 % interval of a rating; one end may be open."""
    if low is None or high is None:
        return "–"
    if math.isinf(high):
        return f"at least {low:.0f}"
    if math.isinf(low):
        return f"at most {high:.0f}"
    return f"{low:.0f} to {high:.0f}"


def column_width(column: _Column) -> int:
    """The width of the column in a terminal, in characters, if nothing in it is folded."""
    return max(map(cell_len, column))


def _table(names: Sequence[_Column], columns: Sequence[_Column]) -> Table:
    """A table of names, which may be folded, and numbers, which may not."""
    table = Table(box=None, pad_edge=False)
    for column in names:
        table.add_column(column[0], overflow="fold", min_width=_name_width(column))
    for column in columns:
        table.add_column(column[0], justify="right", no_wrap=True)
    _headings, *rows = zip(*names, *columns, strict=True)
    for row in rows:
        table.add_row(*row)
    return table


def _parts(names: Sequence[_Column], columns: Sequence[_Column], width: int) -> Iterator[list[_Column]]:
    """The columns in parts; each has as many as fit beside the names."""
    # Between the names; each other column brings the gap before it.
    gaps = COLUMN_GAP * (len(names) - 1)
    room = width - sum(map(_name_width, names)) - gaps
    part: list[_Column] = []
    part_width = 0
    for group in _groups(columns):
        group_width = sum(column_width(column) + COLUMN_GAP for column in group)
        # A group that is wider than the terminal is printed all the same, alone in its part.
        if part and part_width + group_width > room:
            yield part
            part = []
            part_width = 0
        part += group
        part_width += group_width
    yield part


def _groups(columns: Sequence[_Column]) -> list[list[_Column]]:
    """The columns, each interval together with the value before it: they may not be parted."""
    groups: list[list[_Column]] = []
    for column in columns:
        # A second interval has a space after its name, because the headings of a table must differ.
        is_interval = column[0].strip() == "interval"
        if groups and is_interval:
            groups[-1].append(column)
        else:
            groups.append([column])
    return groups


def _name_width(column: _Column) -> int:
    """The least width, in characters, that a column of names may be folded to."""
    return min(column_width(column), MIN_NAME_WIDTH)
