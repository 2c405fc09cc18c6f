"""dikast verify: what the verifier finds about the answers or steps in a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="Check answers against references, or the steps of solutions.", no_args_is_help=True)

FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="A JSONL file.", show_default=False)]
OutOption = Annotated[
    Path | None, typer.Option(help="The file to write; by default standard output.", show_default=False)
]


@app.command()
def answers(file: FileArgument, out: OutOption = None) -> None:
    """Check whether each answer equals its reference.

    Every line of FILE needs `reference` and `answer`.
    """
    from dikast.cli.verify_rows import check_answers

    check_answers(file, out)


@app.command()
def steps(file: FileArgument, out: OutOption = None) -> None:
    """Check which claims in each step hold.

    Every line of FILE needs `step` (one step) or `steps` (all of a solution); `context` (the steps before) and
    `problem` are optional.
    """
    from dikast.cli.verify_rows import check_steps

    check_steps(file, out)
