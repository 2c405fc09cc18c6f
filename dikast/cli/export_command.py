"""dikast export: a run's records for other tools."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dikast.cli.run_folder_argument import RunFolderArgument
from dikast.cli.trust_option import TrustOption


class ExportOption(StrEnum):
    """The format of an exported file."""

    jsonl = "jsonl"
    parquet = "parquet"
    inspect = "inspect"
    solutions = "solutions"
    grades = "grades"
    overrides = "overrides"
    marks = "marks"
    sample = "sample"


def export(
    folder: RunFolderArgument,
    format: Annotated[
        ExportOption,
        typer.Option(
            help="jsonl: whole records; parquet: one row per episode; inspect: a log for `inspect view`; solutions: "
            "what solvers wrote, for `dikast grade`; grades: a CSV table of graded solutions, as people decided them; "
            "overrides: what people decided; marks: solutions with people's labels, for `dikast score --labels`; "
            "sample: the steps that people labelled by `dikast label`, with their weights."
        ),
    ] = ExportOption.jsonl,
    out: Annotated[
        Path | None, typer.Option(help="The file to write; by default in the run folder.", show_default=False)
    ] = None,
    trust: TrustOption = False,
) -> None:
    """Write a run's records to one file that other tools can read."""
    from dikast.experiments import RunFolder, export_run
    from dikast.sanitize import sanitize

    path, n_written = export_run(RunFolder.open(folder, trusts_store=trust), format.value, out)
    # A table has a row for failed episodes too; the other formats hold episodes that came to an end.
    nouns = {
        ExportOption.parquet: "outcomes",
        ExportOption.solutions: "solutions",
        ExportOption.grades: "solutions",
        ExportOption.overrides: "decisions",
        ExportOption.marks: "solutions",
        ExportOption.sample: "labelled steps",
    }
    typer.echo(sanitize(f"{path}: {n_written:,} {nouns.get(format, 'episodes')}"))
