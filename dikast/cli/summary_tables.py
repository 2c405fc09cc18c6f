"""The summary of a run, as tables for people or JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

import typer
from rich.cells import cell_len
from rich.console import Console

from dikast.cli.tables import BETWEEN, print_table
from dikast.experiments import RunFolder
from dikast.metrics import CellSummary, SideSummary, SummaryTally
from dikast.records import Outcome
from dikast.sanitize import sanitize

MOST_FAILURES_SHOWN = 5
NO_LIMIT = 10_000


class NamesCell(Protocol):
    """A row that names its cell."""

    @property
    def protocol(self) -> str: ...
    @property
    def agents(self) -> str: ...


S = TypeVar("S", bound=NamesCell)


@dataclass(frozen=True)
class Columns(Generic[S]):
    """Headings, each with what a row shows under it."""

    title: str
    shown: dict[str, Callable[[S], str]]

    def width(self, rows: Sequence[S]) -> int:
        """How wide the table is where nothing of it is folded."""
        return sum(max(map(cell_len, column)) + BETWEEN for column in zip(*self._cells(rows), strict=True)) - BETWEEN

    def print_on(self, console: Console, rows: Sequence[S]) -> None:
        """Prints the table under its title, after the columns that name the row."""
        headings, *cells = self._cells(rows)
        print_table(console, self.title, headings, cells, names=len(headings) - len(self.shown))

    def _cells(self, rows: Sequence[S]) -> list[list[str]]:
        """The headings, and what stands under them."""
        has_agents = any(row.agents for row in rows)
        found = [["protocol", *(["agents"] if has_agents else []), *self.shown]]
        for row in rows:
            names = [row.protocol, row.agents] if has_agents else [row.protocol]
            found.append([*map(sanitize, names), *(show(row) for show in self.shown.values())])
        return found


def print_summary(folder: RunFolder, *, as_json: bool, partial: str | None = None) -> None:
    """Prints what came of a run: a row a cell, who was believed when right and when wrong, and what failed.

    `partial` says why the run is not whole.
    """
    tally, failures, is_graded = SummaryTally(), [], False
    for outcome in folder.outcomes():
        tally.add(outcome)
        is_graded |= outcome.status == "decided" and outcome.probabilities is None
        if outcome.status == "failed":
            failures.append(outcome)
    order = folder.labels()
    cells = sorted(tally.cells(), key=lambda cell: order.index(cell.protocol) if cell.protocol in order else -1)
    argued = sorted(tally.sides(), key=lambda side: order.index(side.protocol) if side.protocol in order else -1)
    if as_json:
        data = {
            "folder": str(folder.path),
            "cells": [cell.model_dump(mode="json") for cell in cells],
            "sides": [side.model_dump(mode="json") for side in argued],
            "failures": [{"id": o.id, "error": o.error} for o in failures],
        }
        typer.echo(json.dumps({**data, "partial": partial} if partial else data, indent=2))
        return
    if partial:
        typer.echo(f"PARTIAL RESULT, {sanitize(partial)}\n")
    _print_tables(cells, argued, failures)
    place = sanitize(str(folder.path))
    typer.echo(f"run folder: {place}")
    if is_graded:
        typer.echo(f"how well worked solutions were judged: dikast score {place}")


def _print_tables(cells: Sequence[CellSummary], argued: Sequence[SideSummary], failures: Sequence[Outcome]) -> None:
    console = plain_console()
    accuracy, took = _accuracy(cells), _what_it_took(cells)
    whole = Columns(accuracy.title, accuracy.shown | took.shown)
    if whole.width(cells) <= console.width:
        whole.print_on(console, cells)
    else:
        accuracy.print_on(console, cells)
        took.print_on(console, cells)
    if argued:
        _AGREEMENT.print_on(console, argued)
    for outcome in failures[:MOST_FAILURES_SHOWN]:
        console.print(f"failed: {sanitize(outcome.id)}: {sanitize(outcome.error or '')}", soft_wrap=True)
    if len(failures) > MOST_FAILURES_SHOWN:
        console.print(f"… and {len(failures) - MOST_FAILURES_SHOWN} more failed; `dikast show DIR --json` lists them")


def plain_console() -> Console:
    """The terminal, for text from files and models: no markup is read in it, and a pipe has lines of any length."""
    console = Console(highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        console.width = NO_LIMIT
    return console


def _accuracy(cells: Sequence[CellSummary]) -> Columns[CellSummary]:
    """How often judges were right, where that is known; ties and failures have a column where there are any."""
    is_known = any(cell.accuracy is not None for cell in cells)
    rare = {"ties": any(cell.ties for cell in cells), "failed": any(cell.failed for cell in cells)}
    rare |= dict.fromkeys(("accuracy", "interval", "Brier"), is_known)
    title = _ACCURACY.title if is_known else "What was judged"
    return Columns(title, {name: show for name, show in _ACCURACY.shown.items() if rare.get(name, True)})


def _what_it_took(cells: Sequence[CellSummary]) -> Columns[CellSummary]:
    """Calls, tokens, money, time; caches and money have a column where there are any."""
    rare = {
        "cached": any(cell.usage.cached_tokens for cell in cells),
        "cost": any(cell.usage.cost_usd or cell.usage.unpriced for cell in cells),
    }
    return Columns(_COST.title, {name: show for name, show in _COST.shown.items() if rare.get(name, True)})


def share(value: float | None) -> str:
    """A share to three places."""
    return "–" if value is None else f"{value:z.3f}"


def _interval(cell: CellSummary) -> str:
    return "–" if cell.accuracy is None else f"{cell.accuracy_low:.2f}–{cell.accuracy_high:.2f}"


def _calls(cell: CellSummary) -> str:
    return f"{cell.usage.calls:,}" + (f" + {cell.usage.repeats:,}" if cell.usage.repeats else "")


def _cost(cell: CellSummary) -> str:
    """The known part of the price, and that there is another; of calls that cost nothing, nothing."""
    usd, n_unpriced = cell.usage.cost_usd, cell.usage.unpriced
    known = f"${usd:,.2f}" if usd >= 0.005 else f"${usd:.2g}"
    return (f"{known} + ?" if usd else "?") if n_unpriced else known


def _time(cell: CellSummary) -> str:
    return f"{cell.seconds_per_episode:.1f} s" if cell.seconds_per_episode >= 0.05 else "<0.1 s"


_ACCURACY = Columns[CellSummary](
    "Judge accuracy, with its 95 % interval",
    {
        "questions": lambda cell: f"{cell.questions:,}",
        "accuracy": lambda cell: share(cell.accuracy),
        "interval": _interval,
        "Brier": lambda cell: share(cell.brier),
        "ties": lambda cell: f"{cell.ties:,}",
        "unparsed": lambda cell: f"{cell.unparsed:,}",
        "failed": lambda cell: f"{cell.failed:,}",
    },
)
_COST = Columns[CellSummary](
    "What it took",
    {
        "episodes": lambda cell: f"{cell.episodes:,}",
        "calls": _calls,
        "tokens": lambda cell: f"{cell.usage.tokens:,}" if cell.usage.tokens else "–",
        "cached": lambda cell: f"{cell.usage.cached_tokens / max(1, cell.usage.input_tokens):.0%}",
        "cost": _cost,
        "time/episode": _time,
    },
)
_AGREEMENT = Columns[SideSummary](
    "How often the judge agreed with the consultant, when that argued the right answer and when a wrong one",
    {
        "when right": lambda side: f"{share(side.agreed_when_right)} of {side.argued_right}",
        "when wrong": lambda side: f"{share(side.agreed_when_wrong)} of {side.argued_wrong}",
    },
)
