"""The summary of a run, as tables for people or JSON for programs."""

from __future__ import annotations

import json

import typer
from rich.console import Console
from rich.table import Table

from dikast.cli.plain import plain
from dikast.experiments import RunFolder
from dikast.metrics import CellSummary, SideSummary, sides, summarise
from dikast.records import Outcome

MOST_FAILURES_SHOWN = 5


def print_summary(folder: RunFolder, *, as_json: bool) -> None:
    """Prints what came of a run: a row a cell, who was believed when right and when wrong, and what failed."""
    outcomes = sorted(folder.outcomes(), key=lambda o: o.id)
    order = folder.labels()
    cells = sorted(summarise(outcomes), key=lambda cell: order.index(cell.protocol) if cell.protocol in order else -1)
    argued = sorted(sides(outcomes), key=lambda side: order.index(side.protocol) if side.protocol in order else -1)
    failures = [o for o in outcomes if o.status == "failed"]
    if as_json:
        data = {
            "folder": str(folder.path),
            "cells": [cell.model_dump(mode="json") for cell in cells],
            "sides": [side.model_dump(mode="json") for side in argued],
            "failures": [{"id": o.id, "error": o.error} for o in failures],
        }
        typer.echo(json.dumps(data, indent=2))
        return
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=140)
    console.print(_cells(cells))
    if argued:
        console.print(_sides(argued))
    _print_failures(console, failures)
    console.print(f"run folder: {folder.path}", soft_wrap=True)


def _cells(cells: list[CellSummary]) -> Table:
    has_agents = any(cell.agents for cell in cells)
    table = Table(title="Judge accuracy, 95 % interval", title_justify="left", box=None, pad_edge=False)
    table.add_column("protocol")
    if has_agents:
        table.add_column("agents")
    headings = ("questions", "episodes", "accuracy", "interval", "Brier", "ties", "unparsed", "failed", "calls")
    for heading in (*headings, "tokens", "time/episode"):
        table.add_column(heading, justify="right")
    for cell in cells:
        table.add_row(
            plain(cell.protocol),
            *([plain(cell.agents)] if has_agents else []),
            str(cell.questions),
            str(cell.episodes),
            _share(cell.accuracy),
            "–" if cell.accuracy is None else f"{cell.accuracy_low:.2f}–{cell.accuracy_high:.2f}",
            _share(cell.brier),
            str(cell.ties),
            str(cell.unparsed),
            str(cell.failed),
            f"{cell.usage.calls}" + (f"+{cell.usage.repeats}" if cell.usage.repeats else ""),
            f"{cell.usage.tokens:,}" if cell.usage.tokens else "–",
            f"{cell.seconds_per_episode:.1f} s" if cell.seconds_per_episode >= 0.05 else "<0.1 s",
        )
    return table


def _sides(argued: list[SideSummary]) -> Table:
    table = Table(title="The judge agreed with the consultant", title_justify="left", box=None, pad_edge=False)
    table.add_column("protocol")
    if any(side.agents for side in argued):
        table.add_column("agents")
    table.add_column("when it argued the right answer", justify="right")
    table.add_column("when it argued a wrong one", justify="right")
    for side in argued:
        table.add_row(
            plain(side.protocol),
            *([plain(side.agents)] if any(s.agents for s in argued) else []),
            f"{_share(side.agreed_when_right)} of {side.argued_right}",
            f"{_share(side.agreed_when_wrong)} of {side.argued_wrong}",
        )
    return table


def _print_failures(console: Console, failures: list[Outcome]) -> None:
    for outcome in failures[:MOST_FAILURES_SHOWN]:
        console.print(f"failed: {plain(outcome.id)}: {plain(outcome.error or '')}", markup=False, soft_wrap=True)
    if len(failures) > MOST_FAILURES_SHOWN:
        console.print(f"… and {len(failures) - MOST_FAILURES_SHOWN} more failed; `dikast show DIR --json` lists them")


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
