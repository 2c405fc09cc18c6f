"""dikast judge: the recorded transcripts of a run, judged again by another judge."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dikast.cli.agent_option import AGENT_HELP, ApiBaseOption, read_agents
from dikast.cli.allow_env_option import AllowEnvOption, permissions_with
from dikast.cli.fresh_option import FreshOption
from dikast.cli.run_folder_argument import RunFolderArgument
from dikast.cli.trust_option import TrustOption
from dikast.cli.viewer_options import PortOption


class Orders(StrEnum):
    """In which orders the answers are shown to the judge: in one, or in both."""

    none = "none"
    both = "both"


def judge(
    folder: RunFolderArgument,
    judge: Annotated[
        str, typer.Option(metavar="MODEL", help=f"The new judge's model{AGENT_HELP}.", show_default=False)
    ],
    api_base: ApiBaseOption = None,
    after_round: Annotated[
        int | None, typer.Option(min=0, metavar="R", help="Show the judge only the turns up to this round.")
    ] = None,
    swap: Annotated[
        Orders | None,
        typer.Option(help="Show the answers in both orders, or in one; by default as in the recorded run."),
    ] = None,
    set: Annotated[
        list[str] | None,
        typer.Option(metavar="OPTION=VALUE", help="Change an option of the verdict, such as route=label; repeatable."),
    ] = None,
    concurrency: Annotated[
        int | None, typer.Option(min=1, help="The most calls at the same time.", show_default=False)
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR2", help="The new run folder; by default beside DIR.", show_default=False)
    ] = None,
    serve: Annotated[
        bool, typer.Option("--serve", help="The judge is a person (human, human:NAME), who answers in the browser.")
    ] = False,
    port: PortOption = 0,
    fresh: FreshOption = False,
    trust: TrustOption = False,
    allow_env: AllowEnvOption = None,
    json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    """Judge the transcripts of a run again, with another judge.

    The judge is a model, or a person. No debater is called. Run the same command again to continue a
    stopped run. If more than half of the verdicts can't be read, the exit code is 1.
    """
    from dikast.cli.run_command import run_prepared
    from dikast.cli.serve_command import served_address
    from dikast.cli.settings import read_settings
    from dikast.experiments import RejudgeTerms, RunFolder, prepare_rejudge
    from dikast.input_files import Document, into

    data: dict[str, object] = {
        **read_agents({"judge": judge}, api_base),
        "after_round": after_round,
        "swaps": swap,
        "options": read_settings(set),
    }
    # Left out, the limit is the default of an experiment.
    if concurrency is not None:
        data["limits"] = {"concurrency": concurrency}
    terms = into(RejudgeTerms, Document(data, "the command line"))
    recorded = RunFolder.open(folder, trusts_store=trust)
    address = served_address("127.0.0.1", port) if serve else None
    permissions = permissions_with(allow_env)
    prepared = prepare_rejudge(recorded, terms, out, permissions=permissions, serves_people=serve)
    prepared = replace(prepared, is_fresh=fresh)
    if address is None:
        run_prepared(prepared, as_json=json)
        return
    from dikast.cli.people_app import run_beside_app

    run_beside_app(prepared, address, as_json=json)
