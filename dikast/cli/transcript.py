"""dikast transcript: one episode, to be read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def transcript(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The run folder.", show_default=False)],
    episode: Annotated[
        str | None, typer.Argument(help="The episode's id, or a part of it that no other has.", show_default=False)
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the whole record as JSON.")] = False,
) -> None:
    """Print what was said, checked and decided in one episode; without one, list the episodes."""
    from dikast.cli.plain import plain
    from dikast.cli.reading import as_text
    from dikast.experiments import RunFolder
    from dikast.records import Episode

    run = RunFolder.open(folder)
    if episode is None:
        for outcome in run.outcomes():
            typer.echo(plain(f"{outcome.id}\t{outcome.status}"))
        return
    record = run.episode(episode)
    if json:
        typer.echo(record.model_dump_json(indent=2))
    elif isinstance(record, Episode):
        typer.echo(as_text(record))
    else:
        typer.echo(plain(f"{record.id} failed: {record.role}: {record.error}: {record.message}"))
