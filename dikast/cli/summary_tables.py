"""The summary of a run, as tables for people or JSON for programs."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Sequence
from typing import Any

import typer
from rich.console import Console

from dikast.cli.acceptance_table import print_acceptances
from dikast.cli.cell_table import CellTable, share
from dikast.cli.critique_table import print_critiques
from dikast.cli.descent_table import print_descents
from dikast.cli.market_table import print_markets
from dikast.cli.response_table import print_responses
from dikast.cli.run_results import RunResults
from dikast.cli.solver_table import print_solvers
from dikast.cli.tables import plain_console
from dikast.experiments import RunFolder
from dikast.metrics import CellSummary, SideSummary
from dikast.records import ENDING_WORDS, Failure, Outcome, dollars
from dikast.sanitize import sanitize

MOST_FAILURES_SHOWN = 5


def print_summary(
    results: RunResults,
    *,
    as_json: bool,
    partial: str | None = None,
    passed: str | None = None,
    missing: str | None = None,
) -> None:
    """Prints the results of a run: its cells, the sides that consultants argued, and its failures.

    `partial` says why some episodes are missing, `passed` that more was spent than a limit allows, `missing` how many
    of a stopped run's episodes are there.
    """
    folder = results.folder
    notes = {"partial": partial, "passed": passed, "missing": missing}
    given = {name: note for name, note in notes.items() if note}
    if as_json:
        data = {"folder": str(folder.path), **_data(results), **given}
        typer.echo(json.dumps(data, indent=2))
        return
    # Before the tables, so that they are not taken for the whole result.
    for name, note in given.items():
        heading = "PARTIAL RESULT, " if name == "partial" else ""
        typer.echo(f"{heading}{sanitize(note)}\n")
    console = plain_console()
    _print_cells(console, results.cells)
    print_solvers(console, ((cell.protocol, cell.agents, cell.solver) for cell in results.cells))
    print_responses(console, ((cell.protocol, cell.agents, cell.responses) for cell in results.cells))
    print_acceptances(console, ((cell.protocol, cell.agents, cell.acceptance) for cell in results.cells))
    print_markets(console, ((cell.protocol, cell.agents, cell.market) for cell in results.cells))
    print_critiques(console, ((cell.protocol, cell.agents, cell.critique) for cell in results.cells))
    print_descents(console, ((cell.protocol, cell.agents, cell.descent) for cell in results.cells))
    if results.sides:
        _AGREEMENT.print_on(console, results.sides)
    _print_failures(console, results.failures)
    _print_traceback_hint(folder, results.failures)
    path = sanitize(str(folder.path))
    typer.echo(f"run folder: {path}")
    if results.is_graded:
        typer.echo(f"how well worked solutions were judged: dikast score {path}")


def _data(results: RunResults) -> dict[str, Any]:
    """The numbers, for JSON."""
    return {
        "cells": [cell.model_dump(mode="json") for cell in results.cells],
        "sides": [side.model_dump(mode="json") for side in results.sides],
        "failures": [{"id": outcome.id, "error": outcome.error} for outcome in results.failures],
    }


def _print_cells(console: Console, cells: Sequence[CellSummary]) -> None:
    """Prints the results and what they took: side by side, or as two tables if the terminal is too narrow."""
    title = _ACCURACY.title
    # Where no right answer is known, there is no accuracy to name in the title.
    if not any(map(_has_accuracy, cells)):
        title = "What was judged"
    elif all(cell.solver is not None for cell in cells):
        title = "Solver accuracy, with its 95 % interval"
    accuracy = CellTable(title, _ACCURACY.columns).without_empty(cells, _RARE_RESULTS)
    cost = _COST.without_empty(cells, _RARE_COSTS)
    everything = CellTable(title, accuracy.columns | cost.columns)
    if everything.width(cells) <= console.width:
        everything.print_on(console, cells)
        return
    accuracy.print_on(console, cells)
    cost.print_on(console, cells)


def _print_failures(console: Console, failures: Sequence[Outcome]) -> None:
    """Prints the first failures, and how many more there are."""
    for outcome in failures[:MOST_FAILURES_SHOWN]:
        console.print(f"failed: {sanitize(outcome.id)}: {sanitize(outcome.error or '')}", soft_wrap=True)
    n_hidden = len(failures) - MOST_FAILURES_SHOWN
    if n_hidden > 0:
        console.print(f"… and {n_hidden} more failed; `dikast show DIR --json` lists them")


def _print_traceback_hint(folder: RunFolder, failures: Sequence[Outcome]) -> None:
    """Says how to see where an author's own code failed, for the first of the failures shown that has a traceback."""
    for outcome in failures[:MOST_FAILURES_SHOWN]:
        record = folder.episode(outcome.id)
        if isinstance(record, Failure) and record.traceback:
            command = shlex.join(["dikast", "transcript", str(folder.path), outcome.id, "--errors"])
            typer.echo(sanitize(f"the agent's own code failed; its traceback: {command}"))
            return


