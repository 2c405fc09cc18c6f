"""Figures of what arguing earns, and who argues best."""

from __future__ import annotations

import math

from dikast.metrics import Estimate
from dikast.report.figure import FigureMark, FigureRow, Intervals
from dikast.report.figures.figure_builders import SHARE, build_intervals, build_mark, cell_row
from dikast.report.findings import Findings

FOR_ANSWERS = ("for the right answer", "for a wrong answer")
SCALES = ("Bradley–Terry", "Elo")


def asd_figure(findings: Findings) -> Intervals | None:
    """How much more an agent earned by arguing for the truth than by arguing for a falsehood."""
    with_asd = [cell for cell in findings.cells if cell.asd_brier.value is not None]
    # A judge that gave the truth no probability at all makes a logarithmic score infinite.
    is_finite = all(_is_finite(cell.asd_log) for cell in with_asd)
    unit = "nats" if is_finite else "Brier score, from −1 to 1"
    rows = []
    for cell in findings.cells:
        difference = cell.asd_log if is_finite else cell.asd_brier
        rows.append(cell_row(cell, build_mark("agent score difference", difference)))
    return build_intervals(
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
    rows = []
    for recovery in findings.recoveries:
        # A share of a gap that may be none means nothing.
        if not recovery.gap_may_be_none:
            mark = build_mark("gap recovered", recovery.recovered)
            rows.append(cell_row(findings.cell(recovery.protocol), mark))
    return build_intervals(
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
    for stats in findings.arguers:
        marks = (build_mark(FOR_ANSWERS[0], stats.wins_right), build_mark(FOR_ANSWERS[1], stats.wins_wrong))
        rows.append(FigureRow(label=stats.agent, marks=tuple(filter(None, marks))))
    return build_intervals(
        rows,
        unit="agents",
        series=FOR_ANSWERS,
        id="wins",
        title="Win rates",
        x="share of verdicts for the side argued",
        reading="Far apart, the judge tells truth from falsehood when this agent argues; close together, the agent "
        "sells either.",
        fixed_limits=SHARE,
        reference=(0.5, "half of them"),
    )


def ratings_figure(findings: Findings) -> Intervals | None:
    """How well each agent persuades, when it argues for the right answer and when for a wrong one."""
    if findings.ratings is None:
        return None
    elo_by_player = {rating.player: rating.rating for rating in findings.elo}
    rows = []
    for player in findings.ratings.players:
        ratings = (player.rating, elo_by_player[player.player])
        rows.append(FigureRow(label=player.player, marks=_rating_marks(ratings, player.games)))
    return build_intervals(
        rows,
        unit="players",
        series=SCALES,
        id="ratings",
        title="Ratings",
        x="rating, Elo's scale",
        reading="400 points apart, the better one wins ten games of eleven. Each agent is two players: one that argues "
        "for right answers, and one for wrong ones. Elo's line is what the order of the games alone can move.",
        reference=(1500.0, "the mean of all players"),
    )


def _rating_marks(ratings: tuple[Estimate, Estimate], games: int) -> tuple[FigureMark, ...]:
    """A mark per scale, with the number of games in place of each estimate's own n."""
    marks = []
    for scale, rating in zip(SCALES, ratings, strict=True):
        rating_of_games = rating.model_copy(update={"n": games})
        marks.append(build_mark(scale, rating_of_games))
    return tuple(filter(None, marks))


def _is_finite(estimate: Estimate) -> bool:
    return estimate.value is not None and math.isfinite(estimate.value)
