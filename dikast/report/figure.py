"""Figure: the description of a figure, as data, from which every drawing of it is made.

What a figure says is decided here and nowhere else: its title, its axes with their limits and ticks, its series and
curves with their order and labels, its reference line, its legend. `intervals_svg` and `curves_svg` draw a description
as SVG for the page, `plots` draws it on matplotlib axes, and `as_csv` writes its data. A drawing adds only what depends
on its medium: sizes, the wrapping of labels, and the shape and colour that stand for the number of a series.
"""

from __future__ import annotations

import csv
import io
from abc import ABC, abstractmethod
from collections.abc import Iterator

from dikast.records import Record
from dikast.report.axis import AxisLimits, padded_limits

# A spreadsheet takes a cell that begins with one of these for a formula.
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


class FigureValue(Record):
    """What each value in a figure has: its interval, if there is one, and the number of things it rests on."""

    interval: AxisLimits | None = None
    n: int = 0

    @property
    def ends(self) -> tuple[float | None, float | None]:
        """The ends of the interval, as two cells of a table; None and None where there is no interval."""
        if self.interval is None:
            return None, None
        return self.interval

    def describe(self, value: float) -> str:
        """The value with its interval and its number, in words."""
        if self.interval is None:
            return f"{value:.3f}, n = {self.n:,}"
        low, high = self.interval
        return f"{value:.3f} ({low:.3f} to {high:.3f}), n = {self.n:,}"

    def values_with(self, value: float) -> list[float]:
        """The value and the ends of its interval: all that the axis has to hold."""
        if self.interval is None:
            return [value]
        return [value, *self.interval]


class FigureMark(FigureValue):
    """One value in a row, which belongs to a series."""

    series: str
    value: float


class CurvePoint(FigureValue):
    """A point of a curve; the interval is one of y."""

    x: float
    y: float


class FigureLabel(Record):
    """A label; `note` is its second line, in smaller type."""

    label: str
    note: str = ""

    @property
    def name(self) -> str:
        """Label and note in one line."""
        if self.note:
            return f"{self.label} ({self.note})"
        return self.label


class FigureRow(FigureLabel):
    """A labelled row of marks."""

    marks: tuple[FigureMark, ...]


class Curve(FigureLabel):
    """A labelled curve: its points in the order in which a line joins them."""

    points: tuple[CurvePoint, ...]


class Figure(Record, ABC):
    """A figure: its name, its axes with their units, and how to read it.

    `fixed_limits` are those of the axis of values, None where they follow from the values. `reference` is a value that
    gets a line of its own, with the name of that line.
    """

    id: str
    title: str
    reading: str
    x: str
    fixed_limits: AxisLimits | None = None
    reference: tuple[float, str] | None = None

    @abstractmethod
    def legend(self) -> tuple[str, ...]:
        """The names that a legend explains, in the order of their numbers; none where no legend is needed."""

    @abstractmethod
    def columns(self) -> tuple[str, ...]:
        """The columns of its data as a table."""

    @abstractmethod
    def table_rows(self) -> Iterator[tuple[object, ...]]:
        """The rows of its data as a table."""

    def as_csv(self) -> str:
        """All its data. A label that a spreadsheet would take for a formula gets an apostrophe before it."""
        file = io.StringIO()
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(self.columns())
        writer.writerows(map(_without_formulas, self.table_rows()))
        return file.getvalue()


class Intervals(Figure):
    """Values with their intervals along one axis, in rows.

    `series` are the names of all series that there can be, in order. A series keeps its number, and with it its shape
    and colour, where others have no value.
    """

    series: tuple[str, ...]
    rows: tuple[FigureRow, ...]

    def number_of(self, mark: FigureMark) -> int:
        """The number of the mark's series."""
        return self.series.index(mark.series)

    def x_limits(self) -> AxisLimits:
        """The limits of the axis of values, which hold every interval and the reference."""
        if self.fixed_limits is not None:
            return self.fixed_limits
        values: list[float] = []
        for row in self.rows:
            for mark in row.marks:
                values += mark.values_with(mark.value)
        if self.reference is not None:
            values.append(self.reference[0])
        return padded_limits(values)

    def legend(self) -> tuple[str, ...]:
        """The series, where there are several."""
        if len(self.series) == 1:
            return ()
        return self.series

    def columns(self) -> tuple[str, ...]:
        return ("cell", "series", "value", "low", "high", "n")

    def table_rows(self) -> Iterator[tuple[object, ...]]:
        for row in self.rows:
            for mark in row.marks:
                yield row.name, mark.series, mark.value, *mark.ends, mark.n


class Curves(Figure):
    """Curves over two axes.

    With `panels`, each curve has a plot of its own, where there is room for them. `is_joined` joins the points of a
    curve by lines. `diagonal` draws y = x. `frontier` are points that no other beats, joined by a line under the
    others. With `is_log`, x is drawn by its logarithm. `ticks` are x values with their names; without any, the axis has
    round numbers. `fixed_x_limits` are the limits of x, None where they follow from the points.
    """

    y: str
    curves: tuple[Curve, ...]
    fixed_x_limits: AxisLimits | None = None
    panels: bool = False
    is_joined: bool = True
    diagonal: bool = False
    is_log: bool = False
    frontier: tuple[tuple[float, float], ...] = ()
    ticks: tuple[tuple[float, str], ...] = ()

    def x_limits(self) -> AxisLimits:
        """The limits of x, which hold every point and zero."""
        if self.fixed_x_limits is not None:
            return self.fixed_x_limits
        values = [point.x for curve in self.curves for point in curve.points]
        low, high = padded_limits([0.0, *values])
        # Where nothing is below zero, the axis begins exactly there, without the margin that zero would get.
        if min(values) >= 0:
            low = 0.0
        return low, high

    def y_limits(self) -> AxisLimits:
        """The limits of y, which hold every interval."""
        if self.fixed_limits is not None:
            return self.fixed_limits
        values: list[float] = []
        for curve in self.curves:
            for point in curve.points:
                values += point.values_with(point.y)
        return padded_limits(values)

    def legend(self) -> tuple[str, ...]:
        """The curves, where they share a plot; in panels each has its name above it."""
        if self.panels:
            return ()
        return tuple(curve.name for curve in self.curves)

    def columns(self) -> tuple[str, ...]:
        return ("cell", self.x, self.y, "low", "high", "n")

    def table_rows(self) -> Iterator[tuple[object, ...]]:
        for curve in self.curves:
            for point in curve.points:
                yield curve.name, point.x, point.y, *point.ends, point.n


def _without_formulas(row: tuple[object, ...]) -> list[object]:
    """The row, in which no label can be taken for a formula. Numbers stay as they are, negative ones too."""
    cells = list(row)
    for i, cell in enumerate(row):
        if isinstance(cell, str) and cell.startswith(_FORMULA_SIGNS):
            cells[i] = f"'{cell}"
    return cells
