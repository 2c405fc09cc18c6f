"""The figure of accuracy against the budget of checks."""

from __future__ import annotations

from collections import defaultdict

from dikast.report.cell_findings import CellFindings
from dikast.report.check_budgets import without_budget
from dikast.report.figure import Curve, Curves
from dikast.report.figures.figure_builders import SHARE, build_curves, build_point
from dikast.report.findings import Findings


def budget_figure(findings: Findings) -> Curves | None:
    """Accuracy against how many checks were paid for, a curve for all cells that differ in nothing else.

    None where no two cells differ in their budget alone.
    """
    by_name: defaultdict[tuple[str, str], list[CellFindings]] = defaultdict(list)
    for cell in findings.cells:
        if cell.budget is not None:
            by_name[without_budget(cell.protocol), cell.agents].append(cell)
    curves: list[Curve] = []
    for (protocol, agents), cells in by_name.items():
        cells.sort(key=lambda cell: cell.budget or 0)
        points = [build_point(float(cell.budget or 0), cell.accuracy.accuracy) for cell in cells]
        known = tuple(point for point in points if point is not None)
        if len({point.x for point in known}) > 1:
            curves.append(Curve(label=protocol, note=agents, points=known))
    return build_curves(
        curves,
        id="budget",
        title="Accuracy and the budget of checks",
        x="checks that a seat may have made in an episode",
        y="judge accuracy",
        reading="Bars are 95 % intervals over questions. A judge that uses checks well never does worse with more.",
        fixed_limits=SHARE,
    )
