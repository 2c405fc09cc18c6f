"""Figure: what a plot shows, as data. The page draws it as SVG, notebooks with matplotlib, and it is a CSV file."""

from __future__ import annotations

import csv
import io
from abc import ABC, abstractmethod
from collections.abc import Iterator

from dikast.records import Record


class FigureMark(Record):
    """One value in a row, of a series, with its interval and the number of things it rests on."""

    series: str
    value: float
    low: float | None = None
    high: float | None = None
    n: int = 0


class FigureRow(Record):
    """A labelled row of marks beside one another; `note` is a smaller second line of the label."""

    label: str
    note: str = ""
    marks: tuple[FigureMark, ...]

    @property
    def name(self) -> str:
        """Label and note in one."""
        return f"{self.label} ({self.note})" if self.note else self.label


class CurvePoint(Record):
    """A point of a curve; `low` and `high` are an interval of y."""

    x: float
    y: float
    low: float | None = None
    high: float | None = None
    n: int = 0


class Curve(Record):
    """Labelled points, in the order they are joined; `note` is a smaller second line of the label."""

    label: str
    note: str = ""
    points: tuple[CurvePoint, ...]

    @property
    def name(self) -> str:
        """Label and note in one."""
        return f"{self.label} ({self.note})" if self.note else self.label


class Figure(Record, ABC):
    """A plot: what it is called, what is on its axes with their units, and how it is to be read.

    `limits` are those of the axis of values, None where the values give them; `reference` is a value worth a line, with
    its name.
    """

    id: str
    title: str
    reading: str
    x: str
    limits: tuple[float, float] | None = None
    reference: tuple[float, str] | None = None

    @abstractmethod
    def header(self) -> tuple[str, ...]:
        """The names of its columns as CSV."""

    @abstractmethod
    def lines(self) -> Iterator[tuple[object, ...]]:
        """Its rows as CSV."""

    def as_csv(self) -> str:
        """All its data. Labels that a spreadsheet would take for a formula are made plain text."""
        file = io.StringIO()
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(self.header())
        writer.writerows([_plain(cell) for cell in line] for line in self.lines())
        return file.getvalue()


class Intervals(Figure):
    """Values with their intervals along one axis, row under row.

    `series` are the names of all series there can be, in the order of their marks: whichever of them there are, each
    keeps its own.
    """

    series: tuple[str, ...]
    rows: tuple[FigureRow, ...]

    def header(self) -> tuple[str, ...]:
        return ("cell", "series", "value", "low", "high", "n")

    def lines(self) -> Iterator[tuple[object, ...]]:
        for row in self.rows:
            for mark in row.marks:
                yield row.name, mark.series, mark.value, mark.low, mark.high, mark.n


class Curves(Figure):
    """Curves over two axes. `panels` gives each a plot of its own; `is_joined` joins the points of each by lines.

    `diagonal` draws y = x; `frontier` joins points that no other beats, and is drawn under the rest;
    with `is_log`, x is laid out by its logarithm.
    """

    y: str
    curves: tuple[Curve, ...]
    x_limits: tuple[float, float] | None = None
    panels: bool = False
    is_joined: bool = True
    diagonal: bool = False
    is_log: bool = False
    frontier: tuple[tuple[float, float], ...] = ()
    ticks: tuple[tuple[float, str], ...] = ()

    def header(self) -> tuple[str, ...]:
        return ("cell", self.x, self.y, "low", "high", "n")

    def lines(self) -> Iterator[tuple[object, ...]]:
        for curve in self.curves:
            for point in curve.points:
                yield curve.name, point.x, point.y, point.low, point.high, point.n


def _plain(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
