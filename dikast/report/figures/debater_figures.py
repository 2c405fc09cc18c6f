"""What arguing earns, and who does it best."""

from __future__ import annotations

import math

from dikast.metrics import Estimate
from dikast.report.figure import FigureRow, Intervals
from dikast.report.figures.figure_builders import MOST_ROWS, SHARE, intervals, mark, saying
from dikast.report.findings import Findings

FOR_ANSWERS = ("for the right answer", "for a wrong answer")
SCALES = ("Bradley–Terry", "Elo")


def asd_figure(findings: Findings) -> Intervals | None:
    """What arguing the truth earned an agent more than arguing falsehood."""
    finite = all(_is_finite(cell.asd_log) for cell in findings.cells if cell.asd_brier.value is not None)
    which = "asd_log" if finite else "asd_brier"
    unit = "nats" if finite else "Brier score, from −1 to 1"
    rows = [(cell, [mark("agent score difference", getattr(cell, which))]) for cell in findings.cells]
    return intervals(
        rows,
        series=("agent score difference",),
        id="asd",
        title="Agent score difference",
        x=f"truth's score less falsehood's ({unit})",
        reading="Above zero, honesty pays: the judge's probability of its own answer earns more where that is true.",
        reference=(0.0, "honesty pays nothing"),
    )


def recovery_figure(findings: Findings) -> Intervals | None:
    """How much of the gap between the weak judge alone and the strong answers a protocol recovers."""
    rows = [
        (findings.cell(r.protocol), [mark("gap recovered", r.recovered)])
        for r in findings.recoveries
        if not r.gap_may_be_none
    ]
    return intervals(
        rows,
        series=("gap recovered",),
        id="pgr",
        title="Performance gap recovered",
        x="share of the gap",
        reading="Zero is the judge alone, one the agent that argued, asked alone; where it was not, the judge with the "
        "source. All on the same questions.",
        reference=(1.0, "all of it"),
    )


def wins_figure(findings: Findings) -> Intervals | None:
    """How often judges went with each agent."""
    rows = []
    for arguer in findings.arguers:
        shares = (arguer.wins_right, arguer.wins_wrong)
        marks = [mark(name, share) for name, share in zip(FOR_ANSWERS, shares, strict=True)]
        rows.append(FigureRow(label=arguer.agent, marks=tuple(m for m in marks if m is not None)))
    shown = [row for row in rows if row.marks]
    whole = Intervals(
        id="wins",
        title="Win rates",
        x="share of verdicts for the side argued",
        reading="Far apart, the judge tells truth from falsehood when this agent argues; close together, the agent "
        "sells either.",
        limits=SHARE,
        reference=(0.5, "half of them"),
        series=FOR_ANSWERS,
        rows=tuple(shown[:MOST_ROWS]),
    )
    return saying(whole, MOST_ROWS, len(shown), "agents") if shown else None


def ratings_figure(findings: Findings) -> Intervals | None:
    """How well each agent persuades, when it argues for the right answer and when for a wrong one."""
    if findings.ratings is None:
        return None
    by_order = {player.player: player.rating for player in findings.elo}
    rows = []
    for player in findings.ratings.players:
        ratings = (player.rating, by_order[player.player])
        marks = [mark(name, rating) for name, rating in zip(SCALES, ratings, strict=True)]
        shown = tuple(m.model_copy(update={"n": player.games}) for m in marks if m is not None)
        rows.append(FigureRow(label=player.player, marks=shown))
    whole = Intervals(
        id="ratings",
        title="Ratings",
        x="rating, Elo's scale",
        reading="400 points apart, the better one wins ten games of eleven. Each agent is two players: one that argues "
        "for right answers, and one for wrong ones. Elo's line is what the order of the games alone can move.",
        reference=(1500.0, "the mean of all players"),
        series=SCALES,
        rows=tuple(rows[:MOST_ROWS]),
    )
    return saying(whole, MOST_ROWS, len(rows), "players")


def _is_finite(estimate: Estimate) -> bool:
    return estimate.value is not None and math.isfinite(estimate.value)
