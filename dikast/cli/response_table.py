"""What judges of responses gave, as tables: scores, marks and places by cell, and scores by criterion."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rich.console import Console

from dikast.cli.cell_table import CellTable
from dikast.cli.tables import or_dash, print_table
from dikast.metrics import Estimate, ResponseSummary


@dataclass(frozen=True)
class ResponseRow:
    """The verdicts on responses of one cell, with the names of its protocol and agents."""

    protocol: str
    agents: str
    found: ResponseSummary

    @property
    def name(self) -> str:
        """The cell, in one text."""
        return " ".join(filter(None, (self.protocol, self.agents)))


def print_responses(console: Console, rows: Iterable[tuple[str, str, ResponseSummary | None]]) -> None:
    """Prints a row for each cell whose verdicts say more of responses than a choice, from its protocol, its agents and
    its summary; then a row for each criterion.
    """
    found = [ResponseRow(protocol, agents, summary) for protocol, agents, summary in rows if summary is not None]
    if not found:
        return
    table = CellTable("What responses were given", _RESPONSES)
    table.without_empty(found, _RARE).print_on(console, found)
    _print_criteria(console, found)


def _print_criteria(console: Console, rows: Sequence[ResponseRow]) -> None:
    lines = [
        (row.name, criterion, f"{mean.n:,}", with_interval(mean))
        for row in rows
        for criterion, mean in row.found.criteria.items()
    ]
    if lines:
        headings = ("cell", "criterion", "scores", "mean")
        print_table(console, "Mean scores by criterion", headings, lines, names=2)


def with_interval(estimate: Estimate) -> str:
    """A mean with its 95 % interval where there is one; a dash where there is nothing to average."""
    value = or_dash(estimate.value, "z.2f")
    if estimate.low is None or estimate.high is None:
        return value
    return f"{value} ({estimate.low:z.2f}–{estimate.high:z.2f})"


def _deciding(row: ResponseRow) -> str:
    """The criteria that decided: `refusal 3, faithfulness 2`."""
    return ", ".join(f"{name} {n:,}" for name, n in row.found.decided_by.items()) or "–"


def _strong(row: ResponseRow) -> str:
    """How many verdicts find their choice much better, of those that say how much."""
    said = row.found.strong + row.found.slight
    return f"{row.found.strong:,} of {said:,}" if said else "–"


def _kept(row: ResponseRow) -> str:
    """How many replies kept the format that was asked of them."""
    return f"{row.found.kept:,} of {row.found.formats:,}" if row.found.formats else "–"


def _upheld(row: ResponseRow) -> str:
    """How many outcomes were decided by their criterion, of those that were looked at."""
    return f"{row.found.upheld:,} of {row.found.audited:,}" if row.found.audited else "–"


_RESPONSES: dict[str, Callable[[ResponseRow], str]] = {
    "verdicts": lambda row: f"{row.found.verdicts:,}",
    "mean score": lambda row: with_interval(row.found.score),
    "right response": lambda row: with_interval(row.found.right),
    "others": lambda row: with_interval(row.found.others),
    "share of marks": lambda row: with_interval(row.found.marks),
    "place of the right one": lambda row: with_interval(row.found.place),
    "in circles": lambda row: f"{row.found.cyclic:,} of {row.found.ranked:,}",
    "decided by": _deciding,
    "upheld": _upheld,
    "much better": _strong,
    "format kept": _kept,
}
_RARE: dict[str, Callable[[ResponseRow], object]] = {
    "mean score": lambda row: row.found.score.n,
    "right response": lambda row: row.found.right.n,
    "others": lambda row: row.found.others.n,
    "share of marks": lambda row: row.found.marks.n,
    "place of the right one": lambda row: row.found.place.n,
    "in circles": lambda row: row.found.cyclic,
    "decided by": lambda row: row.found.decided_by,
    "upheld": lambda row: row.found.audited,
    "much better": lambda row: row.found.strong + row.found.slight,
    "format kept": lambda row: row.found.formats,
}
