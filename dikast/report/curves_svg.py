"""Curves as SVG: over two axes, in one plot or in a panel each.

All that the figure says comes from its description (`figure.Curves`); this module adds sizes and positions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dikast.report import svg
from dikast.report.axis import Axis, format_number
from dikast.report.figure import Curve, Curves
from dikast.report.text_width import LINE, NOTE, PANEL, shorten, wrap

# All in pixels. The first four are the margins of a plot, with room for its ticks and the names of its axes.
LEFT, RIGHT, TOP, BOTTOM = 50.0, 16.0, 12.0, 42.0
HEAD = 26.0
"""The height of a panel's name, without its note."""
N_WIDTH = 52.0
"""Room for the `n` beside a panel's name."""
WIDEST_PANEL = 400.0
HIGHEST_PLOT = 340.0
BETWEEN_TICKS = 24.0

LONG_TICK = 4
"""A tick with more letters than this needs more room."""


@dataclass(frozen=True)
class Frame:
    """The axes of one plot. `y` runs upwards: its start is the larger coordinate."""

    x: Axis
    y: Axis


@dataclass(frozen=True)
class Box:
    """A rectangle of the drawing: its left upper corner and its size."""

    x: float
    y: float
    width: float
    height: float


def draw_curves(figure: Curves, width: float) -> str:
    """The figure as SVG: a grid of panels, or one plot in which each curve has a marker of its own."""
    if figure.panels:
        return _draw_panels(figure, width)
    height = min(HIGHEST_PLOT, width * 0.62)
    frame = _frame(figure, Box(0, 0, width, height))
    content = _draw_axes(figure, frame) + _draw_axis_names(figure, frame, has_x=True, has_y=True)
    if figure.frontier:
        content += svg.polyline([_place(frame, x, y) for x, y in figure.frontier], "frontier")
    for number, curve in enumerate(figure.curves):
        content += _draw_curve(figure, curve, frame, number)
    return svg.drawing(width, height, content, figure.title, svg.width_class(width))


