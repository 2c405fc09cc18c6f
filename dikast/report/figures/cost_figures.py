"""The figure of accuracy against cost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dikast.report.cell_findings import CellFindings
from dikast.report.cost import Cost
from dikast.report.figure import Curves
from dikast.report.figures.figure_builders import SHARE, build_curves, build_point, cell_curve
from dikast.report.findings import Findings

MUCH_DEARER = 20
"""From this ratio between the dearest cell and the cheapest on, costs are drawn by their logarithm."""


def frontier_figure(findings: Findings) -> Curves | None:
    """Accuracy against what an episode costs; None where fewer than two cells differ in it."""
    unit = _cost_unit(findings.cells)
    curves = []
    points = []
    for cell in findings.cells:
        cost = _cost_in(unit, cell.cost)
        # A logarithmic axis has no zero, and a cell without a cost can't be compared.
        if not cost:
            continue
        point = build_point(cost, cell.accuracy.accuracy)
        if point is not None:
            curves.append(cell_curve(cell, [point]))
            points.append((point.x, point.y))
    costs = {cost for cost, _ in points}
    if len(costs) < 2:
        return None
    is_log = max(costs) > MUCH_DEARER * min(costs)
    frontier = _frontier(points)
    reading = "Higher is right more often, further left is cheaper."
    if len(frontier) > 1:
        reading += " The line joins the cells that no cheaper one beats."
    else:
        # One point makes no line.
        frontier = []
    return build_curves(
        curves,
        id="frontier",
        title="Accuracy and cost",
        x=f"{unit} an episode, on a logarithmic scale" if is_log else f"{unit} an episode",
        y="judge accuracy",
        reading=reading,
        fixed_limits=SHARE,
        # A logarithmic axis has no zero to begin at.
        fixed_x_limits=(min(costs) / 1.3, max(costs) * 1.3) if is_log else None,
        is_joined=False,
        is_log=is_log,
        frontier=tuple(frontier),
    )


def _cost_unit(cells: Sequence[CellFindings]) -> str:
    """US dollars where the prices of all cells are known, else tokens, else calls."""
    # A cell without calls, such as an imported one, has no cost in any unit.
    costs = [cell.cost for cell in cells if cell.cost.calls]
    for unit in ("US dollars", "tokens"):
        amounts = [_cost_in(unit, cost) for cost in costs]
        if amounts and None not in amounts:
            return unit
    return "calls"


def _cost_in(unit: str, cost: Cost) -> float | None:
    """What an episode costs in this unit."""
    amounts = {
        "US dollars": cost.usd,
        "tokens": cost.tokens,
        "calls": cost.calls,
    }
    return amounts[unit]


def _frontier(points: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """The points (cost, accuracy) that no cheaper point reaches, from the cheapest on."""
    frontier: list[tuple[float, float]] = []
    best = float("-inf")
    # Of equal costs the highest accuracy comes first.
    for cost, accuracy in sorted(points, key=lambda point: (point[0], -point[1])):
        if accuracy > best:
            best = accuracy
            frontier.append((cost, accuracy))
    return frontier
