"""dikast new: the first files of an agent, a judge, a protocol or a rubric of one's own."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from dikast.cli.starter_files import StarterKind


def new(
    kind: Annotated[
        StarterKind, typer.Argument(metavar="KIND", help="agent, judge, protocol or rubric.", show_default=False)
    ],
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="Its name: letters, digits, - and _.", show_default=False)
    ],
    out: Annotated[Path, typer.Option(metavar="DIR", help="The folder to write to.")] = Path(),
) -> None:
    """Write a working file to start from, and its test.

    KIND is agent, judge, protocol or rubric. The file says in comments what can be changed. Nothing is overwritten.
    """
    from dikast.cli.starter_files import starter, write_starter

    made = starter(kind, name)
    write_starter(made, out)
    for file in made.files:
        typer.echo(f"wrote {out / file}")
    folder = "" if out == Path() else f"cd {shlex.quote(str(out))} && "
    tests = [file for file in made.files if file.startswith("test_")]
    typer.echo(f"next: {folder}python -m pytest {' '.join(tests)}")
    typer.echo(f"then: {folder}{made.next_command}")
