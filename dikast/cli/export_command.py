"""dikast export: a run's records for other tools."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class ExportOption(StrEnum):
    """What an export is written as."""

    jsonl = "jsonl"
    parquet = "parquet"
    inspect = "inspect"


def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The run folder.", show_default=False)],
    format: Annotated[
        ExportOption,
        typer.Option(help="jsonl: whole records; parquet: a row an episode; inspect: a log for `inspect view`."),
    ] = ExportOption.jsonl,
    out: Annotated[
        Path | None, typer.Option(help="The file; by default one in the run folder.", show_default=False)
    ] = None,
) -> None:
    """Write a run's records into one file that other tools read."""
    from dikast.experiments import RunFolder
    from dikast.experiments import export_run as write
    from dikast.sanitize import sanitize

    path, n = write(RunFolder.open(folder), format.value, out)
    typer.echo(sanitize(f"{path}: {n:,} {'outcomes' if format is ExportOption.parquet else 'episodes'}"))
