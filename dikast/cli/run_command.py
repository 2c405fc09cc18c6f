"""dikast run: an experiment, from its file to a table."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from dikast.cli.progress import ProgressLine
    from dikast.experiments import Executor as Runs
    from dikast.experiments import Run, Shutdown


class ExecutorOption(StrEnum):
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
    only: Annotated[
        list[str] | None,
        typer.Option(metavar="AXIS=VALUE", help="Run only these cells now, such as protocol=debate; repeatable."),
    ] = None,
    estimate: Annotated[
        bool, typer.Option("--estimate", help="Print calls, tokens and money, and call nobody.")
    ] = False,
    keep_failed: Annotated[
        bool, typer.Option("--keep-failed", help="Leave episodes and calls that failed as they are.")
    ] = False,
    store: Annotated[
        str | None,
        typer.Option(
            metavar="URL", help="Keep the records in a database: postgresql://HOST/DATABASE.", show_default=False
        ),
    ] = None,
    executor: Annotated[
        ExecutorOption, typer.Option(help="Where episodes are run: local, or ray (a cluster).")
    ] = ExecutorOption.local,
    processes: Annotated[
        int | None,
        typer.Option(
            min=1, help="So many processes (with ray: workers), when one core is the bottleneck.", show_default=False
        ),
    ] = None,
    address: Annotated[
        str | None, typer.Option(metavar="HOST:PORT", help="Of the Ray cluster; or auto.", show_default=False)
    ] = None,
    plain: Annotated[bool, typer.Option("--plain", help="Progress as lines for a log.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    """Run an experiment and print how often its judges were right.

    The same command again goes on where it was stopped: no episode is run and no call made twice. Ctrl-C finishes the
    episodes under way; a second one leaves them. At a limit of money, tokens or time the exit code is 3.
    """
    from dikast.experiments import executor_for, load_experiment, prepare, read_only_pattern

    place = executor_for(executor.value, processes, address)
    changes = [*(set or []), *([f"questions.limit={limit}"] if limit else []), *([f"store={store}"] if store else [])]
    chosen = read_only_pattern(only or [])
    prepared = prepare(
        *load_experiment(experiment, changes),
        out,
        only=chosen,
        retries_failed=not keep_failed,
        makes_folder=not estimate,
    )
    if estimate:
        from dikast.cli.estimate_table import print_estimate

        print_estimate(prepared, as_json=json)
        return
    played = prepared.matrix.selection.scheduled
    if played and played.rounds < played.in_all:
        told = f"round {played.rounds} of {played.in_all}; once it is finished, the same command plays the next"
        typer.echo(told, err=True)
    run_prepared(prepared, as_json=json, place=place, is_plain=plain)


def run_prepared(prepared: Run, *, as_json: bool, place: Runs | None = None, is_plain: bool = False) -> None:
    """Runs with a progress line and prints the summary; the exit code says how it ended."""
    from dikast.cli.summary_tables import print_summary

    ended = run_to_its_end(prepared, place, is_plain=is_plain)
    print_summary(prepared.folder, as_json=as_json, partial=ended.partial)
    raise typer.Exit(ended.code)


class Ended:
    """How a run ended: to its end, or at a limit."""

    def __init__(self, prepared: Run, line: ProgressLine, stop: Shutdown) -> None:
        self.line = line
        self.stop = stop
        self.folder = prepared.folder.path
        now = line.progress
        self.kept = now.done_earlier + now.done
        self.is_whole = self.kept + now.spared >= now.total

    @property
    def code(self) -> int:
        """The exit code: 3 at a limit, 1 where some episodes failed, now or before."""
        now = self.line.progress
        return 3 if self.partial else 1 if now.failed or now.failed_earlier else 0

    @property
    def partial(self) -> str | None:
        """What is missing and why, where a limit ended it early."""
        if self.stop.cause != "limit" or self.is_whole:
            return None
        return (
            f"stopped at {self.stop.reason}: {self.kept:,} of {self.line.progress.total:,} episodes; "
            "the same command with a higher limit goes on from there"
        )


def run_to_its_end(prepared: Run, place: Runs | None = None, *, is_plain: bool = False) -> Ended:
    """Runs with a progress line. Raises typer.Exit where Ctrl-C ended it early, having said so."""
    import gc

    from dikast.cli.progress import progress_line
    from dikast.experiments import Shutdown

    # Thousands of live episodes make the collector's full passes the largest cost; what is imported never goes.
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    stop = Shutdown()
    with progress_line(prepared, is_plain=is_plain) as line:
        try:
            asyncio.run(_all(prepared, place, line, stop))
        except KeyboardInterrupt:
            stop.drain("asked", "Ctrl-C")
    ended = Ended(prepared, line, stop)
    if stop.cause == "asked" and not ended.is_whole:
        typer.echo(
            f"stopped: {ended.kept} of {line.progress.total} episodes are kept in {ended.folder}; "
            "the same command goes on from there",
            err=True,
        )
        raise typer.Exit(130)
    if line.progress.settled:
        typer.echo(f"settled: {line.progress.settled}; {line.progress.spared:,} episodes were not needed", err=True)
    return ended


async def _all(prepared: Run, place: Runs | None, line: ProgressLine, stop: Shutdown) -> None:
    from dikast.cli.progress import has_person
    from dikast.cli.signals import interrupts
    from dikast.experiments import run_experiment

    with ExitStack() as stack:
        stack.enter_context(line.beating())
        if not has_person(prepared):  # whose Ctrl-C ends their session, and then the run
            stack.enter_context(interrupts(stop, lambda told: typer.echo(told, err=True)))
        await run_experiment(prepared, line.show, place, stop)
