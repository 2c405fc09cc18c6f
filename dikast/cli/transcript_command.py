"""dikast transcript: one episode, to be read."""

from __future__ import annotations

from typing import Annotated

import typer

from dikast.cli.run_folder_argument import RunFolderArgument
from dikast.cli.trust_option import TrustOption
from dikast.errors import BadInput


def transcript(
    folder: RunFolderArgument,
    episode: Annotated[
        str | None,
        typer.Argument(
            metavar="EPISODE", help="The episode's id, or a part of it that no other id has.", show_default=False
        ),
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option(
            metavar="KIND",
            help="List only the episodes of this kind, as `dikast report` names them, such as 'error not located'.",
            show_default=False,
        ),
    ] = None,
    trust: TrustOption = False,
    errors: Annotated[
        bool, typer.Option("--errors", help="Of a failed episode, print the traceback of the agent's own code too.")
    ] = False,
    inner: Annotated[
        bool, typer.Option("--inner", help="Print all that agents called inside their turns, not a line for each call.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print the whole record as JSON.")] = False,
) -> None:
    """Print one episode of a run, or list them.

    Prints everything that was said, checked and decided in the episode. Without EPISODE, prints the ids of all, or of
    one kind.
    """
    from dikast.cli.episode_text import as_text
    from dikast.experiments import RunFolder, as_decided
    from dikast.records import Episode, standing_decisions
    from dikast.report import notable_kind
    from dikast.sanitize import sanitize, sanitize_json

    if kind is not None and episode is not None:
        raise BadInput("a kind goes with a list, and one episode is named", "--kind")
    score_of = None if kind is None else notable_kind(kind)
    run = RunFolder.open(folder, trusts_store=trust)
    if episode is None:
        for outcome in run.outcomes():
            if score_of is not None and score_of(outcome) is None:
                continue
            typer.echo(sanitize(f"{outcome.id}\t{outcome.status}"))
        return
    record = run.episode(episode)
    if json:
        typer.echo(sanitize_json(record.model_dump_json(indent=2)))
    elif isinstance(record, Episode):
        decided = as_decided(record, standing_decisions(run.overrides.all()))
        typer.echo(as_text(decided, with_inner=inner))
    else:
        # A failed episode has no transcript, only the call that failed.
        typer.echo(sanitize(f"{record.id} failed: {record.seat}: {record.error}: {record.message}"))
        if errors:
            typer.echo(
                sanitize(record.traceback or "no traceback was kept: it was not the agent's own code that failed")
            )
