"""dikast report: what the records of one or several runs say."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Weight(StrEnum):
    """What weighs the same in a mean."""

    questions = "questions"
    episodes = "episodes"


def report(
    folders: Annotated[list[Path], typer.Argument(metavar="DIR", help="Run folders.", show_default=False)],
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the report as one HTML page too.", show_default=False)
    ] = None,
    by: Annotated[
        str | None,
        typer.Option(
            metavar="KEYS", help="Group by run, protocol, agents, judge, debater, consultant, repeat or route."
        ),
    ] = None,
    compare: Annotated[
        tuple[str, str] | None, typer.Option(metavar="A B", help="Compare these two cells alone.", show_default=False)
    ] = None,
    weigh: Annotated[Weight, typer.Option(help="What weighs the same in a mean.")] = Weight.questions,
    json: Annotated[bool, typer.Option("--json", help="Print all numbers as JSON.")] = False,
) -> None:
    """Report what the records of runs say.

    Accuracy, calibration, scores, comparisons, and what to doubt in them; no model is called.
    """
    from dikast.cli.report_tables import print_findings
    from dikast.experiments import RunFolder
    from dikast.report import build_findings, write_page
    from dikast.sanitize import sanitize_json

    runs = [RunFolder.open(folder) for folder in folders]
    findings = build_findings(runs, by=by, compare=compare, weigh=weigh.value)
    if html is not None:
        write_page(findings, runs, html)
    if json:
        typer.echo(sanitize_json(findings.model_dump_json(indent=2)))
        return
    print_findings(findings)
    if html is not None:
        typer.echo(f"page: {html}")
