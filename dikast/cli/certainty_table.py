"""How sure judges say that they are, as a table."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console

from dikast.cli.cell_table import share
from dikast.cli.tables import print_table
from dikast.report import CellFindings


def print_certainty(console: Console, cells: Sequence[CellFindings]) -> None:
    """Prints a row for each band of certainty of each cell; nothing where no judge was asked for it."""
    rows = []
    for cell in cells:
        table = cell.certainty
        if table is None:
            continue
        for band, at_least in zip(table.bands, table.at_least, strict=True):
            row = (
                cell.name,
                f"{band.low} to {band.high}",
                f"{band.n:,}",
                share(band.accuracy.value),
                f"{at_least.share:.0%}",
                share(at_least.accuracy.value),
            )
            rows.append(row)
    if not rows:
        return
    headings = ("cell", "certainty", "verdicts", "accuracy", "as sure or surer", "their accuracy")
    print_table(console, "Accuracy by how sure the judge says it is, from 1 to 100", headings, rows, names=2)
    for cell in cells:
        if cell.certainty is not None and cell.certainty.abstained:
            console.print(f"{cell.name}: {cell.certainty.abstained:,} verdicts abstain, and are in no accuracy\n")
