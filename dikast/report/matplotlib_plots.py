"""The report's figures on matplotlib axes, for notebooks and papers.

All that a figure says comes from its description (`figure.Figure`), as for the page. Two things differ, because an Axes
is the caller's: curves that have panels on the page share one plot with a legend, and numbers beside the axes are left
to matplotlib where the description names no ticks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dikast.errors import BadInput
from dikast.experiments import RunFolder
from dikast.report import figures
from dikast.report.axis import AxisLimits
from dikast.report.figure import Curve, Curves, Figure, FigureMark, Intervals
from dikast.report.findings import Findings, build_findings
from dikast.report.heat_map import HeatMap
from dikast.report.heat_plot import draw_heat_map_on
from dikast.report.text_width import wrap

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Source = Findings | str | Path | Sequence[str | Path]

# Series can be distinguished in grey too: each has a marker of its own, and neighbours have different line styles.
# Colours after Okabe and Ito 2008.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#8C6D00", "#4D4D4D")
MARKERS = ("o", "s", "D", "^", "p", "x", "v", "P", "*", "<", "+", "h")
LINES = ("-", "--", "-.", ":", (0, (5, 1)), (0, (1, 1)))
TYPE_SIZE, LABEL_ROOM = 10.0, 190.0
"""Matplotlib's usual type size, and how wide a label may be, in points."""
MARGIN = 0.02
"""Beyond either limit, as a share of an axis: a mark at the limit is not cut."""
BETWEEN_MARKS = 0.22
"""From mark to mark in a row, where rows are 1 apart."""


def plot_accuracy(source: Source, ax: Axes | None = None) -> Axes:
    """How often the judge of each cell was right. `source` is a run folder, several, or their findings."""
    return _plot(figures.accuracy_figure, source, ax)


def plot_sides(source: Source, ax: Axes | None = None) -> Axes:
    """Accuracy by whether the right or a wrong answer was argued."""
    return _plot(figures.sides_figure, source, ax)


def plot_position(source: Source, ax: Axes | None = None) -> Axes:
    """How often the answer shown first was favoured."""
    return _plot(figures.position_figure, source, ax)


def plot_reliability(source: Source, ax: Axes | None = None) -> Axes:
    """Whether judges are right as often as they say."""
    return _plot(figures.reliability_figure, source, ax)


def plot_risk(source: Source, ax: Axes | None = None) -> Axes:
    """How wrong judges are on the share of episodes they are surest of."""
    return _plot(figures.risk_figure, source, ax)


def plot_belief(source: Source, ax: Axes | None = None) -> Axes:
    """The judge's belief in the right answer, round by round."""
    return _plot(figures.belief_figure, source, ax)


def plot_stops(source: Source, ax: Axes | None = None) -> Axes:
    """The accuracy if each debate had stopped as soon as its judge was sure enough."""
    return _plot(figures.stops_figure, source, ax)


def plot_asd(source: Source, ax: Axes | None = None) -> Axes:
    """How much more an agent earned by arguing for the truth than by arguing for a falsehood."""
    return _plot(figures.asd_figure, source, ax)


def plot_recovery(source: Source, ax: Axes | None = None) -> Axes:
    """How much of the gap between the weak judge alone and the strong answers a protocol recovers."""
    return _plot(figures.recovery_figure, source, ax)


def plot_wins(source: Source, ax: Axes | None = None) -> Axes:
    """How often judges went with each agent."""
    return _plot(figures.wins_figure, source, ax)


def plot_ratings(source: Source, ax: Axes | None = None) -> Axes:
    """How well each agent persuades, for right answers and for wrong ones."""
    return _plot(figures.ratings_figure, source, ax)


def plot_frontier(source: Source, ax: Axes | None = None) -> Axes:
    """Accuracy against what an episode costs."""
    return _plot(figures.frontier_figure, source, ax)


def plot_strength(source: Source, ax: Axes | None = None) -> Axes:
    """Accuracy by who judged and who argued, of the first protocol with several of both."""
    return _plot(figures.strength_figure, source, ax)


def plot_sweep(source: Source, ax: Axes | None = None) -> Axes:
    """Accuracy along a handicap."""
    return _plot(figures.sweep_figure, source, ax)


def plot_hacking(source: Source, ax: Axes | None = None) -> Axes:
    """How far judges are deceived, by the number of drafts of each speech."""
    return _plot(figures.hacking_figure, source, ax)


def plot_overoptimisation(source: Source, ax: Axes | None = None) -> Axes:
    """Judges' certainty, and how often they are right, by the number of drafts of each speech."""
    return _plot(figures.overoptimisation_figure, source, ax)


def plot_scaling(source: Findings, ax: Axes | None = None) -> Axes:
    """The Elo of oversight and of deception by capability. `source` are findings that were built with `scaling`."""
    return _plot(figures.scaling_figure, source, ax)


def plot_nested(source: Findings, ax: Axes | None = None) -> Axes:
    """The success of nested oversight by its steps. `source` are findings that were built with `scaling`."""
    return _plot(figures.nested_figure, source, ax)


def _plot(build: Callable[[Findings], Figure | None], source: Source, ax: Axes | None) -> Axes:
    """Draws on `ax`, or on new axes. Raises BadInput where the records hold nothing for this figure."""
    figure = build(_findings_of(source))
    if figure is None:
        raise BadInput(f"the records hold nothing for {build.__name__.replace('_figure', '')!r}")
    if ax is None:
        ax = _new_axes(figure)
    match figure:
        case Intervals():
            _draw_intervals(figure, ax)
        case Curves():
            _draw_curves(figure, ax)
        case HeatMap():
            draw_heat_map_on(figure, ax)
    ax.set_title(figure.title)
    ax.spines[["top", "right"]].set_visible(False)
    return ax


