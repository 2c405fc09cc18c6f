"""dikast show: the summary of a run."""

from __future__ import annotations

from typing import Annotated

import typer

from dikast.cli.run_folder_argument import RunFolderArgument
from dikast.cli.trust_option import TrustOption


def show(
    folder: RunFolderArgument,
    trust: TrustOption = False,
    json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    """Print the summary of a run.

    The run may still be in progress, or stopped before its end.
    """
    from dikast.cli.going_on import missing_episodes
    from dikast.cli.run_results import RunResults
    from dikast.cli.summary_tables import print_summary
    from dikast.cli.unread_verdicts import show_unread_verdicts
    from dikast.experiments import RunFolder

    run = RunFolder.open(folder, trusts_store=trust)
    results = RunResults.of(run)
    print_summary(results, as_json=json, missing=missing_episodes(run, results.n_episodes))
    show_unread_verdicts(run, results.unread)
