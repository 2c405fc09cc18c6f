"""dikast judge: recorded transcripts, judged again by another judge."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Orders(StrEnum):
    """In which orders the answers are shown."""

    none = "none"
    both = "both"


def judge(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The run folder.", show_default=False)],
    judge: Annotated[str, typer.Option(metavar="MODEL", help="The judge's agent.", show_default=False)],
    after_round: Annotated[
        int | None, typer.Option(min=0, metavar="R", help="Show the turns up to this round alone.")
    ] = None,
    swap: Annotated[
        Orders | None, typer.Option(help="Show the answers in both orders, or in one; else as it was recorded.")
    ] = None,
    set: Annotated[
        list[str] | None, typer.Option(metavar="OPTION=VALUE", help="An option on the verdict, such as route=label.")
    ] = None,
    concurrency: Annotated[int | None, typer.Option(min=1, help="Calls in flight at once.", show_default=False)] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR2", help="Where to; by default beside DIR.", show_default=False)
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    """Judge the transcripts of a run again, with another judge.

    No debater is called. The same command again goes on where it was stopped.
    """
    from dikast.cli.run_command import run_prepared
    from dikast.cli.settings import read_settings
    from dikast.experiments import RejudgeTerms, RunFolder, prepare_rejudge
    from dikast.input_files import Document, into

    told = {"judge": judge, "after_round": after_round, "swaps": swap, "options": read_settings(set or [])}
    limits = {} if concurrency is None else {"limits": {"concurrency": concurrency}}
    terms = into(RejudgeTerms, Document({**told, **limits}, "the command line"))
    run_prepared(prepare_rejudge(RunFolder.open(folder), terms, out), as_json=json)
