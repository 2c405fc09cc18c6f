"""Figures of judges against which speeches were optimised."""

from __future__ import annotations

from collections.abc import Callable

from dikast.metrics import Estimate, HackingPoint
from dikast.report.figure import Curve, Curves
from dikast.report.figures.figure_builders import SHARE, build_curves, build_point
from dikast.report.findings import Findings
from dikast.report.hacking_findings import HackingFinding

AXIS = "drafts, on the scale of ln N − (N − 1) / N"


def hacking_figure(findings: Findings) -> Curves | None:
    """How far each judge is deceived by the agent that deceives it best, by the number of drafts."""
    curves = [_curve(finding, "", lambda point: point.exploitability) for finding in findings.hacking]
    return build_curves(
        curves,
        id="hacking",
        title="Exploitability",
        x=AXIS,
        y="p of the falsehood argued",
        reading="The best deceiver of the judge argues; chosen on one half of the questions, measured on the other.",
        fixed_limits=SHARE,
        ticks=_ticks(findings),
    )


def overoptimisation_figure(findings: Findings) -> Curves | None:
    """The judge's certainty and how often it is right, by the number of drafts."""
    curves = []
    for finding in findings.hacking:
        curves.append(_curve(finding, "certainty", lambda point: point.belief))
        curves.append(_curve(finding, "accuracy", lambda point: point.truth))
    return build_curves(
        curves,
        id="overoptimised",
        title="Belief and truth",
        x=AXIS,
        y="certainty, and accuracy",
        reading="Where the two part as drafts grow, speeches please the judge more and are no truer.",
        fixed_limits=SHARE,
        ticks=_ticks(findings),
    )


def _curve(finding: HackingFinding, what: str, estimate: Callable[[HackingPoint], Estimate]) -> Curve:
    points = [build_point(point.nats, estimate(point)) for point in finding.points]
    held_out = ", held out" if finding.is_held_out else ""
    label = f"{finding.protocol}: {what}" if what else finding.protocol
    note = f"{finding.judge}{held_out}"
    return Curve(label=label, note=note, points=tuple(point for point in points if point is not None))


def _ticks(findings: Findings) -> tuple[tuple[float, str], ...]:
    """The numbers of drafts, where they are on the axis."""
    numbers = {point.nats: str(point.n) for finding in findings.hacking for point in finding.points}
    return tuple(sorted(numbers.items()))
