"""Figure builders: marks and points from estimates, and figures with no more rows or curves than can be read."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeVar

from dikast.metrics import Estimate
from dikast.report.axis import AxisLimits
from dikast.report.cell_findings import CellFindings
from dikast.report.figure import Curve, CurvePoint, Curves, Figure, FigureMark, FigureRow, Intervals
from dikast.report.findings import Findings

FigureType = TypeVar("FigureType", bound=Figure)
MOST_ROWS = 40
MOST_CURVES = 12
SHARE = (0.0, 1.0)
_NUMBER_WORDS = {2: "two", 3: "three", 4: "four", 5: "five"}


def build_intervals(rows: Sequence[FigureRow], unit: str = "cells", **attributes: object) -> Intervals | None:
    """A figure with the rows that have marks; None where none has. `unit` is what the rows are, in words."""
    shown = [row for row in rows if row.marks]
    if not shown:
        return None
    figure = Intervals.model_validate({**attributes, "rows": shown[:MOST_ROWS]})
    return _with_omission(figure, MOST_ROWS, len(shown), unit)


def build_curves(curves: Sequence[Curve], **attributes: object) -> Curves | None:
    """A figure with the curves that have points; None where none has."""
    shown = [curve for curve in curves if curve.points]
    if not shown:
        return None
    figure = Curves.model_validate({**attributes, "curves": shown[:MOST_CURVES]})
    return _with_omission(figure, MOST_CURVES, len(shown), "cells")


def _with_omission(figure: FigureType, most: int, n: int, unit: str) -> FigureType:
    """The figure; where it leaves some out, its reading says so."""
    if n <= most:
        return figure
    reading = f"{figure.reading} Shown are the first {most} of {n:,} {unit}."
    return figure.model_copy(update={"reading": reading})


def cell_row(cell: CellFindings, *marks: FigureMark | None) -> FigureRow:
    """The row of a cell, with the marks that there are."""
    return FigureRow(
        label=cell.protocol,
        note=cell.agents,
        marks=tuple(filter(None, marks)),
    )


def cell_curve(cell: CellFindings, points: Sequence[CurvePoint | None]) -> Curve:
    """The curve of a cell, through the points that there are."""
    return Curve(
        label=cell.protocol,
        note=cell.agents,
        points=tuple(filter(None, points)),
    )


def chance_line(findings: Findings, name: str = "chance, with {} answers") -> tuple[float, str] | None:
    """The share of right verdicts by guessing, with its name; None where questions differ in their number of answers.

    `{}` in the name becomes that number, in words.
    """
    numbers: set[int | None] = set()
    for cell in findings.cells:
        # A cell that the figures can't show must not hide the line of the others.
        if cell.position.first.n or cell.accuracy.accuracy.n:
            numbers.add(cell.choices)
    if len(numbers) != 1:
        return None
    n_answers = numbers.pop()
    # A cell whose own questions differ has no number, and open questions have none to choose from.
    if not n_answers:
        return None
    return 1 / n_answers, name.format(_NUMBER_WORDS.get(n_answers, n_answers))


def build_mark(series: str, estimate: Estimate) -> FigureMark | None:
    """The mark of an estimate; None where its value is undefined or infinite."""
    if estimate.value is None or not math.isfinite(estimate.value):
        return None
    return FigureMark(
        series=series,
        value=estimate.value,
        interval=_finite_interval(estimate),
        n=estimate.n,
    )


def build_point(x: float, estimate: Estimate) -> CurvePoint | None:
    """The point of an estimate at x; None where its value is undefined."""
    if estimate.value is None:
        return None
    return CurvePoint(
        x=x,
        y=estimate.value,
        interval=_finite_interval(estimate),
        n=estimate.n,
    )


def _finite_interval(estimate: Estimate) -> AxisLimits | None:
    """The interval of an estimate; None where it has none, or one without end."""
    low, high = estimate.low, estimate.high
    if low is None or high is None:
        return None
    # An infinite end makes the width infinite, and two of them make it nan.
    if not math.isfinite(high - low):
        return None
    return low, high