def _findings_of(source: Source) -> Findings:
    if isinstance(source, Findings):
        return source
    # A string is a sequence too, of letters.
    if isinstance(source, str | Path):
        source = [source]
    return build_findings([RunFolder.open(Path(path)) for path in source])


def _new_axes(figure: Figure) -> Axes:
    """Axes of a size, in inches, that has room for all rows and their labels."""
    import matplotlib.pyplot as plt

    height = 4.2
    if isinstance(figure, Intervals):
        n_more_lines = sum(_label(row.label, row.note).count("\n") for row in figure.rows)
        height = 1.2 + 0.35 * len(figure.rows) + 0.15 * n_more_lines
    return plt.figure(figsize=(7, height), layout="constrained").add_subplot()


def _draw_intervals(figure: Intervals, ax: Axes) -> None:
    """Row under row, as on the page: y is the number of a row, and grows downwards."""
    middle = (len(figure.series) - 1) / 2
    for i, row in enumerate(figure.rows):
        for mark in row.marks:
            number = figure.number_of(mark)
            _draw_mark(ax, mark, i + BETWEEN_MARKS * (number - middle), number)
    n_rows = len(figure.rows)
    labels = [_label(row.label, row.note, f"n {row.marks[0].n:,}") for row in figure.rows]
    ax.set_yticks(range(n_rows), labels)
    ax.set_ylim(n_rows - 0.5, -0.5)
    ax.set_xlabel(figure.x)
    ax.set_xlim(_with_margin(figure.x_limits()))
    if figure.reference is not None:
        ax.axvline(
            figure.reference[0],
            color="0.5",
            linestyle=":",
            linewidth=1,
            zorder=0,
        )
    for number, name in enumerate(figure.legend()):
        # Without points: the legend has every series in order, whichever marks come first.
        _plot_marks(ax, [], [], number, name)
    if figure.legend():
        ax.legend(frameon=False)


def _draw_mark(ax: Axes, mark: FigureMark, y: float, number: int) -> None:
    """A mark with its interval, in the style of its series."""
    if mark.interval is not None:
        ax.plot(
            mark.interval,
            [y, y],
            color=_colour(number),
            linewidth=1.4,
            solid_capstyle="butt",
        )
    _plot_marks(ax, [mark.value], [y], number)


def _colour(number: int) -> str:
    return COLOURS[number % len(COLOURS)]


def _plot_marks(ax: Axes, xs: Sequence[float], ys: Sequence[float], number: int, label: str = "_") -> None:
    """Marks in the style of a series, without a line. A label that begins with `_` is in no legend."""
    ax.plot(
        xs,
        ys,
        MARKERS[number % len(MARKERS)],
        color=_colour(number),
        label=label,
        markersize=6,
    )


def _draw_curves(figure: Curves, ax: Axes) -> None:
    """All curves in one plot, each with a style of its own."""
    x_limits = figure.x_limits()
    if figure.diagonal:
        ax.plot(
            x_limits,
            x_limits,
            color="0.5",
            linestyle=":",
            linewidth=1,
        )
    if figure.reference is not None:
        ax.axhline(
            figure.reference[0],
            color="0.5",
            linestyle=":",
            linewidth=1,
        )
    if figure.frontier:
        ax.plot(
            *zip(*figure.frontier, strict=True),
            color="0.5",
            linestyle="--",
            linewidth=1,
        )
    for number, curve in enumerate(figure.curves):
        _draw_curve(figure, ax, curve, number)
    ax.set(xlabel=figure.x, ylabel=figure.y)
    if figure.ticks:
        ax.set_xticks([tick for tick, _ in figure.ticks], [name for _, name in figure.ticks])
    if figure.is_log:
        ax.set_xscale("log")
        # A margin below the lower limit could reach zero, which no logarithm has.
        ax.set_xlim(x_limits)
    else:
        ax.set_xlim(_with_margin(x_limits))
    ax.set_ylim(_with_margin(figure.y_limits()))
    ax.legend(frameon=False)


def _draw_curve(figure: Curves, ax: Axes, curve: Curve, number: int) -> None:
    """A curve: the intervals of its points, then its points and line."""
    colour = _colour(number)
    for point in curve.points:
        if point.interval is not None:
            ax.plot(
                [point.x, point.x],
                point.interval,
                color=colour,
                linewidth=1,
                alpha=0.7,
            )
    ax.plot(
        [point.x for point in curve.points],
        [point.y for point in curve.points],
        color=colour,
        marker=MARKERS[number % len(MARKERS)],
        linestyle=LINES[number % len(LINES)] if figure.is_joined else "none",
        label=_label(curve.label, curve.note),
    )


def _with_margin(limits: AxisLimits) -> AxisLimits:
    low, high = limits
    margin = MARGIN * (high - low)
    return low - margin, high + margin


def _label(*parts: str) -> str:
    """A label of several parts, wrapped so that it leaves room for what it labels."""
    lines: list[str] = []
    for part in parts:
        lines += wrap(part, TYPE_SIZE, LABEL_ROOM)
    return _plain_label("\n".join(lines))


def _plain_label(label: str) -> str:
    """A label that matplotlib shows as it is: `$` would begin mathematics, and `_` at the start would hide it."""
    if label.startswith("_"):
        label = f" {label}"
    return label.replace("$", r"\$")
