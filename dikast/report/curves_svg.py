"""Curves over two axes, in one plot or in a panel each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dikast.report import svg
from dikast.report.axis import Axis, limits_of, short
from dikast.report.figure import Curve, CurvePoint, Curves
from dikast.report.intervals_svg import MOST_LINES, NARROW
from dikast.report.text_metrics import LINE, NOTE, PANEL, cut, lines_of

LEFT, RIGHT, TOP, BOTTOM = 50.0, 16.0, 12.0, 42.0
HEAD = 26.0
"""Of a panel, without its note."""
N_WIDE = 52.0
BETWEEN_TICKS = 24.0


@dataclass(frozen=True)
class Frame:
    """The axes of one plot."""

    x: Axis
    y: Axis


def draw_curves(figure: Curves, width: float) -> str:
    """The figure as SVG: a grid of panels, or one plot with a mark of its own for each curve."""
    limits = _limits(figure)
    kind = "narrow" if width < NARROW else "wide"
    if not figure.panels:
        height = min(340.0, width * 0.62)
        frame = _frame(limits, 0, 0, width, height, figure.is_log)
        content = _axes(figure, frame, True, True) + _frontier(figure, frame)
        content += "".join(_curve(figure, curve, frame, i) for i, curve in enumerate(figure.curves))
        return svg.picture(width, height, content, figure.title, kind)
    columns = 1 if width < NARROW else 2 if len(figure.curves) in (2, 4) else min(3, len(figure.curves))
    panel_width = min(width / columns, 400.0)
    notes = [lines_of(curve.note, NOTE, panel_width - LEFT - RIGHT, MOST_LINES) for curve in figure.curves]
    head = HEAD + LINE * max(map(len, notes))
    panel_height = head + panel_width * 0.72
    parts = []
    for i, (curve, note) in enumerate(zip(figure.curves, notes, strict=True)):
        x, y = (i % columns) * panel_width, (i // columns) * panel_height
        frame = _frame(limits, x, y + head - 8, panel_width, panel_height - head)
        is_lowest = i + columns >= len(figure.curves)
        parts.append(_head(figure, curve, note, x, y, panel_width))
        parts.append(_axes(figure, frame, is_lowest, i % columns == 0) + _curve(figure, curve, frame, 0))
    height = -(-len(figure.curves) // columns) * panel_height
    return svg.picture(columns * panel_width, height, "".join(parts), figure.title, kind)


def _head(figure: Curves, curve: Curve, note: Sequence[str], x: float, y: float, width: float) -> str:
    """What a panel is called, and on how many episodes it rests."""
    n = sum(point.n for point in curve.points) if figure.diagonal else max(point.n for point in curve.points)
    found = svg.text(x + LEFT, y + 16, cut(curve.label, PANEL, width - LEFT - RIGHT - N_WIDE), class_="panel")
    found += svg.text(x + width - RIGHT, y + 16, f"n {n:,}", class_="n", text_anchor="end")
    return found + "".join(svg.text(x + LEFT, y + 30 + LINE * i, line, class_="note") for i, line in enumerate(note))


def _limits(figure: Curves) -> tuple[tuple[float, float], tuple[float, float]]:
    points = [point for curve in figure.curves for point in curve.points]
    x = figure.x_limits or limits_of([point.x for point in points], with_zero=True)
    y = figure.limits or limits_of([v for p in points for v in (p.y, p.low, p.high) if v is not None])
    return x, y


def _frame(
    limits: tuple[tuple[float, float], tuple[float, float]],
    left: float,
    top: float,
    width: float,
    height: float,
    is_log: bool = False,
) -> Frame:
    (x_low, x_high), (y_low, y_high) = limits
    return Frame(
        Axis(x_low, x_high, left + LEFT, left + width - RIGHT, is_log),
        Axis(y_low, y_high, top + height - BOTTOM, top + TOP),
    )


def _axes(figure: Curves, frame: Frame, names_x: bool, names_y: bool) -> str:
    x, y = frame.x, frame.y
    parts = []
    for tick in y.ticks(4):
        parts.append(svg.line(x.start, y.at(tick), x.end, y.at(tick), "grid"))
        parts.append(svg.text(x.start - 7, y.at(tick), short(tick), class_="tick", text_anchor="end", dy="0.32em"))
    for place, name in _spaced(figure.ticks, x) or [(tick, short(tick)) for tick in x.ticks(4)]:
        anchor = "end" if len(name) > 4 and place == x.high else "middle"
        parts.append(svg.line(x.at(place), y.start, x.at(place), y.start + 4, "grid"))
        parts.append(
            svg.text(x.at(place) + (8 if anchor == "end" else 0), y.start + 17, name, class_="tick", text_anchor=anchor)
        )
    if figure.reference is not None:
        at = y.at(figure.reference[0])
        parts.append(svg.line(x.start, at, x.end, at, "reference"))
    if figure.diagonal:
        parts.append(svg.line(x.start, y.at(x.low), x.end, y.at(x.high), "reference"))
    if names_x:
        parts.append(svg.text((x.start + x.end) / 2, y.start + 35, figure.x, class_="axis", text_anchor="middle"))
    if names_y:
        middle = (y.start + y.end) / 2
        turned = f"rotate(-90 {x.start - 38:.1f} {middle:.1f})"
        parts.append(svg.text(x.start - 38, middle, figure.y, class_="axis", text_anchor="middle", transform=turned))
    return "".join(parts)


def _spaced(ticks: Sequence[tuple[float, str]], axis: Axis) -> list[tuple[float, str]]:
    """Those of the ticks that have room beside one another; the last always stands."""
    kept: list[tuple[float, str]] = []
    for place, name in reversed(ticks):
        room = BETWEEN_TICKS * (2.2 if kept and len(kept[-1][1]) > 4 else 1)
        if not kept or axis.at(kept[-1][0]) - axis.at(place) >= room:
            kept.append((place, name))
    return kept


def _curve(figure: Curves, curve: Curve, frame: Frame, number: int) -> str:
    places = [(frame.x.at(point.x), frame.y.at(point.y)) for point in curve.points]
    kind = f"s{number % svg.COLOURS}"
    parts = []
    if figure.is_joined and len(places) > 1:
        parts.append(svg.path(places, f"curve {kind}"))
    for point, (x, y) in zip(curve.points, places, strict=True):
        if point.low is not None and point.high is not None:
            parts.append(svg.line(x, frame.y.at(point.low), x, frame.y.at(point.high), f"whisker {kind}"))
        parts.append(svg.marker(number, x, y, _told(figure, curve, point), 4.0))
    return "".join(parts)


def _frontier(figure: Curves, frame: Frame) -> str:
    places = [(frame.x.at(x), frame.y.at(y)) for x, y in figure.frontier]
    return svg.path(places, "frontier") if len(places) > 1 else ""


def _told(figure: Curves, curve: Curve, point: CurvePoint) -> str:
    ends = "" if point.low is None or point.high is None else f" ({point.low:.3f} to {point.high:.3f})"
    return f"{curve.name}: {figure.x} {short(point.x)}, {figure.y} {point.y:.3f}{ends}, n = {point.n:,}"
