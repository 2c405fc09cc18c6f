"""dikast import: debates that were held elsewhere, as a run folder."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from dikast.importers import Recording

app = typer.Typer(help="Bring in debates that were held elsewhere.", no_args_is_help=True)

FilesArgument = Annotated[list[Path], typer.Argument(metavar="FILE", help="Files of debates.", show_default=False)]
FolderOption = Annotated[Path, typer.Option(metavar="DIR", help="The run folder to make.", show_default=False)]


@app.command()
def nyu(
    files: FilesArgument,
    out: FolderOption,
    stories: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The stories; else the file beside them called …stories….jsonl."),
    ] = None,
) -> None:
    """Import debates of the NYU data set.

    Those of Michael et al. 2023; quotes are compared with the stories, span by span.
    """
    from dikast.importers import read_nyu

    _import(read_nyu(files, stories), files, out)


@app.command()
def jsonl(files: FilesArgument, out: FolderOption) -> None:
    """Import debates of other systems.

    One debate a line, in the format that docs/reports.md describes.
    """
    from dikast.importers import read_recordings

    _import(read_recordings(files), files, out)


def _import(recordings: Iterable[Recording], files: list[Path], out: Path) -> None:
    from dikast.cli.summary_tables import print_summary
    from dikast.importers import import_recordings

    folder = import_recordings(recordings, files, out)
    _tell_quotes(out)
    print_summary(folder, as_json=False)


def _tell_quotes(out: Path) -> None:
    from collections import Counter

    from dikast.experiments import load_episodes

    # A second judge's episode holds the same quotes again.
    first = (e for e in load_episodes(out) if e.origin is None or e.origin.episode == e.id)
    found = Counter(check.status for episode in first for check in episode.checks)
    told = ", ".join(f"{found[status]:,} {status}" for status in ("verified", "refuted", "unknown") if found[status])
    typer.echo(f"quotes compared with their source: {told or 'there are none'}", err=True)
