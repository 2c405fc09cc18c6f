"""A table of judges that accept or reject answers given in the episodes: how often they are right about each kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rich.console import Console

from dikast.cli.cell_table import CellTable, share_with_interval
from dikast.metrics import AcceptanceSummary


@dataclass(frozen=True)
class AcceptanceRow:
    """The judges of one cell, with the names of its protocol and agents."""

    protocol: str
    agents: str
    acceptance: AcceptanceSummary


def print_acceptances(console: Console, rows: Iterable[tuple[str, str, AcceptanceSummary | None]]) -> None:
    """Prints a row for each cell that has such judges, from its protocol, its agents and its summary."""
    found = [AcceptanceRow(protocol, agents, summary) for protocol, agents, summary in rows if summary is not None]
    if not found:
        return
    title = "Answers accepted or rejected, by whether the answer was right, which a machine finds from the references"
    CellTable(title, _COLUMNS).without_empty(found, _RARE).print_on(console, found)


def _recovered(row: AcceptanceRow) -> str:
    recovered = row.acceptance.recovered
    return "–" if recovered is None else f"{recovered:.3f}"


def _refuted(row: AcceptanceRow) -> str:
    made = row.acceptance
    return "–" if made.refuted_share is None else f"{made.refuted:,} of {made.critiques:,} ({made.refuted_share:.0%})"


_COLUMNS: dict[str, Callable[[AcceptanceRow], str]] = {
    "answers right": lambda row: share_with_interval(row.acceptance.solver),
    "right accepted": lambda row: share_with_interval(row.acceptance.on_right),
    "wrong rejected": lambda row: share_with_interval(row.acceptance.on_wrong),
    "told apart": lambda row: share_with_interval(row.acceptance.discrimination),
    "gap recovered": _recovered,
    "undecided": lambda row: f"{row.acceptance.undecided:,}",
    "critiques refuted": _refuted,
}
_RARE: dict[str, Callable[[AcceptanceRow], object]] = {
    # Between bare labels it says no more than the two columns before it.
    "told apart": lambda row: {bin.p for bin in row.acceptance.calibration} - {0, 1},
    "undecided": lambda row: row.acceptance.undecided,
    "critiques refuted": lambda row: row.acceptance.critiques,
}
