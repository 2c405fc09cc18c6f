"""Values with their intervals, drawn row under row."""

from __future__ import annotations

from dikast.report import svg
from dikast.report.axis import Axis, limits_of, short
from dikast.report.figure import FigureMark, FigureRow, Intervals
from dikast.report.text_metrics import LABEL, LINE, NOTE, lines_of, width_of

NARROW = 500
BETWEEN_MARKS = 15.0
MOST_LINES = 3
"""Of a label, and of its note."""


def draw_intervals(figure: Intervals, width: float) -> str:
    """The figure as SVG; below a certain width each label stands above its row."""
    is_narrow = width < NARROW
    left = (
        12.0
        if is_narrow
        else min(width * 0.42, 22 + max(max(width_of(r.label, LABEL), width_of(r.note, NOTE)) for r in figure.rows))
    )
    marks = [mark for row in figure.rows for mark in row.marks]
    ends = [end for mark in marks for end in (mark.value, mark.low, mark.high) if end is not None]
    low, high = figure.limits or limits_of([*ends, *([figure.reference[0]] if figure.reference else [])])
    axis = Axis(low, high, left, width - 64)
    top = 10.0
    parts: list[str] = []
    places = {name: i for i, name in enumerate(figure.series)}
    y = top
    for row in figure.rows:
        words = _words(row, width - 24 if is_narrow else left - 18)
        label = 6 + LINE * len(words) if is_narrow else 0.0
        marks_high = 16 + BETWEEN_MARKS * (len(row.marks) - 1) + 8
        height = label + max(marks_high, 0.0 if is_narrow else 12 + LINE * len(words))
        at = y + label + (height - label - BETWEEN_MARKS * (len(row.marks) - 1)) / 2
        first = y + 14 if is_narrow else y + height / 2 + 4 - LINE * (len(words) - 1) / 2
        parts.append(_label(words, first, left, is_narrow))
        for i, mark in enumerate(row.marks):
            parts.append(_mark(mark, axis, at + BETWEEN_MARKS * i, places[mark.series], row.name))
        y += height
    grid = _grid(figure, axis, top, y)
    return svg.picture(width, y + 40, "".join((grid, *parts)), figure.title, "narrow" if is_narrow else "wide")


def _words(row: FigureRow, room: float) -> list[tuple[str, str]]:
    """The lines of a row's label and of its note, each with its class."""
    label = [(line, "label") for line in lines_of(row.label, LABEL, room, MOST_LINES)]
    return [*label, *((line, "note") for line in lines_of(row.note, NOTE, room, MOST_LINES))]


def _label(words: list[tuple[str, str]], first: float, left: float, is_narrow: bool) -> str:
    """The lines under one another, the first at that height: above the row, or at its left."""
    x, anchor = (12.0, "start") if is_narrow else (left - 14, "end")
    lines = enumerate(words)
    return "".join(svg.text(x, first + LINE * i, line, class_=kind, text_anchor=anchor) for i, (line, kind) in lines)


def _mark(mark: FigureMark, axis: Axis, y: float, number: int, label: str) -> str:
    ends = "" if mark.low is None or mark.high is None else f" ({mark.low:.3f} to {mark.high:.3f})"
    told = f"{label}, {mark.series}: {mark.value:.3f}{ends}, n = {mark.n:,}"
    parts = []
    if mark.low is not None and mark.high is not None:
        a, b = axis.at(mark.low), axis.at(mark.high)
        kind = f"whisker s{number % svg.COLOURS}"
        parts += [svg.line(a, y, b, y, kind), svg.line(a, y - 3, a, y + 3, kind), svg.line(b, y - 3, b, y + 3, kind)]
    parts.append(svg.marker(number, axis.at(mark.value), y, told))
    parts.append(svg.text(axis.end + 12, y, f"n {mark.n:,}", class_="n", dy="0.32em"))
    return "".join(parts)


def _grid(figure: Intervals, axis: Axis, top: float, bottom: float) -> str:
    parts = []
    for tick in axis.ticks(5 if axis.end - axis.start > 300 else 4):
        x = axis.at(tick)
        parts.append(svg.line(x, top, x, bottom, "grid"))
        parts.append(svg.text(x, bottom + 14, short(tick), class_="tick", text_anchor="middle"))
    if figure.reference is not None and axis.low <= figure.reference[0] <= axis.high:
        x = axis.at(figure.reference[0])
        parts.append(svg.line(x, top - 4, x, bottom, "reference"))
    parts.append(svg.text((axis.start + axis.end) / 2, bottom + 32, figure.x, class_="axis", text_anchor="middle"))
    return "".join(parts)
