"""The report's figures as matplotlib axes, for notebooks and papers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dikast.errors import BadInput
from dikast.experiments import RunFolder
from dikast.report import figures
from dikast.report.figure import Curve, Curves, Figure, FigureMark, Intervals
from dikast.report.findings import Findings, build_findings
from dikast.report.text_metrics import lines_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Source = Findings | str | Path | Sequence[str | Path]

# Told apart in grey too: each series has a marker of its own, and its neighbours other lines.
# Colours after Okabe and Ito 2008.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#8C6D00", "#4D4D4D")
MARKERS = ("o", "s", "D", "^", "p", "x", "v", "P", "*", "<", "+", "h")
TYPE, LABEL_ROOM, MOST_LINES = 10.0, 190.0, 3
"""Matplotlib's usual size, and how wide a label may be, in points."""
LINES = ("-", "--", "-.", ":", (0, (5, 1)), (0, (1, 1)))


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
    """What stopping as soon as the judge is sure enough would have given."""
    return _plot(figures.stops_figure, source, ax)


def plot_asd(source: Source, ax: Axes | None = None) -> Axes:
    """What arguing the truth earned an agent more than arguing falsehood."""
    return _plot(figures.asd_figure, source, ax)


def plot_recovery(source: Source, ax: Axes | None = None) -> Axes:
    """How much of the gap between the judge without and with the source a protocol recovers."""
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


def _plot(make: Callable[[Findings], Figure | None], source: Source, ax: Axes | None) -> Axes:
    """Draws on `ax`, or on one of its own. Raises BadInput where the records hold nothing of this."""
    figure = make(_findings(source))
    if figure is None:
        raise BadInput(f"the records hold nothing for {make.__name__.replace('_figure', '')!r}")
    if ax is None:
        import matplotlib.pyplot as plt

        lines = (
            [_label(row.label, row.note).count("\n") for row in figure.rows] if isinstance(figure, Intervals) else []
        )
        height = 1.2 + 0.35 * len(lines) + 0.15 * sum(lines) if lines else 4.2
        ax = plt.figure(figsize=(7, height), layout="constrained").add_subplot()
    if isinstance(figure, Intervals):
        _intervals(figure, ax)
    elif isinstance(figure, Curves):
        _curves(figure, ax)
    ax.set_title(figure.title)
    ax.spines[["top", "right"]].set_visible(False)
    return ax


def _findings(source: Source) -> Findings:
    if isinstance(source, Findings):
        return source
    paths = [source] if isinstance(source, str | Path) else source
    return build_findings([RunFolder.open(Path(path)) for path in paths])


def _intervals(figure: Intervals, ax: Axes) -> None:
    names = list(figure.series)
    for at, row in enumerate(figure.rows):
        for mark in row.marks:
            number = names.index(mark.series)
            y = at + 0.22 * (number - (len(names) - 1) / 2)
            _mark(ax, mark, y, number, mark.series if _is_first(figure, mark) else "")
    ax.set_yticks(
        range(len(figure.rows)), [_label(row.label, row.note, f"n {row.marks[0].n:,}") for row in figure.rows]
    )
    ax.set_ylim(len(figure.rows) - 0.5, -0.5)
    ax.set_xlabel(figure.x)
    if figure.limits:
        ax.set_xlim(figure.limits[0] - 0.02, figure.limits[1] + 0.02)
    if figure.reference:
        ax.axvline(figure.reference[0], color="0.5", linestyle=":", linewidth=1, zorder=0)
    if len(names) > 1:
        ax.legend(frameon=False)


def _is_first(figure: Intervals, mark: FigureMark) -> bool:
    return next(m for row in figure.rows for m in row.marks if m.series == mark.series) is mark


def _mark(ax: Axes, mark: FigureMark, y: float, number: int, label: str) -> None:
    colour = COLOURS[number % len(COLOURS)]
    if mark.low is not None and mark.high is not None:
        ax.plot([mark.low, mark.high], [y, y], color=colour, linewidth=1.4, solid_capstyle="butt")
    ax.plot([mark.value], [y], MARKERS[number % len(MARKERS)], color=colour, label=label or "_", markersize=6)


def _curves(figure: Curves, ax: Axes) -> None:
    if figure.diagonal:
        ends = figure.x_limits or (0.0, 1.0)
        ax.plot(ends, ends, color="0.5", linestyle=":", linewidth=1)
    if figure.reference:
        ax.axhline(figure.reference[0], color="0.5", linestyle=":", linewidth=1)
    if len(figure.frontier) > 1:
        ax.plot(*zip(*figure.frontier, strict=True), color="0.5", linestyle="--", linewidth=1)
    for number, curve in enumerate(figure.curves):
        _curve(figure, ax, curve, number)
    ax.set(xlabel=figure.x, ylabel=figure.y)
    if figure.limits:
        ax.set_ylim(figure.limits[0] - 0.02, figure.limits[1] + 0.02)
    if figure.ticks:
        ax.set_xticks([place for place, _ in figure.ticks], [name for _, name in figure.ticks])
    if figure.is_log:
        ax.set_xscale("log")
    ax.legend(frameon=False)


def _curve(figure: Curves, ax: Axes, curve: Curve, number: int) -> None:
    colour, points = COLOURS[number % len(COLOURS)], curve.points
    for point in points:
        if point.low is not None and point.high is not None:
            ax.plot([point.x, point.x], [point.low, point.high], color=colour, linewidth=1, alpha=0.7)
    ax.plot(
        [point.x for point in points],
        [point.y for point in points],
        color=colour,
        marker=MARKERS[number % len(MARKERS)],
        linestyle=LINES[number % len(LINES)] if figure.is_joined else "none",
        label=_label(curve.label, curve.note),
    )


def _label(*parts: str) -> str:
    """A label of several parts in as many lines as leave room for what it labels."""
    lines = [line for part in parts for line in lines_of(part, TYPE, LABEL_ROOM, MOST_LINES)]
    return _plain("\n".join(lines))


def _plain(label: str) -> str:
    """A label that matplotlib does not read as mathematics, nor hides."""
    return label.replace("$", r"\$") if not label.startswith("_") else f" {label}"
