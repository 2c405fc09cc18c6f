"""dikast report: what the records of one or several runs show."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dikast.cli.completion import run_folders
from dikast.cli.gate_options import JUnitOption, RequireOption, SummaryOption
from dikast.cli.trust_option import TrustOption


class Weight(StrEnum):
    """What has equal weight in a mean."""

    questions = "questions"
    episodes = "episodes"


def report(
    folders: Annotated[
        list[Path],
        typer.Argument(metavar="DIR", help="One or more run folders.", show_default=False, autocompletion=run_folders),
    ],
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Also write the report as one HTML page.", show_default=False)
    ] = None,
    by: Annotated[
        str | None,
        typer.Option(
            metavar="KEYS",
            help="Group by one or more of run, protocol, agents, judge, debater, consultant, repeat and route, such as "
            "protocol,judge.",
        ),
    ] = None,
    compare: Annotated[
        tuple[str, str] | None, typer.Option(metavar="A B", help="Compare only these two cells.", show_default=False)
    ] = None,
    weigh: Annotated[
        Weight, typer.Option(help="What has equal weight in a mean: each question, or each episode.")
    ] = Weight.questions,
    scaling: Annotated[
        str | None,
        typer.Option(
            metavar="capability=…",
            help="Also show Elo of oversight and of deception against the capability of agents: `capability` in the "
            "experiment file, `capability=knows` or another handicap, `capability=FILE.yaml` with a number by agent.",
            show_default=False,
        ),
    ] = None,
    registration: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="What `dikast register` froze before the run: what was confirmed, and what is exploratory.",
            show_default=False,
        ),
    ] = None,
    require: RequireOption = None,
    junit: JUnitOption = None,
    summary: SummaryOption = None,
    trust: TrustOption = False,
    json: Annotated[bool, typer.Option("--json", help="Print all numbers as JSON.")] = False,
) -> None:
    """Report what the records of one or more runs show.

    Accuracy, calibration, scores and comparisons, with warnings about them. No model is called.
    """
    from dikast.cli.gate_figures import report_figures, report_gate_cells
    from dikast.cli.gate_options import read_gate
    from dikast.cli.report_tables import print_findings
    from dikast.cli.unread_verdicts import UnreadVerdicts, show_unread_verdicts
    from dikast.experiments import RunFolder
    from dikast.report import build_findings, write_page
    from dikast.sanitize import sanitize_json

    gate = read_gate(require, junit, summary, figures=report_figures())
    runs = [RunFolder.open(folder, trusts_store=trust) for folder in folders]
    findings = build_findings(
        runs, by=by, compare=compare, weigh=weigh.value, scaling=scaling, registration=registration
    )
    # The page first: its error comes before any table.
    if html is not None:
        write_page(findings, runs, html)
    # Where every verdict could be read, no run needs to be read for them.
    if "unparsed" in findings.counted:
        for run in runs:
            show_unread_verdicts(run, UnreadVerdicts.of(run))
    if json:
        typer.echo(sanitize_json(findings.model_dump_json(indent=2)))
    else:
        print_findings(findings)
    if html is not None and not json:
        typer.echo(f"page: {html}")
    raise typer.Exit(gate.finish("report", report_gate_cells(findings), 0, is_json=json))
