"""A table of markets: how well they predict what the judge believes in the end, and how far they are moved."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rich.console import Console

from dikast.cli.cell_table import CellTable
from dikast.metrics import Estimate, MarketSummary


@dataclass(frozen=True)
class MarketRow:
    """The markets of one cell, with the names of its protocol and agents."""

    protocol: str
    agents: str
    market: MarketSummary


def print_markets(console: Console, rows: Iterable[tuple[str, str, MarketSummary | None]]) -> None:
    """Prints a row for each cell that has markets, from its protocol, its agents and its summary."""
    found = [MarketRow(protocol, agents, summary) for protocol, agents, summary in rows if summary is not None]
    if found:
        title = (
            "Markets in what the judge will believe: losses as their authors define them, and the last price's error"
        )
        CellTable(title, _COLUMNS).without_empty(found, {"unread": lambda row: row.market.unread}).print_on(
            console, found
        )


def _with_interval(estimate: Estimate) -> str:
    """The number with its interval, where it has them."""
    if estimate.value is None:
        return "–"
    if estimate.low is None or estimate.high is None:
        return f"{estimate.value:.3f}"
    return f"{estimate.value:.3f} ({estimate.low:.3f} to {estimate.high:.3f})"


_COLUMNS: dict[str, Callable[[MarketRow], str]] = {
    "markets": lambda row: f"{row.market.markets:,}",
    "rounds": lambda row: _with_interval(row.market.rounds),
    "market's loss": lambda row: _with_interval(row.market.market_loss),
    "adversary's loss": lambda row: _with_interval(row.market.adversary_loss),
    "gap to the belief": lambda row: _with_interval(row.market.gap),
    "unread": lambda row: f"{row.market.unread:,}",
}
