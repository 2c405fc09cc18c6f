"""The figures of a report, from its findings; those that have nothing to show are left out."""

from __future__ import annotations

from collections.abc import Callable

from dikast.report.figure import Figure
from dikast.report.figures.accuracy_figures import accuracy_figure, position_figure, sides_figure
from dikast.report.figures.calibration_figures import belief_figure, reliability_figure, risk_figure, stops_figure
from dikast.report.figures.cost_figures import frontier_figure
from dikast.report.figures.debater_figures import asd_figure, ratings_figure, recovery_figure, wins_figure
from dikast.report.findings import Findings

__all__ = [
    "accuracy_figure", "asd_figure", "belief_figure", "figures", "frontier_figure", "position_figure",
    "ratings_figure", "recovery_figure", "reliability_figure", "risk_figure", "sides_figure", "stops_figure",
    "wins_figure",
]  # fmt: skip


def figures(findings: Findings) -> list[Figure]:
    """All figures that have something to show, in the order of the page."""
    makers: list[Callable[[Findings], Figure | None]] = [
        accuracy_figure, sides_figure, position_figure, reliability_figure, risk_figure, belief_figure, stops_figure,
        asd_figure, recovery_figure, wins_figure, ratings_figure, frontier_figure,
    ]  # fmt: skip
    return [figure for make in makers if (figure := make(findings)) is not None]
