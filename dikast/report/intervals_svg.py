"""Intervals as SVG: values with their intervals, row under row.

All that the figure says comes from its description (`figure.Intervals`); this module adds sizes and positions.
"""

from __future__ import annotations

from dataclasses import dataclass

from dikast.report import svg
from dikast.report.axis import Axis, format_number
from dikast.report.figure import FigureMark, FigureRow, Intervals
from dikast.report.text_width import LABEL, LINE, NOTE, text_width, wrap

# All in pixels.
TOP = 10.0
LEFT = 12.0
RIGHT = 64.0
"""Room for the `n` of each mark."""
BOTTOM = 40.0
"""Room for the ticks and the name of the axis."""
BETWEEN_MARKS = 15.0

LabelLine = tuple[str, str]
"""The words of a line and its CSS class."""


@dataclass(frozen=True)
class RowLayout:
    """Where the parts of a row are: its label's lines and their anchor, and the first of its marks."""

    lines: list[LabelLine]
    height: float
    label_x: float
    label_y: float
    label_anchor: str
    marks_y: float


def draw_intervals(figure: Intervals, width: float) -> str:
    """The figure as SVG. A narrow drawing has each label above its row, a wide one at its left."""
    is_narrow = width < svg.NARROW
    left = LEFT if is_narrow else _label_column(figure, width)
    axis = Axis(*figure.x_limits(), left, width - RIGHT)
    y = TOP
    rows = ""
    for row in figure.rows:
        layout = _layout_above(row, y, width) if is_narrow else _layout_beside(row, y, left)
        rows += _draw_label(layout)
        for i, mark in enumerate(row.marks):
            rows += _draw_mark(figure, row, mark, axis, layout.marks_y + BETWEEN_MARKS * i)
        y += layout.height
    content = _draw_axis(figure, axis, y) + rows
    return svg.drawing(width, y + BOTTOM, content, figure.title, svg.width_class(width))


def _label_column(figure: Intervals, width: float) -> float:
    """How wide the column of labels is: as wide as the longest, and not much more than two fifths of the drawing."""
    widest = 0.0
    for row in figure.rows:
        label_width = text_width(row.label, LABEL)
        note_width = text_width(row.note, NOTE)
        widest = max(widest, label_width, note_width)
    return min(width * 0.42, 22 + widest)


def _label_lines(row: FigureRow, room: float) -> list[LabelLine]:
    """The lines of a row's label, then those of its note."""
    label = [(line, "label") for line in wrap(row.label, LABEL, room)]
    note = [(line, "note") for line in wrap(row.note, NOTE, room)]
    return label + note


def _layout_above(row: FigureRow, y: float, width: float) -> RowLayout:
    """The row that begins at this height, with its label above its marks."""
    lines = _label_lines(row, width - 2 * LEFT)
    label_height = 6 + LINE * len(lines)
    marks_height = BETWEEN_MARKS * (len(row.marks) - 1)
    return RowLayout(
        lines=lines,
        height=label_height + 24 + marks_height,
        label_x=LEFT,
        label_y=y + 14,
        label_anchor="start",
        marks_y=y + label_height + 12,
    )


def _layout_beside(row: FigureRow, y: float, left: float) -> RowLayout:
    """The row that begins at this height, with its label at the left of its marks, both in the middle."""
    lines = _label_lines(row, left - 18)
    marks_height = BETWEEN_MARKS * (len(row.marks) - 1)
    height = max(24 + marks_height, 12 + LINE * len(lines))
    return RowLayout(
        lines=lines,
        height=height,
        label_x=left - 14,
        # Text is placed by its baseline, which is about 4 pixels below its middle.
        label_y=y + height / 2 + 4 - LINE * (len(lines) - 1) / 2,
        label_anchor="end",
        marks_y=y + (height - marks_height) / 2,
    )


def _draw_label(layout: RowLayout) -> str:
    content = ""
    for i, (words, class_) in enumerate(layout.lines):
        y = layout.label_y + LINE * i
        content += svg.text(layout.label_x, y, words, class_=class_, text_anchor=layout.label_anchor)
    return content


def _draw_mark(figure: Intervals, row: FigureRow, mark: FigureMark, axis: Axis, y: float) -> str:
    """A mark with its interval, whose ends have small bars across, and its n at the right."""
    number = figure.number_of(mark)
    content = ""
    if mark.interval is not None:
        low, high = map(axis.coordinate, mark.interval)
        class_ = f"whisker s{number % svg.COLOURS}"
        content += svg.line(low, y, high, y, class_)
        content += svg.line(low, y - 3, low, y + 3, class_)
        content += svg.line(high, y - 3, high, y + 3, class_)
    title = f"{row.name}, {mark.series}: {mark.describe(mark.value)}"
    content += svg.marker(number, axis.coordinate(mark.value), y, title)
    content += svg.text(axis.end + 12, y, f"n {mark.n:,}", class_="n", dy="0.32em")
    return content


def _draw_axis(figure: Intervals, axis: Axis, bottom: float) -> str:
    """The grid with its ticks below it, the line of the reference, and the name of the axis."""
    n_ticks = 5 if axis.end - axis.start > 300 else 4
    content = ""
    for tick in axis.ticks(n_ticks):
        x = axis.coordinate(tick)
        content += svg.line(x, TOP, x, bottom, "grid")
        content += svg.text(x, bottom + 14, format_number(tick), class_="tick", text_anchor="middle")
    if figure.reference is not None and axis.low <= figure.reference[0] <= axis.high:
        x = axis.coordinate(figure.reference[0])
        content += svg.line(x, TOP - 4, x, bottom, "reference")
    middle = (axis.start + axis.end) / 2
    return content + svg.text(middle, bottom + 32, figure.x, class_="axis", text_anchor="middle")
