"""dikast calibrate: where a cascade of a small and a strong judge should hand over."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dikast.cli.completion import run_folders
from dikast.cli.trust_option import TrustOption


def calibrate(
    folders: Annotated[
        list[Path],
        typer.Argument(
            metavar="DIR",
            help="Run folders in which both judged the same questions.",
            show_default=False,
            autocompletion=run_folders,
        ),
    ],
    small: Annotated[
        str | None,
        typer.Option(
            metavar="LABEL", help="The judge that is asked first: its label, or a part of it.", show_default=False
        ),
    ] = None,
    strong: Annotated[
        str | None,
        typer.Option(metavar="LABEL", help="The judge that decides where the first is in doubt.", show_default=False),
    ] = None,
    within: Annotated[
        float, typer.Option(min=0, max=1, metavar="X", help="How much accuracy a lower threshold may lose.")
    ] = 0.0,
    trust: TrustOption = False,
    json: Annotated[bool, typer.Option("--json", help="Print all numbers as JSON.")] = False,
) -> None:
    """Find the threshold at which a cascade of judges hands over.

    Both judges have judged the same questions by themselves, in one run or in two. For each threshold: how many
    questions the small judge hands over, how often the cascade is right, and what it costs. No model is called.
    """
    from dikast.cli.cascade_table import print_cascade
    from dikast.experiments import RunFolder
    from dikast.report import find_cascade
    from dikast.sanitize import sanitize_json

    runs = [RunFolder.open(folder, trusts_store=trust) for folder in folders]
    calibration = find_cascade(runs, small=small, strong=strong, within=within)
    if json:
        typer.echo(sanitize_json(calibration.model_dump_json(indent=2)))
        return
    print_cascade(calibration)
