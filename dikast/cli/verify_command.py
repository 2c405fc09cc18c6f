"""dikast verify: what the verifier says of answers and steps in a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="Check answers against references, or the steps of solutions.", no_args_is_help=True)

FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="A JSONL file.", show_default=False)]
OutOption = Annotated[
    Path | None, typer.Option(help="Where to write; standard output if left out.", show_default=False)
]


@app.command()
def answers(file: FileArgument, out: OutOption = None) -> None:
    """Check whether each answer is the same as its reference.

    Lines need `reference` and `answer`.
    """
    from dikast.cli.verify_rows import check_answers

    check_answers(file, out)


@app.command()
def steps(file: FileArgument, out: OutOption = None) -> None:
    """Check which claims of each step hold.

    Lines need `step` (and `context`), or `problem` and `steps`.
    """
    from dikast.cli.verify_rows import check_steps

    check_steps(file, out)
