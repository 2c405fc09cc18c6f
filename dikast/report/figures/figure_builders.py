"""What figures are made of: marks and points from estimates, and no more rows or curves than can be read."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeVar

from dikast.metrics import Estimate
from dikast.report.cell_findings import CellFindings
from dikast.report.figure import Curve, CurvePoint, Curves, Figure, FigureMark, FigureRow, Intervals
from dikast.report.findings import Findings

F = TypeVar("F", bound=Figure)
MOST_ROWS = 40
MOST_CURVES = 12
SHARE = (0.0, 1.0)
_IN_WORDS = {2: "two", 3: "three", 4: "four", 5: "five"}


def intervals(rows: Sequence[tuple[CellFindings, Sequence[FigureMark | None]]], **told: object) -> Intervals | None:
    """Rows of cells that have marks; None where none has."""
    kept = [(cell, tuple(mark for mark in marks if mark is not None)) for cell, marks in rows]
    shown = [FigureRow(label=cell.protocol, note=cell.agents, marks=marks) for cell, marks in kept if marks]
    whole = Intervals.model_validate({**told, "rows": shown[:MOST_ROWS]}) if shown else None
    return saying(whole, MOST_ROWS, len(shown)) if whole else None


def curves(curves: Sequence[Curve], **told: object) -> Curves | None:
    shown = [curve for curve in curves if curve.points]
    whole = Curves.model_validate({**told, "curves": shown[:MOST_CURVES]}) if shown else None
    return saying(whole, MOST_CURVES, len(shown)) if whole else None


def saying(figure: F, most: int, n: int, what: str = "cells") -> F:
    """The figure, saying what it leaves out."""
    told = f"{figure.reading} Shown are the first {most} of {n:,} {what}."
    return figure.model_copy(update={"reading": told}) if n > most else figure


def chance(findings: Findings, name: str = "chance, with {} answers") -> tuple[float, str] | None:
    """The share of right verdicts that guessing makes, with its name; None where questions differ in their answers."""
    numbers = {cell.choices for cell in findings.cells if cell.position.first.n or cell.accuracy.accuracy.n}
    k = numbers.pop() if len(numbers) == 1 else None
    return (1 / k, name.format(_IN_WORDS.get(k, k))) if k else None


def mark(series: str, estimate: Estimate) -> FigureMark | None:
    if estimate.value is None or not math.isfinite(estimate.value):
        return None
    low, high = _finite(estimate)
    return FigureMark(series=series, value=estimate.value, low=low, high=high, n=estimate.n)


def point(x: float, estimate: Estimate) -> CurvePoint:
    low, high = _finite(estimate)
    return CurvePoint(x=x, y=estimate.value or 0.0, low=low, high=high, n=estimate.n)


def _finite(estimate: Estimate) -> tuple[float | None, float | None]:
    ends = (estimate.low, estimate.high)
    return (None, None) if any(end is None or not math.isfinite(end) for end in ends) else ends
