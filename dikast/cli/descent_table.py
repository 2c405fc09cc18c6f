"""A table of answers that were split into claims: how deep, what became of the leaf, and what the prover earned."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rich.console import Console

from dikast.cli.cell_table import CellTable
from dikast.metrics import DescentSummary, Estimate


@dataclass(frozen=True)
class DescentRow:
    """The descents of one cell, with the names of its protocol and agents."""

    protocol: str
    agents: str
    descent: DescentSummary


def print_descents(console: Console, rows: Iterable[tuple[str, str, DescentSummary | None]]) -> None:
    """Prints a row for each cell in which answers were split, from its protocol, its agents and its summary."""
    found = [DescentRow(protocol, agents, summary) for protocol, agents, summary in rows if summary is not None]
    if not found:
        return
    title = "Answers split into claims, down to a leaf; a prover earns by pointing at estimates that are off"
    CellTable(title, _COLUMNS).without_empty(found, _RARE).print_on(console, found)


def _mean(estimate: Estimate) -> str:
    """A mean of any size with its interval; a dash where there is none."""
    if estimate.value is None:
        return "–"
    if estimate.low is None or estimate.high is None:
        return f"{estimate.value:.2f}"
    return f"{estimate.value:.2f} ({estimate.low:.2f}–{estimate.high:.2f})"


_COLUMNS: dict[str, Callable[[DescentRow], str]] = {
    "descents": lambda row: f"{row.descent.episodes:,}",
    "levels": lambda row: f"{row.descent.depth:.2f}",
    "undisputed": lambda row: f"{row.descent.undisputed:,}",
    "leaf holds": lambda row: _mean(row.descent.leaf),
    "payoff, right": lambda row: _mean(row.descent.payoff_right),
    "payoff, wrong": lambda row: _mean(row.descent.payoff_wrong),
}
_RARE: dict[str, Callable[[DescentRow], object]] = {
    "undisputed": lambda row: row.descent.undisputed,
    "payoff, right": lambda row: row.descent.payoff_right.n,
    "payoff, wrong": lambda row: row.descent.payoff_wrong.n,
}
