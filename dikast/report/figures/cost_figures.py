"""What accuracy costs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from dikast.report.cell_findings import CellFindings
from dikast.report.figure import Curve, Curves
from dikast.report.figures.figure_builders import SHARE, curves, point
from dikast.report.findings import Findings


def frontier_figure(findings: Findings) -> Curves | None:
    """Accuracy against what an episode costs."""
    name, cost_of = _price(findings.cells)
    points = [
        (cell, cost, cell.accuracy.accuracy)
        for cell in findings.cells
        if (cost := cost_of(cell)) and cell.accuracy.accuracy.value is not None
    ]
    costs = {cost for _, cost, _ in points}
    if len(costs) < 2:
        return None
    is_log = max(costs) > 20 * min(costs)
    best = _frontier((cost, a.value) for _, cost, a in points if a.value is not None)
    shown = [Curve(label=cell.protocol, note=cell.agents, points=(point(cost, a),)) for cell, cost, a in points]
    return curves(
        shown,
        id="frontier",
        title="Accuracy and cost",
        x=f"{name} an episode{', on a logarithmic scale' if is_log else ''}",
        y="judge accuracy",
        reading="Higher is right more often, further left is cheaper."
        + (" The line joins the cells that no cheaper one beats." if len(best) > 1 else ""),
        limits=SHARE,
        is_joined=False,
        is_log=is_log,
        x_limits=(min(costs) / 1.3, max(costs) * 1.3) if is_log else None,
        frontier=tuple(best),
    )


def _price(cells: Sequence[CellFindings]) -> tuple[str, Callable[[CellFindings], float | None]]:
    """Money where all prices are known, else tokens, else calls."""
    spent = [cell for cell in cells if cell.cost.calls]
    if spent and all(cell.cost.usd is not None for cell in spent):
        return "US dollars", lambda cell: cell.cost.usd
    if spent and all(cell.cost.tokens is not None for cell in spent):
        return "tokens", lambda cell: cell.cost.tokens
    return "calls", lambda cell: cell.cost.calls


def _frontier(points: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    best: list[tuple[float, float]] = []
    for cost, accuracy in sorted(points, key=lambda p: (p[0], -p[1])):
        if not best or accuracy > best[-1][1]:
            best.append((cost, accuracy))
    return best
