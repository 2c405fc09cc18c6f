"""Figures of strength: judges against those who argue, and accuracy along a handicap."""

from __future__ import annotations

from dikast.report.figure import Curve, Curves
from dikast.report.figures.figure_builders import SHARE, build_curves, build_mark, build_point
from dikast.report.findings import Findings
from dikast.report.heat_map import HeatMap, HeatPanel, HeatSquare
from dikast.report.strength_findings import StrengthGrid, StrengthSweep

MOST_NAMES = 12
"""Of the judges and of the others in one panel; more could not be read."""
MOST_PANELS = 8


def strength_figure(findings: Findings) -> HeatMap | None:
    """Accuracy by who judged and who argued, a panel for each protocol; None without several of both."""
    panels = [_panel(grid) for grid in findings.strength_grids[:MOST_PANELS]]
    if not panels:
        return None
    reading = "The share of right verdicts, with its 95 % interval. Stronger shades are higher."
    if any(max(len(grid.judges), len(grid.arguers)) > MOST_NAMES for grid in findings.strength_grids):
        reading += f" Shown are the first {MOST_NAMES} of each."
    if len(findings.strength_grids) > MOST_PANELS:
        reading += f" Shown are the first {MOST_PANELS} of {len(findings.strength_grids)} protocols."
    return HeatMap(
        id="strength",
        title="Judges and those who argue",
        reading=reading,
        x="judge",
        y="others",
        fixed_limits=SHARE,
        panels=tuple(panels),
    )


def sweep_figure(findings: Findings) -> Curves | None:
    """Accuracy along the handicap that has the most numbers, a curve for each role and choice of other agents."""
    if not findings.strength_sweeps:
        return None
    longest = max(findings.strength_sweeps, key=lambda sweep: len(sweep.levels))
    sweeps = [sweep for sweep in findings.strength_sweeps if sweep.handicap == longest.handicap]
    return build_curves(
        [_curve(sweep) for sweep in sweeps],
        id="sweep",
        title=f"Accuracy along {longest.handicap}",
        x=f"{longest.handicap}, the handicap's number",
        y="judge accuracy",
        reading="Each point has its 95 % interval over questions. All other agents of a curve stay the same.",
        fixed_limits=SHARE,
        panels=True,
    )


def _curve(sweep: StrengthSweep) -> Curve:
    points = [build_point(level.strength, level.accuracy) for level in sweep.levels]
    return Curve(
        label=f"{sweep.protocol}, {sweep.role}",
        note=sweep.others,
        points=tuple(point for point in points if point is not None),
    )


def _panel(grid: StrengthGrid) -> HeatPanel:
    """The panel of a protocol."""
    arguers, judges = grid.arguers[:MOST_NAMES], grid.judges[:MOST_NAMES]
    squares: list[HeatSquare] = []
    for square in grid.squares:
        mark = build_mark("accuracy", square.accuracy)
        if mark is None or square.judge not in judges or square.arguer not in arguers:
            continue
        place = {"row": arguers.index(square.arguer), "column": judges.index(square.judge)}
        squares.append(HeatSquare(**place, value=mark.value, interval=mark.interval, n=mark.n))
    return HeatPanel(name=grid.protocol, rows=arguers, columns=judges, squares=tuple(squares))
