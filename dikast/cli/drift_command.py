"""dikast drift: the same judge on the same recorded set at two dates."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dikast.cli.completion import run_folders
from dikast.cli.gate_options import JUnitOption, RequireOption, SummaryOption
from dikast.cli.trust_option import TrustOption


def drift(
    first: Annotated[
        Path,
        typer.Argument(metavar="FIRST", help="The earlier run folder.", show_default=False, autocompletion=run_folders),
    ],
    second: Annotated[
        Path,
        typer.Argument(metavar="SECOND", help="The later run folder.", show_default=False, autocompletion=run_folders),
    ],
    by: Annotated[
        str | None,
        typer.Option(metavar="KEY", help="Also count by this entry of the questions' metadata.", show_default=False),
    ] = None,
    require: RequireOption = None,
    junit: JUnitOption = None,
    summary: SummaryOption = None,
    trust: TrustOption = False,
    json: Annotated[bool, typer.Option("--json", help="Print all numbers as JSON.")] = False,
) -> None:
    """Compare the verdicts of the same judge at two dates.

    Both runs judged the same set: the same experiment run twice, or a run and what `dikast judge` made of it. Verdicts
    are paired: how many changed and how, and whether the judge is more often right now. No model is called.
    """
    from dikast.cli.drift_table import print_drift
    from dikast.cli.gate_figures import DRIFT_FIGURES, drift_gate_cells
    from dikast.cli.gate_options import read_gate
    from dikast.experiments import RunFolder
    from dikast.report import find_drift
    from dikast.sanitize import sanitize_json

    gate = read_gate(require, junit, summary, figures=DRIFT_FIGURES)
    runs = [RunFolder.open(folder, trusts_store=trust) for folder in (first, second)]
    found = find_drift(runs[0], runs[1], by=by)
    if json:
        typer.echo(sanitize_json(found.model_dump_json(indent=2)))
    else:
        print_drift(found)
    raise typer.Exit(gate.finish("drift", drift_gate_cells(found.cells), 0, is_json=json))
