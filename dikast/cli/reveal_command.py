"""dikast reveal: sealed right answers checked, and added to the records of a run."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dikast.cli.trust_option import TrustOption


def reveal(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The run folder.", show_default=False)],
    secrets: Annotated[
        Path, typer.Argument(metavar="SECRETS", help="The secrets that `dikast seal` wrote.", show_default=False)
    ],
    trust: TrustOption = False,
) -> None:
    """Open the sealed right answers of a run.

    Every answer is checked against the hash that was in its question during the run. If all fit, they are added to the
    records, and reports score them. No model is called.
    """
    import asyncio

    from dikast.errors import BadInput
    from dikast.experiments import RunFolder, reveal_gold
    from dikast.questions import GoldSecrets

    opening = GoldSecrets.read(secrets)
    run = RunFolder.open(folder, trusts_store=trust)
    opened = asyncio.run(reveal_gold(run, opening, str(secrets)))
    if not opened.episodes:
        raise BadInput("no episode in it has a seal that is still to be opened", str(folder))
    typer.echo(f"{opened.questions:,} answers fit their seals; {opened.episodes:,} episodes have them now")
