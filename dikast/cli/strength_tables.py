"""Tables of strength: each judge against those who argue, and accuracy along a handicap."""

from __future__ import annotations

from rich.console import Console

from dikast.cli.cell_table import share
from dikast.cli.tables import print_table
from dikast.metrics import Estimate
from dikast.report import Findings

MOST_JUDGES = 6
"""A terminal has no room for more columns; `--html` and `--json` have all."""


def print_strength(console: Console, findings: Findings) -> None:
    """Prints a table for each protocol with several judges and several others, and one of all sweeps of handicaps."""
    for grid in findings.strength_grids:
        judges = grid.judges[:MOST_JUDGES]
        rows = [
            (arguer, *(_with_interval(grid.accuracy(judge, arguer)) for judge in judges)) for arguer in grid.arguers
        ]
        title = f"Judge accuracy in {grid.protocol}, a column for each judge"
        if len(grid.judges) > len(judges):
            title += f" (the first {len(judges)} of {len(grid.judges)})"
        print_table(console, title, ("others", *judges), rows)
    sweep_rows = [
        (
            f"{sweep.protocol}, {sweep.role}",
            sweep.others,
            f"{sweep.handicap} {level.strength:g}",
            *_parts(level.accuracy),
        )
        for sweep in findings.strength_sweeps
        for level in sweep.levels
    ]
    if sweep_rows:
        headings = ("swept", "the same", "handicap", "accuracy", "interval")
        print_table(console, "Judge accuracy along a handicap", headings, sweep_rows, names=3)


def _with_interval(estimate: Estimate | None) -> str:
    """An accuracy and its interval in one cell of a table; a dash where the pair was not run."""
    if estimate is None:
        return "–"
    value, interval = _parts(estimate)
    return f"{value} ({interval})"


def _parts(estimate: Estimate) -> tuple[str, str]:
    """An accuracy and its interval."""
    interval = "–" if estimate.low is None or estimate.high is None else f"{estimate.low:.2f}–{estimate.high:.2f}"
    return share(estimate.value), interval
