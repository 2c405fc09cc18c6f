"""A card on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dikast.cli.tables import or_dash, plain_console, print_table, rating_interval
from dikast.sanitize import sanitize

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import Console

    from dikast.evaluation import Card, Lead
    from dikast.metrics import Estimate


def print_card(card: Card) -> None:
    """Prints the card: figures, kinds, its place among others, what can be concluded and what not, what to read."""
    console = plain_console()
    _print_figures(console, f"{card.agent} as {card.part}", card.figures)
    for key, figures in card.by.items():
        _print_figures(console, f"By {key.replace('_', ' ')}", figures)
    _print_league(console, card)
    _print_sentences(console, "What these games tell", card.concluded)
    _print_sentences(console, "What these games don't tell", card.not_concluded)
    to_read = [f"{found.command}   # {found.why}" for found in card.read_first]
    _print_sentences(console, "Read first", to_read)
    episodes = sum(run.episodes for run in card.runs)
    calls = sum(run.calls for run in card.runs)
    counted = f"{episodes:,} episode{'' if episodes == 1 else 's'}, {calls:,} call{'' if calls == 1 else 's'}"
    console.print(sanitize(f"{counted}; all is kept in {card.league}"), soft_wrap=True)


def print_lead(first: str, second: str, lead: Lead) -> None:
    """Prints how far the first agent is ahead of the second, and whether that may be chance."""
    console = plain_console()
    value, interval = _cells(lead.difference)
    title = f"{first} minus {second}, on the same tasks"
    row = (
        lead.headline.replace("_", " "),
        value,
        interval,
        f"{lead.better:,}",
        f"{lead.worse:,}",
        f"{lead.difference.n:,}",
    )
    print_table(console, title, ("figure", "difference", "interval", "better", "worse", "of"), [row])
    if not lead.tells_apart:
        console.print("This many tasks can't tell the two apart")


def _print_figures(console: Console, title: str, figures: Mapping[str, Estimate]) -> None:
    rows = [(name.replace("_", " "), *_cells(figure), f"{figure.n:,}") for name, figure in figures.items()]
    print_table(console, title, ("figure", "value", "interval", "of"), rows)


def _print_league(console: Console, card: Card) -> None:
    """The league, the best first, with the rated agent in its place."""
    if card.rating is None:
        return
    own = (card.agent, card.rating, card.figures.get(card.headline), None)
    others = [(peer.name, peer.rating, peer.score, peer.against) for peer in card.peers]
    standings = sorted([own, *others], key=lambda row: -(row[1].value or 0.0))
    rows = [
        (
            f"> {name}" if against is None else name,
            f"{rating.games:,}",
            or_dash(rating.value, ".0f"),
            rating_interval(rating.low, rating.high),
            or_dash(score.value if score else None, ".2f"),
            or_dash(against.value if against else None, ".2f"),
        )
        for name, rating, score, against in standings
    ]
    headings = ("agent", "games", "rating", "interval", card.headline.replace("_", " "), "scored against it")
    print_table(console, "The league", headings, rows)


def _print_sentences(console: Console, title: str, sentences: Sequence[str]) -> None:
    if not sentences:
        return
    console.print(title, style="bold")
    for sentence in sentences:
        console.print(sanitize(f"- {sentence}"), soft_wrap=True)
    console.print()


def _cells(estimate: Estimate) -> tuple[str, str]:
    if estimate.method == "exact":
        return or_dash(estimate.value, ".0f"), "–"
    value = or_dash(estimate.value, ".3f")
    if estimate.low is None or estimate.high is None:
        return value, "–"
    return value, f"{estimate.low:.3f} to {estimate.high:.3f}"
