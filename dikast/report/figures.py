"""The figures of a report, from its findings; those that have nothing to show are left out."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from dikast.metrics import Estimate
from dikast.report.figure import Curve, Curves, Figure, Intervals, Mark, Point, Row
from dikast.report.findings import CellFindings, Findings

F = TypeVar("F", bound=Figure)
MOST_ROWS = 40
MOST_CURVES = 12
SHARE = (0.0, 1.0)
HALF = (0.5, "chance, with two answers")


def figures(findings: Findings) -> list[Figure]:
    """All figures that have something to show, in the order of the page."""
    makers: list[Callable[[Findings], Figure | None]] = [
        accuracy_figure, sides_figure, position_figure, reliability_figure, belief_figure, asd_figure, recovery_figure,
        ratings_figure, frontier_figure,
    ]  # fmt: skip
    return [figure for make in makers if (figure := make(findings)) is not None]


def accuracy_figure(findings: Findings) -> Intervals | None:
    """How often the judge of each cell was right."""
    rows = [(cell, [_mark("accuracy", cell.accuracy.accuracy)]) for cell in findings.cells]
    return _intervals(
        rows,
        id="accuracy",
        title="Judge accuracy",
        x="share of verdicts that are right",
        reading="Each line is a 95 % interval over questions. Unparsed and failed episodes are in no share.",
        limits=SHARE,
        reference=HALF,
    )


def sides_figure(findings: Findings) -> Intervals | None:
    """Accuracy by whether the right or a wrong answer was argued."""
    rows = []
    for cell in findings.cells:
        a = cell.accuracy
        right = a.argued_right if a.argued_right.value is not None else a.chose_right
        wrong = a.argued_wrong if a.argued_wrong.value is not None else a.chose_wrong
        rows.append((cell, [_mark("the right answer was argued", right), _mark("a wrong answer was argued", wrong)]))
    return _intervals(
        rows,
        id="sides",
        title="Accuracy by the side that was argued",
        x="share of verdicts that are right",
        reading="Far apart, the judge follows whoever speaks; close together, it goes by what is said.",
        limits=SHARE,
        reference=HALF,
    )


def position_figure(findings: Findings) -> Intervals | None:
    """How often the answer shown first was favoured."""
    rows = [(cell, [_mark("shown first", cell.position.first)]) for cell in findings.cells]
    return _intervals(
        rows,
        id="position",
        title="Preference for the answer shown first",
        x="share of looks that favour the first",
        reading="Single looks, before both orders are averaged. Half is no preference, with two answers.",
        limits=SHARE,
        reference=(0.5, "no preference"),
    )


def reliability_figure(findings: Findings) -> Curves | None:
    """Whether judges are right as often as they say."""
    curves = [
        Curve(label=cell.protocol, note=cell.agents, points=tuple(
            Point(x=b.confidence, y=b.accuracy.value, low=b.accuracy.low, high=b.accuracy.high, n=b.n)
            for b in cell.calibration.bins if b.accuracy.value is not None
        ))
        for cell in findings.cells if cell.calibration is not None
    ]  # fmt: skip
    least = min((point.x for curve in curves for point in curve.points), default=0.0)
    return _curves(
        curves,
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


def belief_figure(findings: Findings) -> Curves | None:
    """The judge's belief in the right answer, round by round."""
    curves, last = [], 0
    for cell in findings.cells:
        rounds = [at.round for at in cell.trajectory if at.round is not None]
        last = max([last, *rounds])
    for cell in findings.cells:
        points = [
            _point(last + 1 if at.round is None else at.round, at.held)
            for at in cell.trajectory
            if at.held.value is not None
        ]
        curves.append(Curve(label=cell.protocol, note=cell.agents, points=tuple(points)))
    ticks = [*((float(r), str(r)) for r in range(last + 1)), (float(last + 1), "verdict")]
    return _curves(
        curves,
        id="belief",
        title="Belief in the right answer, round by round",
        x="after round",
        y="mean p of the right answer",
        reading="Over all episodes, each with the last belief its judge held by then.",
        limits=SHARE,
        x_limits=(0.0, float(last + 1)),
        reference=(0.5, "even"),
        panels=True,
        ticks=tuple(ticks),
    )


