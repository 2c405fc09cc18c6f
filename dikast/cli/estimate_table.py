"""The estimate of a run as a table: its calls, tokens and money, before anything is paid."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence

import typer
from rich.table import Table

from dikast.cli.tables import plain_console
from dikast.experiments import CostEstimate, CostEstimator, Matrix, Run
from dikast.records import dollars
from dikast.sanitize import sanitize

NOTE = (
    "Calls are exact, or the most there can be where rounds or searches may end early; replies that can't be read are "
    "asked for again. Tokens are about: four characters each, replies as long as they may be, hidden reasoning not "
    "counted. “repeated” is the share of the input that begins a prompt as that seat's last one did, which caches "
    "serve."
)


def print_estimate(prepared: Run[Matrix], *, as_json: bool) -> None:
    """Prints, for each cell, what its remaining episodes will take."""
    cells = asyncio.run(CostEstimator(prepared.matrix, prepared.folder).estimates())
    if as_json:
        typer.echo(json.dumps([cell.model_dump(mode="json") for cell in cells], indent=2))
        return
    console = plain_console()
    console.print(_table(cells))
    console.print()
    console.print(NOTE, soft_wrap=not console.is_terminal)
    limit_usd = prepared.experiment.limits.usd
    if limit_usd is not None and _known_usd(cells) > limit_usd:
        console.print(f"\nThis is more than limits.usd of ${limit_usd:,.10g}: the run would stop there.")


def _table(cells: Sequence[CostEstimate]) -> Table:
    """One row a cell, and a footer with the sums."""
    table = Table(box=None, pad_edge=False, show_footer=len(cells) > 1)
    table.add_column("protocol", footer="all", overflow="fold")
    # An experiment with one choice of agents has no names for it.
    has_agents = any(cell.agents for cell in cells)
    if has_agents:
        table.add_column("agents", overflow="fold")
    # The headings in order, each with the sum below its column.
    footers = {
        "episodes": f"{sum(cell.episodes for cell in cells):,}",
        "calls": f"{sum(cell.calls for cell in cells):,}",
        "tokens in": f"{sum(cell.input_tokens for cell in cells):,}",
        "repeated": "",
        "tokens out": f"{sum(cell.output_tokens for cell in cells):,}",
        "cost": _total_cost(cells),
    }
    for heading, footer in footers.items():
        table.add_column(heading, footer=footer, justify="right", no_wrap=True)
    for cell in cells:
        names = [sanitize(cell.protocol)]
        if has_agents:
            names.append(sanitize(cell.agents))
        table.add_row(
            *names,
            f"{cell.episodes:,}",
            f"{cell.calls:,}",
            f"{cell.input_tokens:,}",
            _repeated_share(cell),
            f"{cell.output_tokens:,}",
            _cost(cell),
        )
    return table


def _repeated_share(cell: CostEstimate) -> str:
    """The share of the input tokens that a prompt cache can serve."""
    if not cell.input_tokens:
        return "–"
    return f"{cell.repeated_tokens / cell.input_tokens:.0%}"


def _cost(cell: CostEstimate) -> str:
    """The cost of a cell: its known part, and a question mark for the rest."""
    if cell.usd is not None:
        return dollars(cell.usd)
    if not cell.known_usd:
        return "unknown"
    return f"{dollars(cell.known_usd)} + ?"


def _total_cost(cells: Sequence[CostEstimate]) -> str:
    """The cost of all cells; cells of unknown cost are named, they never count as free."""
    known_usd = _known_usd(cells)
    if all(cell.usd is not None for cell in cells):
        return dollars(known_usd)
    if not known_usd:
        return "unknown"
    return f"{dollars(known_usd)} and what is unknown"


def _known_usd(cells: Sequence[CostEstimate]) -> float:
    """The sum of the costs that are known."""
    return sum(cell.known_usd for cell in cells)
