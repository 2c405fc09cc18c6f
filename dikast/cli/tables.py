"""Tables for people: one that is wider than the terminal is printed in parts, each beginning with the names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table

from dikast.sanitize import sanitize

NAME_WIDE = 18
"""What a column of names is left with at least, where its names are as wide."""
BETWEEN = 2


def print_table(
    console: Console, title: str, headings: Sequence[str], rows: Sequence[Sequence[str]], names: int = 1
) -> None:
    """Prints a table under its title; its first columns are names, which are folded where they are too long."""
    console.print(title, style="bold", soft_wrap=True)
    columns = [[heading, *(sanitize(row[i]) for row in rows)] for i, heading in enumerate(headings)]
    for part in _parts(columns[:names], columns[names:], console.width):
        console.print(_table(columns[:names], part))
    console.print()


def _table(names: Sequence[Sequence[str]], columns: Sequence[Sequence[str]]) -> Table:
    """A table of these columns, each with its heading first."""
    table = Table(box=None, pad_edge=False)
    for heading, *cells in names:
        table.add_column(heading, overflow="fold", min_width=min(_width((heading, *cells)), NAME_WIDE))
    for heading, *_ in columns:
        table.add_column(heading, justify="right", no_wrap=True)
    for row in list(zip(*names, *columns, strict=True))[1:]:
        table.add_row(*row)
    return table


def _parts(
    names: Sequence[Sequence[str]], columns: Sequence[Sequence[str]], width: int
) -> Iterator[list[Sequence[str]]]:
    """The columns, as many beside the names as fit; an interval stays with what it is the interval of."""
    room = width - sum(min(_width(column), NAME_WIDE) for column in names) - BETWEEN * (len(names) - 1)
    part: list[Sequence[str]] = []
    for group in _groups(columns):
        if part and sum(_width(column) + BETWEEN for column in (*part, *group)) > room:
            yield part
            part = []
        part += group
    yield part


def _groups(columns: Sequence[Sequence[str]]) -> list[list[Sequence[str]]]:
    found: list[list[Sequence[str]]] = []
    for column in columns:
        if found and column[0].strip() == "interval":
            found[-1].append(column)
        else:
            found.append([column])
    return found


def _width(column: Sequence[str]) -> int:
    return max(map(cell_len, column))
