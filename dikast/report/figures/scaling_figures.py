"""Figures of how oversight scales: Elo against capability, and the success of nested oversight."""

from __future__ import annotations

from dikast.metrics import ScalingCurve
from dikast.report.figure import Curve, CurvePoint, Curves
from dikast.report.figures.figure_builders import SHARE, build_curves, build_point
from dikast.report.findings import Findings


def scaling_figure(findings: Findings) -> Curves | None:
    """The Elo of both sides against capability: as measured, and the curves with two plateaus through them."""
    if findings.scaling is None:
        return None
    curves = []
    for side in findings.scaling.scaling.curves:
        curves += [_measured(side), _fitted(side)]
    capabilities = [point.capability for side in findings.scaling.scaling.curves for point in side.points]
    low, high = min(capabilities), max(capabilities)
    margin = (high - low or 1.0) * 0.04
    return build_curves(
        curves,
        id="scaling",
        title="Elo of oversight and of deception",
        x=f"capability, by {findings.scaling.source}",
        y="Elo",
        reading="A judge plays against the one that argues for a falsehood. Where lines are level, more capability "
        "changes nothing. Intervals are 95 %, over questions.",
        fixed_x_limits=(low - margin, high + margin),
    )


def nested_figure(findings: Findings) -> Curves | None:
    """The success of nested oversight by its number of steps."""
    if findings.scaling is None or findings.scaling.scaling.nested is None:
        return None
    nested = findings.scaling.scaling.nested
    points = [build_point(step.steps, step.success) for step in nested.steps]
    return build_curves(
        [Curve(label="nested oversight", points=tuple(point for point in points if point is not None))],
        id="nested",
        title="Nested oversight",
        x="steps",
        y="probability of success",
        reading=f"From a judge of capability {nested.start:g} to an agent that is {nested.gap:g} stronger, in equal "
        "steps: each step's agent oversees the next, and all have to succeed.",
        fixed_limits=SHARE,
        ticks=tuple((float(step.steps), str(step.steps)) for step in nested.steps),
    )


def _measured(side: ScalingCurve) -> Curve:
    """The ratings of one side's agents."""
    points = [build_point(point.capability, point.elo) for point in side.points]
    return Curve(label=f"{side.side}, measured", points=tuple(point for point in points if point is not None))


def _fitted(side: ScalingCurve) -> Curve:
    """The curve of one side; its corners are enough, because it is straight between them."""
    if side.fit is None:
        return Curve(label=f"{side.side}, fitted", points=())
    first, last = side.points[0].capability, side.points[-1].capability
    corners = sorted({first, side.fit.start, side.fit.end, last})
    points = [CurvePoint(x=x, y=side.fit.at(x), n=len(side.points)) for x in corners]
    return Curve(label=f"{side.side}, fitted", points=tuple(points))
