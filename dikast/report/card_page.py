"""The cards of rated agents as one HTML file that needs nothing else."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

from dikast.errors import BadInput
from dikast.evaluation import Card, CardRating, Lead
from dikast.metrics import Estimate
from dikast.report.axis import AxisLimits
from dikast.report.figure import FigureMark, FigureRow, Intervals
from dikast.report.html_page import content_policy, figure_values
from dikast.report.page_templates import page_environment


def check_writable(path: Path) -> None:
    """Raises BadInput where no page can be written, so that it is known before anything is paid for."""
    is_new = not path.exists()
    try:
        path.open("a").close()
    except OSError as error:
        raise BadInput(f"the page can't be written: {error.strerror}", str(path)) from None
    if is_new:
        path.unlink()


def write_card_page(cards: Sequence[Card], path: Path, lead: Lead | None = None) -> None:
    """Writes the cards as a page. Raises BadInput where the file can't be written."""
    try:
        path.write_text(render_card_page(cards, lead), encoding="utf-8")
    except OSError as error:
        raise BadInput(f"the page can't be written: {error.strerror}", str(path)) from None


def render_card_page(cards: Sequence[Card], lead: Lead | None = None) -> str:
    """The cards as HTML, one below the other; `lead` is how far the first of two is ahead, and comes before both."""
    from markupsafe import Markup

    environment = page_environment()
    style = environment.get_template("card.css.j2").render()
    return environment.get_template("card.html.j2").render(
        sheets=[_sheet(card, number) for number, card in enumerate(cards, 1)],
        lead=lead,
        style=Markup(style),
        policy=content_policy(style, ""),
    )


def _sheet(card: Card, number: int) -> Mapping[str, object]:
    """What the template needs of one card. Its number keeps the ids of its parts apart from those of other cards."""
    figures = (_league_figure(card, number), _score_figure(card, number))
    return {
        "number": number,
        "card": card,
        "drawn": [figure_values(figure) for figure in figures if figure is not None],
        "episodes": sum(run.episodes for run in card.runs),
        "calls": sum(run.calls for run in card.runs),
    }


def _league_figure(card: Card, number: int) -> Intervals | None:
    """The ratings of the league, the best first; None for a part without opponents."""
    if card.rating is None:
        return None
    standings = [(card.agent, card.rating), *((peer.name, peer.rating) for peer in card.peers)]
    ordered = sorted(standings, key=lambda standing: -(standing[1].value or 0.0))
    rows = [row for name, rating in ordered if (row := _rating_row(name, rating, is_own=name == card.agent))]
    return Intervals(
        id=f"league-{number}",
        title="The league",
        reading="Ratings by all games of the league, with 95 % intervals; 400 points are odds of ten to one.",
        x="rating",
        series=("this agent", "others"),
        rows=tuple(rows),
    )


def _rating_row(name: str, rating: CardRating, *, is_own: bool) -> FigureRow | None:
    if rating.value is None:
        return None
    mark = FigureMark(
        series="this agent" if is_own else "others",
        value=rating.value,
        interval=_interval(rating.low, rating.high),
        n=rating.games,
    )
    return FigureRow(label=name, note=f"{rating.games:,} games", marks=(mark,))


def _score_figure(card: Card, number: int) -> Intervals | None:
    """What the agent scored against each opponent; None without opponents."""
    rows = [row for peer in card.peers if (row := _score_row(peer.name, peer.against))]
    if not rows:
        return None
    return Intervals(
        id=f"against-{number}",
        title="Scored against each",
        reading="The share of the games that it won, ties counted half, with 95 % intervals over questions.",
        x="share of the points",
        fixed_limits=(0.0, 1.0),
        reference=(0.5, "equal strength"),
        series=("this agent",),
        rows=tuple(rows),
    )


def _score_row(name: str, against: Estimate) -> FigureRow | None:
    if against.value is None:
        return None
    interval = _interval(against.low, against.high)
    mark = FigureMark(series="this agent", value=against.value, interval=interval, n=against.n)
    return FigureRow(label=name, note=f"{against.n:,} games", marks=(mark,))


def _interval(low: float | None, high: float | None) -> AxisLimits | None:
    """The interval, where both of its ends can be drawn."""
    if low is None or high is None:
        return None
    return None if math.isinf(low) or math.isinf(high) else (low, high)
