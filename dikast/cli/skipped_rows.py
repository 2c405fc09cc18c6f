"""The rows that were left out because they could not be used, named on stderr."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from dikast.errors import BadInput

SkipBadOption = Annotated[
    bool,
    typer.Option("--skip-bad", help="Leave out rows that can't be used, and name them at the end."),
]
MAX_SHOWN = 20


def show_skipped(errors: Sequence[BadInput]) -> None:
    """Prints how many rows were left out, and where and why for the first of them; nothing if there are none."""
    if not errors:
        return
    from dikast.cli.tables import counted

    typer.echo(f"left out: {counted(len(errors), 'row')} that could not be used", err=True)
    for error in errors[:MAX_SHOWN]:
        typer.echo(f"  {error}", err=True)
    if len(errors) > MAX_SHOWN:
        typer.echo(f"  … and {len(errors) - MAX_SHOWN:,} more", err=True)
