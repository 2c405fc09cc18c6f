"""A table of critiques that list faults: what they catch, and how much of them is nitpicking or made up."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rich.console import Console

from dikast.cli.cell_table import CellTable, share_with_interval
from dikast.metrics import CritiqueSummary


@dataclass(frozen=True)
class CritiqueRow:
    """The critiques of one cell, with the names of its protocol and agents."""

    protocol: str
    agents: str
    critique: CritiqueSummary


def print_critiques(console: Console, rows: Iterable[tuple[str, str, CritiqueSummary | None]]) -> None:
    """Prints a row for each cell in which critics listed faults, from its protocol, its agents and its summary."""
    found = [CritiqueRow(protocol, agents, summary) for protocol, agents, summary in rows if summary is not None]
    if found:
        CellTable("Faults found by critics", _COLUMNS).print_on(console, found)


_COLUMNS: dict[str, Callable[[CritiqueRow], str]] = {
    "wrong caught": lambda row: share_with_interval(row.critique.caught),
    "false alarms": lambda row: share_with_interval(row.critique.false_alarms),
    "nitpicks": lambda row: share_with_interval(row.critique.nitpicks),
    "made up": lambda row: share_with_interval(row.critique.hallucinated),
}
