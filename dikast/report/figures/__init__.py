"""The figures of a report, from its findings. One function builds one figure: None where it has nothing to show."""

from __future__ import annotations

from collections.abc import Callable

from dikast.report.figure import Figure
from dikast.report.figures.accuracy_figures import accuracy_figure, accuracy_title, position_figure, sides_figure
from dikast.report.figures.budget_figures import budget_figure
from dikast.report.figures.calibration_figures import belief_figure, reliability_figure, risk_figure, stops_figure
from dikast.report.figures.cost_figures import frontier_figure
from dikast.report.figures.debater_figures import asd_figure, ratings_figure, recovery_figure, wins_figure
from dikast.report.figures.hacking_figures import hacking_figure, overoptimisation_figure
from dikast.report.figures.scaling_figures import nested_figure, scaling_figure
from dikast.report.figures.strength_figures import strength_figure, sweep_figure
from dikast.report.findings import Findings

__all__ = [
    "accuracy_figure",
    "accuracy_title",
    "asd_figure",
    "belief_figure",
    "budget_figure",
    "build_figures",
    "frontier_figure",
    "hacking_figure",
    "nested_figure",
    "overoptimisation_figure",
    "position_figure",
    "ratings_figure",
    "recovery_figure",
    "reliability_figure",
    "risk_figure",
    "scaling_figure",
    "sides_figure",
    "stops_figure",
    "strength_figure",
    "sweep_figure",
    "wins_figure",
]

# In the order of the page.
_BUILDERS: tuple[Callable[[Findings], Figure | None], ...] = (
    accuracy_figure,
    sides_figure,
    position_figure,
    reliability_figure,
    risk_figure,
    belief_figure,
    stops_figure,
    asd_figure,
    recovery_figure,
    wins_figure,
    ratings_figure,
    budget_figure,
    frontier_figure,
    strength_figure,
    sweep_figure,
    hacking_figure,
    overoptimisation_figure,
    scaling_figure,
    nested_figure,
)


def build_figures(findings: Findings) -> list[Figure]:
    """All figures that have something to show, in the order of the page."""
    figures: list[Figure] = []
    for build in _BUILDERS:
        figure = build(findings)
        if figure is not None:
            figures.append(figure)
    return figures
