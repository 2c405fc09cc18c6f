"""Figures of what judges' certainty is worth, and how it came about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from dikast.metrics import BeliefAt, RiskCoverage
from dikast.report.cell_findings import CellFindings
from dikast.report.figure import CurvePoint, Curves
from dikast.report.figures.figure_builders import SHARE, build_curves, build_point, cell_curve, chance_line
from dikast.report.findings import Findings

T = TypeVar("T")
MOST_POINTS = 24


def reliability_figure(findings: Findings) -> Curves | None:
    """Whether judges are right as often as they say."""
    curves = [cell_curve(cell, _reliability_points(cell)) for cell in findings.cells]
    lowest = min((point.x for curve in curves for point in curve.points), default=0.0)
    return build_curves(
        curves,
        id="reliability",
        title="Reliability of the judge's certainty",
        x="mean stated probability of the choice",
        y="share that is right",
        reading="On the diagonal, judges are right as often as they say; below it they are overconfident. "
        "Bins of about equal counts.",
        fixed_limits=SHARE,
        # Between two answers, a judge gives the one it chooses at least one half.
        fixed_x_limits=(0.5, 1.0) if lowest >= 0.5 else SHARE,
        panels=True,
        diagonal=True,
    )


def _reliability_points(cell: CellFindings) -> list[CurvePoint | None]:
    """A point per bin."""
    if cell.calibration is None:
        return []
    points = []
    for bin in cell.calibration.bins:
        # A bin is as large as its episodes are many, known answers or not.
        accuracy = bin.accuracy.model_copy(update={"n": bin.n})
        points.append(build_point(bin.confidence, accuracy))
    return points


def risk_figure(findings: Findings) -> Curves | None:
    """How wrong judges are on the share of episodes they are surest of."""
    curves = [cell_curve(cell, _risk_points(cell.risk)) for cell in findings.cells if cell.risk is not None]
    reference = chance_line(findings, "a guess, with {} answers")
    if reference is not None:
        p_right, name = reference
        reference = (1 - p_right, name)
    return build_curves(
        curves,
        id="risk",
        title="Risk and coverage",
        x="share of episodes, the surest first",
        y="share of them that is wrong",
        reading="A judge that knows when it knows rises from the left: kept to what it is sure of, it is wrong less "
        "often. A flat line says that its certainty tells nothing.",
        fixed_limits=SHARE,
        fixed_x_limits=SHARE,
        reference=reference,
        panels=True,
    )


def _risk_points(risk: RiskCoverage) -> list[CurvePoint]:
    """Some of the points of a risk–coverage curve, each with the number of episodes it covers."""
    n = risk.aurc.n
    return [
        CurvePoint(
            x=p.coverage,
            y=p.risk,
            n=round(p.coverage * n),
        )
        for p in thinned(risk.points)
    ]


def belief_figure(findings: Findings) -> Curves | None:
    """The judge's belief in the right answer, round by round."""
    rounds = [look.round or 0 for cell in findings.cells for look in cell.trajectory]
    last_round = max(rounds, default=0)
    # The verdict has no round of its own, so it comes one step after the last.
    verdict = last_round + 1
    ticks = [(float(round), str(round)) for round in range(last_round + 1)]
    return build_curves(
        [cell_curve(cell, _belief_points(cell.trajectory, verdict)) for cell in findings.cells],
        id="belief",
        title="Belief in the right answer, round by round",
        x="after round",
        y="mean p of the right answer",
        reading="Over all episodes, each with the last belief its judge held by then.",
        fixed_limits=SHARE,
        fixed_x_limits=(0.0, float(verdict)),
        reference=chance_line(findings, "even"),
        panels=True,
        ticks=(*ticks, (float(verdict), "verdict")),
    )


def _belief_points(trajectory: Sequence[BeliefAt], verdict: int) -> list[CurvePoint | None]:
    """A point per round with a belief; the belief at the verdict is at x = `verdict`."""
    points = []
    for look in trajectory:
        # Round 0 is before the first, so that a missing round can't be tested by its truth.
        x = verdict if look.round is None else look.round
        points.append(build_point(x, look.held))
    return points


def stops_figure(findings: Findings) -> Curves | None:
    """The accuracy if each debate had stopped as soon as its judge was sure enough."""
    return build_curves(
        [cell_curve(cell, _stop_points(cell)) for cell in findings.cells],
        id="stops",
        title="Had each debate ended once its judge was sure",
        x="rounds until the stop, mean",
        y="accuracy there",
        reading=f"From left to right: stopped at the first look with p of at least {_thresholds(findings)}, "
        "and never. A flat line says that later rounds were not needed.",
        fixed_limits=SHARE,
        panels=True,
    )


def _stop_points(cell: CellFindings) -> list[CurvePoint | None]:
    """A point per threshold, and one for all rounds."""
    if not cell.stops:
        return []
    ends = [(stop.rounds.value, stop.accuracy) for stop in cell.stops]
    # How many rounds there are in all does not depend on the threshold.
    ends.append((cell.stops[0].rounds_in_all, cell.accuracy.accuracy))
    return [build_point(rounds, accuracy) for rounds, accuracy in ends if rounds is not None]


def _thresholds(findings: Findings) -> str:
    """The thresholds of early stopping, which are the same in all cells, as a list."""
    for cell in findings.cells:
        if cell.stops:
            return ", ".join(f"{stop.threshold:g}" for stop in cell.stops)
    return ""


def thinned(points: Sequence[T]) -> list[T]:
    """At most 24 of the points, evenly spaced, always with the first and the last."""
    if len(points) <= MOST_POINTS:
        return list(points)
    last = len(points) - 1
    return [points[round(i * last / (MOST_POINTS - 1))] for i in range(MOST_POINTS)]
