"""Values with their intervals, drawn row under row."""

from __future__ import annotations

from dikast.report import svg
from dikast.report.axis import Axis, limits_of, short
from dikast.report.figure import Intervals, Mark, Row

NARROW = 500
BETWEEN_MARKS = 15.0
LETTER = 7.3
"""About how wide a letter of a label is."""


def draw_intervals(figure: Intervals, width: float) -> str:
    """The figure as SVG; below a certain width each label stands above its row."""
    is_narrow = width < NARROW
    left = (
        12.0
        if is_narrow
        else min(width * 0.42, 22 + LETTER * max(max(len(row.label), len(row.note) * 0.92) for row in figure.rows))
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
        label = (34.0 if row.note else 20.0) if is_narrow else 0.0
        marks_high = 16 + BETWEEN_MARKS * (len(row.marks) - 1) + 8
        height = label + max(marks_high, 0.0 if is_narrow else 36.0 if row.note else 26.0)
        at = y + label + (height - label - BETWEEN_MARKS * (len(row.marks) - 1)) / 2
        parts.append(_label(row, y, height, left, is_narrow, width))
        for i, mark in enumerate(row.marks):
            parts.append(_mark(mark, axis, at + BETWEEN_MARKS * i, places[mark.series], row.name))
        y += height
    grid = _grid(figure, axis, top, y)
    return svg.picture(width, y + 40, "".join((grid, *parts)), figure.title, "narrow" if is_narrow else "wide")


def _label(row: Row, y: float, height: float, left: float, is_narrow: bool, width: float) -> str:
    """The label and under it the note: above the row, or at its left."""
    letters = (width - 24 if is_narrow else left - 16) / LETTER
    x, anchor = (12.0, "start") if is_narrow else (left - 14, "end")
    middle = y + 14 if is_narrow else y + height / 2 + (-3.5 if row.note else 4)
    found = svg.text(x, middle, cut(row.label, letters), class_="label", text_anchor=anchor)
    if row.note:
        found += svg.text(x, middle + 14, cut(row.note, letters / 0.92), class_="note", text_anchor=anchor)
    return found


def _mark(mark: Mark, axis: Axis, y: float, number: int, label: str) -> str:
    ends = "" if mark.low is None or mark.high is None else f" ({mark.low:.3f} to {mark.high:.3f})"
    told = f"{label}, {mark.series}: {mark.value:.3f}{ends}, n = {mark.n:,}"
    parts = []
    if mark.low is not None and mark.high is not None:
        a, b = axis.at(mark.low), axis.at(mark.high)
        kind = f"whisker s{number % 6}"
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


def cut(label: str, letters: float) -> str:
    """The label, shortened to about so many letters."""
    return label if len(label) <= letters else f"{label[: max(1, int(letters) - 1)]}…"
