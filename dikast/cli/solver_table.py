"""A table of what solvers answered: their attempts, pass@k, and how often the most frequent answer is right."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rich.console import Console

from dikast.cli.cell_table import CellTable, share_with_interval
from dikast.metrics import SolverSummary


@dataclass(frozen=True)
class SolverRow:
    """The solvers of one cell, with the names of its protocol and agents."""

    protocol: str
    agents: str
    solver: SolverSummary


def print_solvers(console: Console, rows: Iterable[tuple[str, str, SolverSummary | None]]) -> None:
    """Prints a row for each cell that has solvers, from its protocol, its agents and its summary."""
    solvers = [SolverRow(protocol, agents, solver) for protocol, agents, solver in rows if solver is not None]
    if not solvers:
        return
    columns = dict(_ATTEMPTS)
    for k in sorted({k for row in solvers for k in row.solver.pass_at}):
        columns[f"pass@{k}"] = _pass_at(k)
    if any(row.solver.majority.n for row in solvers):
        columns |= _MAJORITY
    title = "Attempts at questions, compared with the right answers by a machine; accuracy is of those right or wrong"
    CellTable(title, columns).print_on(console, solvers)


def _pass_at(k: int) -> Callable[[SolverRow], str]:
    """The cell of pass@k, with its interval."""

    def cell(row: SolverRow) -> str:
        return share_with_interval(row.solver.pass_at.get(k))

    return cell


def _of_all(n: int, n_attempts: int) -> str:
    """A number of attempts, and which share of all it is."""
    return f"{n:,} ({n / n_attempts:.0%})" if n else "0"


_ATTEMPTS: dict[str, Callable[[SolverRow], str]] = {
    "questions": lambda row: f"{row.solver.questions:,}",
    "attempts": lambda row: f"{row.solver.attempts:,}",
    "right": lambda row: f"{row.solver.right:,}",
    "wrong": lambda row: f"{row.solver.wrong:,}",
    "unknown": lambda row: _of_all(row.solver.unknown, row.solver.attempts),
    "unparsed": lambda row: _of_all(row.solver.unparsed, row.solver.attempts),
    "accuracy": lambda row: share_with_interval(row.solver.accuracy),
}
_MAJORITY: dict[str, Callable[[SolverRow], str]] = {
    "majority right": lambda row: share_with_interval(row.solver.majority),
    "split": lambda row: f"{row.solver.split:,}",
}