def asd_figure(findings: Findings) -> Intervals | None:
    """What arguing the truth earned an agent more than arguing falsehood."""
    finite = all(_is_finite(cell.asd_log) for cell in findings.cells if cell.asd_brier.value is not None)
    which = "asd_log" if finite else "asd_brier"
    unit = "nats" if finite else "Brier score, from −1 to 1"
    rows = [(cell, [_mark("agent score difference", getattr(cell, which))]) for cell in findings.cells]
    return _intervals(
        rows,
        id="asd",
        title="Agent score difference",
        x=f"truth's score less falsehood's ({unit})",
        reading="Above zero, honesty pays: the judge's probability of its own answer earns more where that is true.",
        reference=(0.0, "honesty pays nothing"),
    )


def recovery_figure(findings: Findings) -> Intervals | None:
    """How much of the gap between the weak judge alone and the strong answers a protocol recovers."""
    rows = [
        (findings.cell(r.protocol), [_mark("gap recovered", r.recovered)])
        for r in findings.recoveries
        if not r.gap_may_be_none
    ]
    return _intervals(
        rows,
        id="pgr",
        title="Performance gap recovered",
        x="share of the gap",
        reading="Zero is the judge alone without the source, one the judge with it, on the same questions.",
        reference=(1.0, "all of it"),
    )


def ratings_figure(findings: Findings) -> Intervals | None:
    """How well each agent persuades, when it argues for the right answer and when for a wrong one."""
    if findings.ratings is None:
        return None
    rows = tuple(
        Row(label=player.player, marks=(mark.model_copy(update={"n": player.games}),))
        for player in findings.ratings.players
        if (mark := _mark("rating", player.rating)) is not None
    )
    return Intervals(
        id="ratings",
        title="Ratings",
        x="rating, Elo's scale",
        reading="Bradley–Terry: 400 points apart, the better one wins ten games of eleven. Each agent is two players: "
        "one that argues for right answers, and one for wrong ones.",
        reference=(1500.0, "the mean of all players"),
        rows=rows[:MOST_ROWS],
    )


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
    curves = [Curve(label=cell.protocol, note=cell.agents, points=(_point(cost, a),)) for cell, cost, a in points]
    return _curves(
        curves,
        id="frontier",
        title="Accuracy and cost",
        x=f"{name} an episode{', on a logarithmic scale' if is_log else ''}",
        y="judge accuracy",
        reading="The line joins the cells that no cheaper one beats.",
        limits=SHARE,
        is_joined=False,
        is_log=is_log,
        x_limits=(min(costs) / 1.3, max(costs) * 1.3) if is_log else None,
        frontier=tuple(_frontier((cost, a.value) for _, cost, a in points if a.value is not None)),
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


def _intervals(rows: Sequence[tuple[CellFindings, Sequence[Mark | None]]], **told: object) -> Intervals | None:
    kept = [(cell, tuple(mark for mark in marks if mark is not None)) for cell, marks in rows]
    shown = [Row(label=cell.protocol, note=cell.agents, marks=marks) for cell, marks in kept if marks]
    whole = Intervals.model_validate({**told, "rows": shown[:MOST_ROWS]}) if shown else None
    return _saying(whole, MOST_ROWS, len(shown)) if whole else None


def _curves(curves: Sequence[Curve], **told: object) -> Curves | None:
    shown = [curve for curve in curves if curve.points]
    whole = Curves.model_validate({**told, "curves": shown[:MOST_CURVES]}) if shown else None
    return _saying(whole, MOST_CURVES, len(shown)) if whole else None


def _saying(figure: F, most: int, n: int) -> F:
    """The figure, saying what it leaves out."""
    told = f"{figure.reading} Shown are the first {most} of {n:,} cells."
    return figure.model_copy(update={"reading": told}) if n > most else figure


def _mark(series: str, estimate: Estimate) -> Mark | None:
    if estimate.value is None or not math.isfinite(estimate.value):
        return None
    low, high = _finite(estimate)
    return Mark(series=series, value=estimate.value, low=low, high=high, n=estimate.n)


def _point(x: float, estimate: Estimate) -> Point:
    low, high = _finite(estimate)
    return Point(x=x, y=estimate.value or 0.0, low=low, high=high, n=estimate.n)


def _finite(estimate: Estimate) -> tuple[float | None, float | None]:
    ends = (estimate.low, estimate.high)
    return (None, None) if any(end is None or not math.isfinite(end) for end in ends) else ends


def _is_finite(estimate: Estimate) -> bool:
    return estimate.value is not None and math.isfinite(estimate.value)
