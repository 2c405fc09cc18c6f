"""dikast export: a run's records for other tools."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Format(StrEnum):
    """What an export is written as."""

    jsonl = "jsonl"
    parquet = "parquet"
    inspect = "inspect"


def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The run folder.", show_default=False)],
    format: Annotated[
        Format,
        typer.Option(help="jsonl: whole records; parquet: a row an episode; inspect: a log for `inspect view`."),
    ] = Format.jsonl,
    out: Annotated[
        Path | None, typer.Option(help="The file; by default one in the run folder.", show_default=False)
    ] = None,
) -> None:
    """Write a run's records into one file that other tools read."""
    from dikast.experiments import RunFolder
    from dikast.experiments.exports.export import export as write
    from dikast.plain import plain

    path, n = write(RunFolder.open(folder), format.value, out)
    typer.echo(plain(f"{path}: {n:,} {'outcomes' if format is Format.parquet else 'episodes'}"))
