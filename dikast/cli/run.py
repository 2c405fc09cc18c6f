"""dikast run: an experiment, from its file to a table."""

from __future__ import annotations

import asyncio
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from dikast.experiments import Run
    from dikast.experiments.executor import Executor as Runs


class Executor(StrEnum):
    """Where episodes are run."""

    local = "local"
    ray = "ray"


def run(
    experiment: Annotated[
        Path, typer.Argument(metavar="EXPERIMENT", help="The experiment, a YAML file.", show_default=False)
    ],
    out: Annotated[Path | None, typer.Option(help="The run folder; by default runs/NAME.", show_default=False)] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Ask only this many questions.", show_default=False)] = None,
    set: Annotated[
        list[str] | None,
        typer.Option(metavar="KEY=VALUE", help="Change a value of the file, such as agents.judge=local/smollm2."),
    ] = None,
    store: Annotated[
        str | None,
        typer.Option(
            metavar="URL", help="Keep the records in a database: postgresql://HOST/DATABASE.", show_default=False
        ),
    ] = None,
    executor: Annotated[
        Executor, typer.Option(help="Where episodes are run: local, or ray (a cluster).")
    ] = Executor.local,
    processes: Annotated[
        int, typer.Option(min=1, help="So many processes (with ray: workers), when one core is the bottleneck.")
    ] = 1,
    address: Annotated[
        str | None, typer.Option(metavar="HOST:PORT", help="Of the Ray cluster; or auto.", show_default=False)
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    """Run an experiment and print how often its judges were right.

    The same command again goes on where it was stopped: finished episodes are not run twice.
    """
    from dikast.experiments import load_experiment, prepare
    from dikast.experiments.executor import executor_for

    place = executor_for(executor.value, processes, address)
    changes = [*(set or []), *([f"questions.limit={limit}"] if limit else []), *([f"store={store}"] if store else [])]
    run_prepared(prepare(*load_experiment(experiment, changes), out), as_json=json, place=place)


def run_prepared(prepared: Run, *, as_json: bool, place: Runs | None = None) -> None:
    """Runs with a progress line and prints the summary; exit code 1 where some episodes failed."""
    from dikast.cli.summary import print_summary

    failed = _run(prepared, place)
    print_summary(prepared.folder, as_json=as_json)
    raise typer.Exit(1 if failed else 0)


def _run(prepared: Run, place: Runs | None) -> int:
    """Runs with a progress line; the number of failed episodes."""
    import gc

    from dikast.cli.progress import progress_line
    from dikast.experiments import run_experiment

    # Thousands of live episodes make the collector's full passes the largest cost; what is imported never goes.
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    with progress_line(prepared) as line:
        try:
            asyncio.run(run_experiment(prepared, line.show, place))
        except KeyboardInterrupt:
            line.stop()
            typer.echo(
                f"stopped: {line.progress.before + line.progress.done} of {line.progress.total} episodes are kept in "
                f"{prepared.folder.path}; the same command goes on from there",
                err=True,
            )
            raise typer.Exit(130) from None
    return line.progress.failed
