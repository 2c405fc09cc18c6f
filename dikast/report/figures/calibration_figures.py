"""What judges' certainty is worth, and how it came about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from dikast.report.figure import Curve, CurvePoint, Curves
from dikast.report.figures.figure_builders import SHARE, chance, curves, point
from dikast.report.findings import Findings

T = TypeVar("T")
MOST_POINTS = 24


def reliability_figure(findings: Findings) -> Curves | None:
    """Whether judges are right as often as they say."""
    shown = [
        Curve(label=cell.protocol, note=cell.agents, points=tuple(
            CurvePoint(x=b.confidence, y=b.accuracy.value, low=b.accuracy.low, high=b.accuracy.high, n=b.n)
            for b in cell.calibration.bins if b.accuracy.value is not None
        ))
        for cell in findings.cells if cell.calibration is not None
    ]  # fmt: skip
    least = min((point.x for curve in shown for point in curve.points), default=0.0)
    return curves(
        shown,
        id="reliability",
        title="Reliability of the judge's certainty",
        x="mean stated probability of the choice",
        y="share that is right",
        reading="On the diagonal, judges are right as often as they say; below it they are overconfident. "
        "Bins of about equal counts.",
        limits=SHARE,
        x_limits=(0.5, 1.0) if least >= 0.5 else SHARE,
        panels=True,
        diagonal=True,
    )


def risk_figure(findings: Findings) -> Curves | None:
    """How wrong judges are on the share of episodes they are surest of."""
    shown = [
        Curve(label=cell.protocol, note=cell.agents, points=tuple(
            CurvePoint(x=p.coverage, y=p.risk, n=round(p.coverage * cell.risk.aurc.n))
            for p in thinned(cell.risk.points)
        ))
        for cell in findings.cells if cell.risk is not None
    ]  # fmt: skip
    guess = chance(findings, "a guess, with {} answers")
    return curves(
        shown,
        id="risk",
        title="Risk and coverage",
        x="share of episodes, the surest first",
        y="share of them that is wrong",
        reading="A judge that knows when it knows rises from the left: kept to what it is sure of, it is wrong less "
        "often. A flat line says that its certainty tells nothing.",
        limits=SHARE,
        x_limits=SHARE,
        reference=(1 - guess[0], guess[1]) if guess else None,
        panels=True,
    )


def belief_figure(findings: Findings) -> Curves | None:
    """The judge's belief in the right answer, round by round."""
    shown, last = [], 0
    for cell in findings.cells:
        rounds = [at.round for at in cell.trajectory if at.round is not None]
        last = max([last, *rounds])
    for cell in findings.cells:
        points = [
            point(last + 1 if at.round is None else at.round, at.held)
            for at in cell.trajectory
            if at.held.value is not None
        ]
        shown.append(Curve(label=cell.protocol, note=cell.agents, points=tuple(points)))
    ticks = [*((float(r), str(r)) for r in range(last + 1)), (float(last + 1), "verdict")]
    return curves(
        shown,
        id="belief",
        title="Belief in the right answer, round by round",
        x="after round",
        y="mean p of the right answer",
        reading="Over all episodes, each with the last belief its judge held by then.",
        limits=SHARE,
        x_limits=(0.0, float(last + 1)),
        reference=chance(findings, "even"),
        panels=True,
        ticks=tuple(ticks),
    )


def stops_figure(findings: Findings) -> Curves | None:
    """What stopping as soon as the judge is sure enough would have given."""
    shown = []
    for cell in findings.cells:
        whole = cell.stops[0].rounds_in_all if cell.stops else None
        ends = [(stop.rounds.value, stop.accuracy) for stop in cell.stops] + [(whole, cell.accuracy.accuracy)]
        points = [point(x, y) for x, y in ends if x is not None and y.value is not None]
        shown.append(Curve(label=cell.protocol, note=cell.agents, points=tuple(points) if cell.stops else ()))
    return curves(
        shown,
        id="stops",
        title="Had each debate ended once its judge was sure",
        x="rounds until the stop, mean",
        y="accuracy there",
        reading=f"From left to right: stopped at the first look with p of at least {_listed(findings)}, "
        "and never. A flat line says that later rounds were not needed.",
        limits=SHARE,
        panels=True,
    )


def _listed(findings: Findings) -> str:
    cell = next((cell for cell in findings.cells if cell.stops), None)
    return ", ".join(f"{stop.threshold:g}" for stop in cell.stops) if cell else ""


def thinned(points: Sequence[T]) -> list[T]:
    """At most 24 of them, the first and the last among these."""
    if len(points) <= MOST_POINTS:
        return list(points)
    last = len(points) - 1
    return [points[round(i * last / (MOST_POINTS - 1))] for i in range(MOST_POINTS)]
