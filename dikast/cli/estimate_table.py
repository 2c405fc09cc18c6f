"""The estimate of a run, as a table: calls, tokens and money before anything is paid."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence

import typer
from rich.console import Console
from rich.table import Table

from dikast.experiments import CostEstimate, CostEstimator, Matrix, Run
from dikast.sanitize import sanitize

NOTE = (
    "Calls are exact, or the most there can be where rounds may end early; replies that can't be read are asked for "
    "again. Tokens are about: four characters each, replies as long as they may be, hidden reasoning not counted. "
    "“repeated” is the share of the input that begins a prompt as that seat's last one did, which caches serve."
)


def print_estimate(prepared: Run[Matrix], *, as_json: bool) -> None:
    """Prints what every cell will still take."""
    cells = asyncio.run(CostEstimator(prepared.matrix, prepared.folder).estimates())
    if as_json:
        typer.echo(json.dumps([cell.model_dump(mode="json") for cell in cells], indent=2))
        return
    console = Console(highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        console.width = 10_000
    console.print(_table(cells))
    console.print()
    console.print(NOTE, soft_wrap=not console.is_terminal)
    limits = prepared.experiment.limits
    known = sum(cell.usd or 0.0 for cell in cells)
    if limits.usd is not None and known > limits.usd:
        console.print(f"\nThis is more than limits.usd of ${limits.usd:,.10g}: the run would stop there.")


def _table(cells: Sequence[CostEstimate]) -> Table:
    table = Table(box=None, pad_edge=False, show_footer=len(cells) > 1)
    has_agents = any(cell.agents for cell in cells)
    tokens = [sum(getattr(cell, name) for cell in cells) for name in ("input_tokens", "output_tokens")]
    table.add_column("protocol", footer="all", overflow="fold")
    if has_agents:
        table.add_column("agents", overflow="fold")
    footers = {
        "episodes": f"{sum(cell.episodes for cell in cells):,}",
        "calls": f"{sum(cell.calls for cell in cells):,}",
        "tokens in": f"{tokens[0]:,}",
        "repeated": "",
        "tokens out": f"{tokens[1]:,}",
        "cost": _total(cells),
    }
    for heading, footer in footers.items():
        table.add_column(heading, footer=footer, justify="right", no_wrap=True)
    for cell in cells:
        names = (cell.protocol, cell.agents) if has_agents else (cell.protocol,)
        share = f"{cell.repeated_tokens / cell.input_tokens:.0%}" if cell.input_tokens else "–"
        counts = (f"{cell.input_tokens:,}", share, f"{cell.output_tokens:,}", _usd(cell.usd))
        table.add_row(*map(sanitize, names), f"{cell.episodes:,}", f"{cell.calls:,}", *counts)
    return table


def _usd(usd: float | None) -> str:
    if usd is None:
        return "unknown"
    return f"${usd:,.2f}" if usd >= 0.005 or not usd else f"${usd:.2g}"


def _total(cells: Sequence[CostEstimate]) -> str:
    known = sum(cell.usd or 0.0 for cell in cells)
    if all(cell.usd is not None for cell in cells):
        return _usd(known)
    return f"{_usd(known)} and what is unknown" if known else "unknown"