def _has_accuracy(cell: CellSummary) -> bool:
    """Whether the right answer of some question is known."""
    return cell.accuracy is not None


def _has_cost(cell: CellSummary) -> bool:
    """Whether a call cost something, or may have."""
    return bool(cell.usage.cost_usd or cell.usage.unpriced)


def _endings(cell: CellSummary) -> str:
    """Why there is no verdict, as far as that is known: `3 cut off, 1 refused`."""
    return ", ".join(f"{n:,} {ENDING_WORDS[ending]}" for ending, n in cell.endings.items())


def _interval(cell: CellSummary) -> str:
    """The 95 % interval of the accuracy."""
    if cell.accuracy is None:
        return "–"
    return f"{cell.accuracy_low:.2f}–{cell.accuracy_high:.2f}"


def _calls(cell: CellSummary) -> str:
    """The calls, and after a plus the calls that repeat one whose reply could not be read."""
    calls = f"{cell.usage.calls:,}"
    if cell.usage.repeats:
        calls += f" + {cell.usage.repeats:,}"
    return calls


def _tokens(cell: CellSummary) -> str:
    """Input and output tokens; a dash if the agents don't count any."""
    if cell.usage.tokens == 0:
        return "–"
    return f"{cell.usage.tokens:,}"


def _cached(cell: CellSummary) -> str:
    """The share of the input tokens that came from a prompt cache."""
    # Agents that are programs may count no tokens at all.
    input_tokens = max(1, cell.usage.input_tokens)
    return f"{cell.usage.cached_tokens / input_tokens:.0%}"


def _cost(cell: CellSummary) -> str:
    """The known cost; `?` is the cost of calls whose price is unknown."""
    usd = cell.usage.cost_usd
    known = dollars(usd)
    if not cell.usage.unpriced:
        return known
    if not usd:
        return "?"
    return f"{known} + ?"


def _time(cell: CellSummary) -> str:
    """The mean time of an episode."""
    # One decimal would show it as zero.
    if cell.seconds_per_episode < 0.05:
        return "<0.1 s"
    return f"{cell.seconds_per_episode:.1f} s"


_ACCURACY = CellTable[CellSummary](
    "Judge accuracy, with its 95 % interval",
    {
        "questions": lambda cell: f"{cell.questions:,}",
        "accuracy": lambda cell: share(cell.accuracy),
        "interval": _interval,
        "Brier": lambda cell: share(cell.brier),
        "ties": lambda cell: f"{cell.ties:,}",
        "called": lambda cell: f"{cell.draws.get('called', 0):,}",
        "contradictory": lambda cell: f"{cell.draws.get('contradictory', 0):,}",
        "unparsed": lambda cell: f"{cell.unparsed:,}",
        "why": _endings,
        "failed": lambda cell: f"{cell.failed:,}",
    },
)
_RARE_RESULTS: dict[str, Callable[[CellSummary], object]] = {
    "accuracy": _has_accuracy,
    "interval": _has_accuracy,
    "Brier": _has_accuracy,
    "ties": lambda cell: cell.ties,
    "called": lambda cell: cell.draws.get("called"),
    # Only beside ties that were called is there anything to tell them from.
    "contradictory": lambda cell: cell.draws.get("called"),
    "why": lambda cell: cell.endings,
    "failed": lambda cell: cell.failed,
}
_COST = CellTable[CellSummary](
    "What it took",
    {
        "episodes": lambda cell: f"{cell.episodes:,}",
        "calls": _calls,
        "tokens": _tokens,
        "cached": _cached,
        "cost": _cost,
        "time/episode": _time,
    },
)
_RARE_COSTS: dict[str, Callable[[CellSummary], object]] = {
    "cached": lambda cell: cell.usage.cached_tokens,
    "cost": _has_cost,
}
_AGREEMENT = CellTable[SideSummary](
    "How often the judge agreed with the consultant, when that argued the right answer and when a wrong one",
    {
        "when right": lambda side: f"{share(side.agreed_when_right)} of {side.argued_right}",
        "when wrong": lambda side: f"{share(side.agreed_when_wrong)} of {side.argued_wrong}",
    },
)
