"""A heat map on matplotlib axes. An Axes holds one table: the first panel of the figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dikast.report.heat_map import HeatMap

if TYPE_CHECKING:
    from matplotlib.axes import Axes

DARK = 0.65
"""From this shade on, a value is written in white."""


def draw_heat_map_on(figure: HeatMap, ax: Axes) -> None:
    """Draws the first panel, with the value in each square; what was not run stays empty."""
    panel = figure.panels[0]
    values = [[float("nan")] * len(panel.columns) for _ in panel.rows]
    for square in panel.squares:
        values[square.row][square.column] = square.value
    low, high = figure.fixed_limits or (0.0, 1.0)
    ax.imshow(values, cmap="Blues", vmin=low, vmax=high, aspect="auto")
    for square in panel.squares:
        colour = "white" if figure.shade(square.value) >= DARK else "black"
        ax.text(square.column, square.row, f"{square.value:.2f}", ha="center", va="center", color=colour)
    ax.set_xticks(range(len(panel.columns)), [_plain(name) for name in panel.columns])
    ax.set_yticks(range(len(panel.rows)), [_plain(name) for name in panel.rows])
    ax.set(xlabel=f"{figure.x}, in {_plain(panel.name)}", ylabel=figure.y)


def _plain(name: str) -> str:
    """A name in which `$` begins no mathematics."""
    return name.replace("$", r"\$")
