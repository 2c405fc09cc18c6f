"""Draws the figures of examples/solutions.jsonl: `python examples/figures.py` writes them to examples/images.

Needs matplotlib.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes

IMAGES = Path(__file__).parent / "images"
TEMPERATURES_C = (10, 20, 30, 40, 50, 60)
ACTIVITIES = (10, 20, 35, 50, 15, 0)  # in micromol of product a minute


def parabola(axes: Axes) -> None:
    """The graph of f(x) = (x + 1)(x - 3) on a grid, with marks where it crosses the axes."""
    xs = [-2 + i / 20 for i in range(121)]
    axes.plot(xs, [(x + 1) * (x - 3) for x in xs], color="#1f4e79", linewidth=2)
    axes.plot([-1, 3, 0], [0, 0, -3], "o", color="#c0392b")
    axes.set(xlim=(-3, 5), ylim=(-6, 6), xlabel="x", ylabel="f(x)", xticks=range(-3, 6), yticks=range(-6, 7))
    axes.grid(color="#dddddd")
    axes.axhline(0, color="black", linewidth=1)
    axes.axvline(0, color="black", linewidth=1)


def circuit(axes: Axes) -> None:
    """A battery of 12 V, a resistor of 4 ohms in series with two in parallel, of 6 and 3 ohms."""
    from matplotlib.patches import Rectangle

    for xs, ys in (
        ([0, 0], [0, 1.25]),
        ([0, 0, 1], [1.75, 3, 3]),
        ([2, 6, 6], [3, 3, 2]),
        ([4, 4], [3, 2]),
        ([4, 4], [1, 0]),
        ([6, 6, 0], [1, 0, 0]),
    ):
        axes.plot(xs, ys, color="black", linewidth=1.5)
    axes.plot([-0.45, 0.45], [1.75, 1.75], color="black", linewidth=2)
    axes.plot([-0.22, 0.22], [1.25, 1.25], color="black", linewidth=5)
    axes.plot([4, 4], [3, 0], "o", color="black", markersize=5)
    for x, y, width, height in ((1, 2.75, 1, 0.5), (3.75, 1, 0.5, 1), (5.75, 1, 0.5, 1)):
        axes.add_patch(Rectangle((x, y), width, height, facecolor="white", edgecolor="black", linewidth=1.5, zorder=3))
    for x, y, text in ((-0.65, 1.42, "12 V"), (1.5, 3.45, "4 Ω"), (3.55, 1.42, "6 Ω"), (6.45, 1.42, "3 Ω")):
        # Beside its symbol on the outer side, or above it.
        alignment = "right"
        if y > 3:
            alignment = "center"
        elif x > 6:
            alignment = "left"
        axes.text(x, y, text, fontsize=13, ha=alignment)
    axes.set(xlim=(-2, 7.5), ylim=(-0.5, 4))
    axes.axis("off")


def enzyme(axes: Axes) -> None:
    """The activity of an enzyme at six temperatures, as bars."""
    axes.bar([str(t) for t in TEMPERATURES_C], ACTIVITIES, color="#2e7d32", width=0.6, zorder=2)
    axes.set(xlabel="temperature in °C", ylabel="activity in µmol/min", ylim=(0, 60), yticks=range(0, 61, 5))
    axes.grid(axis="y", color="#dddddd", zorder=0)


def draw(name: str, draw_on: Callable[[Axes], None], size: tuple[float, float]) -> Path:
    """Writes the PNG file of one figure; the same version of matplotlib writes the same bytes."""
    import matplotlib

    matplotlib.use("agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=size, layout="constrained")
    draw_on(axes)
    path = IMAGES / f"{name}.png"
    figure.savefig(path, dpi=100, metadata={"Software": None})
    pyplot.close(figure)
    return path


def main() -> None:
    """Draws all figures."""
    IMAGES.mkdir(exist_ok=True)
    draw("parabola", parabola, (4.8, 4.8))
    draw("circuit", circuit, (5.4, 3.0))
    draw("enzyme", enzyme, (5.0, 3.6))


if __name__ == "__main__":
    main()
