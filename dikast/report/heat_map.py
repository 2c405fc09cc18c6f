"""HeatMap: the description of tables of values as squares, each the darker the higher its value."""

from __future__ import annotations

from collections.abc import Iterator

from dikast.records import Record
from dikast.report.figure import Figure, FigureValue


class HeatSquare(FigureValue):
    """The value of one row and column, counted from 0."""

    row: int
    column: int
    value: float


class HeatPanel(Record):
    """One table of squares: its name, the names of its rows and columns, and the squares that there are."""

    name: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    squares: tuple[HeatSquare, ...]


class HeatMap(Figure):
    """Tables of values as squares, one under the other. `x` names what the columns are, `y` what the rows are.

    Values lie between `fixed_limits`, by default 0 and 1.
    """

    y: str
    panels: tuple[HeatPanel, ...]

    def shade(self, value: float) -> float:
        """How dark a value is, from 0 to 1."""
        low, high = self.fixed_limits or (0.0, 1.0)
        return min(1.0, max(0.0, (value - low) / (high - low)))

    def legend(self) -> tuple[str, ...]:
        """No legend: each square has its value written in it."""
        return ()

    def columns(self) -> tuple[str, ...]:
        return ("cell", self.y, self.x, "value", "low", "high", "n")

    def table_rows(self) -> Iterator[tuple[object, ...]]:
        for panel in self.panels:
            for square in panel.squares:
                names = (panel.name, panel.rows[square.row], panel.columns[square.column])
                yield *names, square.value, *square.ends, square.n
