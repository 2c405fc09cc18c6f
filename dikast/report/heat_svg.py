"""Heat maps as SVG. Each square has its value in it, so that it can be read without any colour."""

from __future__ import annotations

from dikast.report import svg
from dikast.report.heat_map import HeatMap, HeatPanel, HeatSquare
from dikast.report.text_width import LABEL, LINE, NOTE, PANEL, shorten, wrap

# All in pixels.
NAME_WIDTH = 0.3
"""The share of the width that the names of rows take."""
SQUARE_HEIGHT = 44.0
WIDEST_SQUARE = 120.0
HEAD = 26.0
BETWEEN = 18.0
DARK = 0.65
"""From this shade on, a square's value is written in the colour of the paper."""
FAINTEST = 0.08


def draw_heat_map(figure: HeatMap, width: float) -> str:
    """The figure as SVG: its panels one under the other."""
    content = ""
    top = 0.0
    for panel in figure.panels:
        drawn, height = _draw_panel(figure, panel, width, top)
        content += drawn
        top += height + BETWEEN
    return svg.drawing(width, top - BETWEEN, content, figure.title, svg.width_class(width))


def _draw_panel(figure: HeatMap, panel: HeatPanel, width: float, top: float) -> tuple[str, float]:
    """One panel that begins at this height, and how high it is."""
    left = width * NAME_WIDTH
    square_width = min(WIDEST_SQUARE, (width - left) / len(panel.columns))
    heads = [wrap(name, NOTE, square_width - 6) for name in panel.columns]
    n_head_lines = max(map(len, heads))
    squares_top = top + HEAD + LINE * (n_head_lines + 1)
    content = svg.text(0.0, top + 16, shorten(panel.name, PANEL, width), class_="panel")
    middle = left + square_width * len(panel.columns) / 2
    content += svg.text(middle, top + HEAD + LINE - 4, figure.x, class_="axis", text_anchor="middle")
    content += svg.text(left - 8, top + HEAD + LINE - 4, figure.y, class_="axis", text_anchor="end")
    for column, head in enumerate(heads):
        x = left + square_width * (column + 0.5)
        for i, line in enumerate(head):
            content += svg.text(x, squares_top - LINE * (len(head) - i) + 9, line, class_="note", text_anchor="middle")
    for row, name in enumerate(panel.rows):
        y = squares_top + SQUARE_HEIGHT * (row + 0.5)
        content += _draw_row_name(name, left, y)
    for square in panel.squares:
        x = left + square_width * square.column
        content += _draw_square(figure, panel, square, (x, squares_top + SQUARE_HEIGHT * square.row), square_width)
    return content, squares_top + SQUARE_HEIGHT * len(panel.rows) - top


def _draw_row_name(name: str, left: float, y: float) -> str:
    """The name of a row at the left of its squares, in at most three lines."""
    lines = wrap(name, LABEL, left - 12)[:3]
    first = y - LINE * (len(lines) - 1) / 2
    names = (
        svg.text(left - 8, first + LINE * i, line, class_="label", text_anchor="end", dy="0.32em")
        for i, line in enumerate(lines)
    )
    return "".join(names)


def _draw_square(
    figure: HeatMap, panel: HeatPanel, square: HeatSquare, corner: svg.SvgPoint, square_width: float
) -> str:
    """A square with its value, and its interval under it."""
    x, y = corner
    shade = figure.shade(square.value)
    names = f"{panel.name}: {figure.y} {panel.rows[square.row]}, {figure.x} {panel.columns[square.column]}"
    title = svg.element("title", svg.escape(f"{names}: {square.describe(square.value)}"))
    content = svg.element(
        "rect",
        title,
        x=x + 1,
        y=y + 1,
        width=square_width - 2,
        height=SQUARE_HEIGHT - 2,
        class_="heat",
        fill_opacity=FAINTEST + (1 - FAINTEST) * shade,
    )
    middle = x + square_width / 2
    class_ = "heat-value dark" if shade >= DARK else "heat-value"
    content += svg.text(middle, y + 19, f"{square.value:.2f}", class_=class_, text_anchor="middle")
    if square.interval is not None and square_width >= 52:
        low, high = square.interval
        content += svg.text(middle, y + 34, f"{low:.2f}–{high:.2f}", class_=class_, text_anchor="middle")
    return content