def _draw_panels(figure: Curves, width: float) -> str:
    """One panel per curve, all with the same axes; only those at the left and lower edges name them."""
    n_panels = len(figure.curves)
    n_columns = _n_columns(n_panels, width)
    panel_width = min(width / n_columns, WIDEST_PANEL)
    notes = [wrap(curve.note, NOTE, panel_width - LEFT - RIGHT) for curve in figure.curves]
    # As high as the longest note needs, so that the plots of a row are level.
    head = HEAD + LINE * max(map(len, notes))
    panel_height = head + panel_width * 0.72
    content = ""
    for i, (curve, note) in enumerate(zip(figure.curves, notes, strict=True)):
        row, column = divmod(i, n_columns)
        x, y = column * panel_width, row * panel_height
        frame = _frame(figure, Box(x, y + head - 8, panel_width, panel_height - head))
        content += _draw_panel_head(figure, curve, note, Box(x, y, panel_width, head))
        content += _draw_axes(figure, frame)
        content += _draw_axis_names(figure, frame, has_x=i + n_columns >= n_panels, has_y=column == 0)
        # Alone in its panel, every curve has the first marker.
        content += _draw_curve(figure, curve, frame, 0)
    n_rows = -(-n_panels // n_columns)
    return svg.drawing(n_columns * panel_width, n_rows * panel_height, content, figure.title, svg.width_class(width))


def _n_columns(n_panels: int, width: float) -> int:
    """How many panels are in a row: two where that leaves no gap, else at most three; one on a phone."""
    if width < svg.NARROW:
        return 1
    if n_panels in (2, 4):
        return 2
    return min(3, n_panels)


def _draw_panel_head(figure: Curves, curve: Curve, note: Sequence[str], box: Box) -> str:
    """A panel's name and note, and on how many episodes it rests."""
    ns = [point.n for point in curve.points]
    # On a diagonal each point is a bin with other episodes; elsewhere the points share theirs.
    n = sum(ns) if figure.diagonal else max(ns)
    left, right = box.x + LEFT, box.x + box.width - RIGHT
    label = shorten(curve.label, PANEL, box.width - LEFT - RIGHT - N_WIDTH)
    content = svg.text(left, box.y + 16, label, class_="panel")
    content += svg.text(right, box.y + 16, f"n {n:,}", class_="n", text_anchor="end")
    for i, line in enumerate(note):
        content += svg.text(left, box.y + 30 + LINE * i, line, class_="note")
    return content


def _frame(figure: Curves, box: Box) -> Frame:
    """The axes of a plot in this box."""
    return Frame(
        Axis(*figure.x_limits(), box.x + LEFT, box.x + box.width - RIGHT, figure.is_log),
        Axis(*figure.y_limits(), box.y + box.height - BOTTOM, box.y + TOP),
    )


def _place(frame: Frame, x: float, y: float) -> svg.SvgPoint:
    return frame.x.coordinate(x), frame.y.coordinate(y)


def _draw_axes(figure: Curves, frame: Frame) -> str:
    """The grid with the ticks of both axes, the line of the reference, and the diagonal."""
    x, y = frame.x, frame.y
    content = ""
    for tick in y.ticks(4):
        height = y.coordinate(tick)
        content += svg.line(x.start, height, x.end, height, "grid")
        content += svg.text(
            x.start - 7,
            height,
            format_number(tick),
            class_="tick",
            text_anchor="end",
            dy="0.32em",
        )
    for tick, name in _x_ticks(figure, x):
        content += _draw_x_tick(frame, tick, name)
    if figure.reference is not None:
        height = y.coordinate(figure.reference[0])
        content += svg.line(x.start, height, x.end, height, "reference")
    if figure.diagonal:
        content += svg.line(x.start, y.coordinate(x.low), x.end, y.coordinate(x.high), "reference")
    return content


def _draw_x_tick(frame: Frame, tick: float, name: str) -> str:
    x, bottom = frame.x.coordinate(tick), frame.y.start
    content = svg.line(x, bottom, x, bottom + 4, "grid")
    # A long name in the middle of the last tick would leave the drawing.
    is_last = tick == frame.x.high
    if is_last and len(name) > LONG_TICK:
        return content + svg.text(x + 8, bottom + 17, name, class_="tick", text_anchor="end")
    return content + svg.text(x, bottom + 17, name, class_="tick", text_anchor="middle")


def _draw_axis_names(figure: Curves, frame: Frame, *, has_x: bool, has_y: bool) -> str:
    """The names of the axes: that of y is turned to run upwards."""
    x, y = frame.x, frame.y
    content = ""
    if has_x:
        content += svg.text((x.start + x.end) / 2, y.start + 35, figure.x, class_="axis", text_anchor="middle")
    if has_y:
        left, middle = x.start - 38, (y.start + y.end) / 2
        turn = f"rotate(-90 {left:.1f} {middle:.1f})"
        content += svg.text(
            left,
            middle,
            figure.y,
            class_="axis",
            text_anchor="middle",
            transform=turn,
        )
    return content


def _x_ticks(figure: Curves, axis: Axis) -> Sequence[tuple[float, str]]:
    """The ticks of x with their names: the figure's own, as far as there is room, or round numbers."""
    if not figure.ticks:
        return [(tick, format_number(tick)) for tick in axis.ticks(4)]
    # From the last to the first: the last one ("verdict") must not be the one that is left out.
    ticks = [figure.ticks[-1]]
    for tick, name in reversed(figure.ticks[:-1]):
        next_tick, next_name = ticks[-1]
        room = BETWEEN_TICKS
        if len(next_name) > LONG_TICK:
            room *= 2.2
        if axis.coordinate(next_tick) - axis.coordinate(tick) >= room:
            ticks.append((tick, name))
    return ticks


def _draw_curve(figure: Curves, curve: Curve, frame: Frame, number: int) -> str:
    """A curve: its line, then each point with its interval."""
    colour = f"s{number % svg.COLOURS}"
    content = ""
    if figure.is_joined and len(curve.points) > 1:
        content += svg.polyline([_place(frame, point.x, point.y) for point in curve.points], f"curve {colour}")
    for point in curve.points:
        x, y = _place(frame, point.x, point.y)
        if point.interval is not None:
            low, high = map(frame.y.coordinate, point.interval)
            content += svg.line(x, low, x, high, f"whisker {colour}")
        title = f"{curve.name}: {figure.x} {format_number(point.x)}, {figure.y} {point.describe(point.y)}"
        content += svg.marker(number, x, y, title, 4.0)
    return content
