"""dikast run: an experiment, from its file to a table."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dikast.cli.allow_env_option import AllowEnvOption, permissions_with
from dikast.cli.fresh_option import FreshOption
from dikast.cli.gate_options import JUnitOption, RequireOption, SummaryOption
from dikast.cli.skipped_rows import SkipBadOption

if TYPE_CHECKING:
    from dikast.cli.gate_options import Gate
    from dikast.cli.progress import ProgressLine
    from dikast.cli.unread_verdicts import UnreadVerdicts
    from dikast.experiments import Beside, Executor, Matrix, Progress, Run, RunFolder, Shutdown
    from dikast.gates import GateCell


ERASED_LINE = "\r\x1b[2K"
"""Takes a terminal back to the beginning of its line, which it empties: there may be `^C`, and a bar before it."""


class ExecutorKind(StrEnum):
    """Where episodes are run."""

    local = "local"
    ray = "ray"


ExperimentArgument = Annotated[
    Path, typer.Argument(metavar="EXPERIMENT", help="The experiment, a YAML file.", show_default=False)
]
RunOutOption = Annotated[Path | None, typer.Option(help="The run folder; by default runs/NAME.", show_default=False)]
RunLimitOption = Annotated[int | None, typer.Option(min=1, help="Use at most this many questions.", show_default=False)]
RunSetOption = Annotated[
    list[str] | None,
    typer.Option(
        metavar="KEY=VALUE",
        help="Change a value of the file, such as agents.judge=local/smollm2; repeatable.",
    ),
]
OnlyOption = Annotated[
    list[str] | None,
    typer.Option(
        metavar="AXIS=VALUE",
        help="Run only a part of the experiment now, such as protocol=debate; repeatable.",
    ),
]
EstimateOption = Annotated[
    bool,
    typer.Option("--estimate", help="Print how many calls and tokens it would take, and its cost; call no model."),
]
KeepFailedOption = Annotated[
    bool, typer.Option("--keep-failed", help="Do not retry episodes and calls that failed before.")
]
StoreOption = Annotated[
    str | None,
    typer.Option(metavar="URL", help="Keep the records in a database: postgresql://HOST/DATABASE.", show_default=False),
]
ExecutorOption = Annotated[
    ExecutorKind,
    typer.Option(help="Where episodes run: on this machine (local) or on a Ray cluster (ray)."),
]
ProcessesOption = Annotated[
    int | None,
    typer.Option(
        min=1,
        help="The number of processes (on Ray: workers); useful if one core is too slow.",
        show_default=False,
    ),
]
AddressOption = Annotated[
    str | None,
    typer.Option(metavar="HOST:PORT", help="The address of the Ray cluster, or auto.", show_default=False),
]
PlainOption = Annotated[bool, typer.Option("--plain", help="Show progress as lines for a log.")]
EachOption = Annotated[bool, typer.Option("--each", help="Print each verdict as it comes, on stderr.")]
RunJsonOption = Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")]


def run(
    experiment: ExperimentArgument,
    out: RunOutOption = None,
    limit: RunLimitOption = None,
    skip_bad: SkipBadOption = False,
    set: RunSetOption = None,
    only: OnlyOption = None,
    estimate: EstimateOption = False,
    keep_failed: KeepFailedOption = False,
    fresh: FreshOption = False,
    store: StoreOption = None,
    executor: ExecutorOption = ExecutorKind.local,
    processes: ProcessesOption = None,
    address: AddressOption = None,
    allow_env: AllowEnvOption = None,
    require: RequireOption = None,
    junit: JUnitOption = None,
    summary: SummaryOption = None,
    plain: PlainOption = False,
    each: EachOption = False,
    json: RunJsonOption = False,
) -> None:
    """Run an experiment and print how often its judges were right.

    Run the same command again to continue a stopped run: no finished episode is run again, and no call is made twice.
    Ctrl-C lets the episodes in progress finish; a second Ctrl-C drops them; SIGTERM and SIGHUP do the same. If a limit
    of money, tokens or time is reached, the exit code is 3. If an episode fails, or more than half of the verdicts
    can't be read, it is 1.
    """
    from dikast.cli.gate_figures import RUN_FIGURES
    from dikast.cli.gate_options import read_gate
    from dikast.cli.going_on import run_arguments
    from dikast.cli.skipped_rows import show_skipped
    from dikast.experiments import executor_for, load_experiment, prepare, read_only_pattern
    from dikast.questions import choice_cautions
    from dikast.sanitize import sanitize

    # Everything the user typed is checked before the run folder is made.
    gate = read_gate(require, junit, summary, figures=RUN_FIGURES)
    chosen_executor = executor_for(executor.value, processes, address)
    # --limit and --store come last: they win over --set.
    changes = [*(set or ())]
    if limit is not None:
        changes.append(f"questions.limit={limit}")
    if skip_bad:
        changes.append("questions.skip_bad=true")
    # Without the store, which may hold a password: it is given by its own option.
    changes_with_store = [*changes, f"store={store}"] if store else changes
    pattern = read_only_pattern(only or [])
    # An estimate leaves no run folder behind, and imports nothing that the file names.
    prepared = prepare(
        *load_experiment(experiment, changes_with_store),
        out,
        only=pattern,
        retries_failed=not keep_failed,
        makes_folder=not estimate,
        permissions=permissions_with(allow_env),
    )
    gate.check_labels(_cell_labels(prepared))
    if estimate:
        from dikast.cli.estimate_table import print_estimate

        print_estimate(prepared, as_json=json)
        show_skipped(prepared.bad_rows)
        return
    for caution in choice_cautions(prepared.matrix.questions):
        typer.echo(sanitize(f"warning: {caution}"), err=True)
    _show_tournament_round(prepared)
    prepared = replace(prepared, command=run_arguments(experiment, changes, store), is_fresh=fresh)
    run_prepared(prepared, as_json=json, executor=chosen_executor, is_plain=plain, shows_each=each, gate=gate)


def _cell_labels(prepared: Run[Matrix]) -> set[str]:
    """All labels by which a cell of this run can be named in a requirement."""
    from dikast.cli.gate_figures import cell_labels

    labels: set[str] = set()
    for cell in prepared.matrix.cells:
        labels.update(cell_labels(cell.label, cell.team.label))
    return labels


def _show_tournament_round(prepared: Run[Matrix]) -> None:
    """Says which round this is, in a tournament whose pairs depend on the results of earlier rounds."""
    played = prepared.matrix.selection.scheduled
    if played and played.rounds < played.in_all:
        message = f"round {played.rounds} of {played.in_all}; once it is finished, the same command plays the next"
        typer.echo(message, err=True)


def run_prepared(
    prepared: Run,
    *,
    as_json: bool,
    executor: Executor | None = None,
    is_plain: bool = False,
    shows_each: bool = False,
    gate: Gate | None = None,
    beside: Beside | None = None,
) -> None:
    """Runs with a progress line and prints the summary. Raises typer.Exit with the code that says how it ended.

    A gate is decided on all records in the run's folder. What is `beside` the run is open while it goes on.
    """
    from dikast.cli.going_on import all_from_journal
    from dikast.cli.run_results import RunResults
    from dikast.cli.skipped_rows import show_skipped
    from dikast.cli.summary_tables import print_summary

    ended = run_to_its_end(prepared, executor, is_plain=is_plain, shows_each=shows_each, beside=beside)
    results = RunResults.of(prepared.folder)
    print_summary(results, as_json=as_json, partial=ended.partial, passed=ended.progress.passed)
    show_skipped(prepared.bad_rows)
    without_calls = all_from_journal(prepared, results.n_answers)
    if without_calls:
        typer.echo(without_calls, err=True)
    code = code_of(ended, prepared.folder, results.unread)
    if gate is not None and gate.requirements:
        code = gate.finish("run", _gate_cells(prepared, gate), code, is_json=as_json)
    raise typer.Exit(code)


def _gate_cells(prepared: Run, gate: Gate) -> list[GateCell]:
    from dikast.cli.gate_figures import run_gate_cells
    from dikast.metrics import cells

    wanted = {requirement.figure for requirement in gate.requirements}
    return run_gate_cells(cells(prepared.folder.outcomes()), wanted)


def code_of(ended: Ended, folder: RunFolder, unread: UnreadVerdicts) -> int:
    """The exit code of a run, once it is over. Shows what came instead of verdicts where most could not be read.

    A limit is named before failures, and both before verdicts that could not be read.
    """
    from dikast.cli.unread_verdicts import show_unread_verdicts

    show_unread_verdicts(folder, unread)
    return ended.code or int(unread.are_most)


class Ended:
    """How a run ended: whole, or early at a limit or by Ctrl-C."""

    def __init__(self, progress: Progress, stop: Shutdown) -> None:
        self.progress = progress
        self.stop = stop
        self.n_kept = progress.done_earlier + progress.done
        # Spared episodes were not needed for the result: a run without them is whole.
        self.is_whole = self.n_kept + progress.spared >= progress.total

    @property
    def code(self) -> int:
        """The exit code: 3 at a limit or past one, 1 if some episodes failed, now or before, else 0."""
        if self.partial or self.progress.passed:
            return 3
        if self.progress.failed or self.progress.failed_earlier:
            return 1
        return 0

    @property
    def partial(self) -> str | None:
        """What is missing and why, if a limit ended the run early."""
        if self.stop.cause != "limit" or self.is_whole:
            return None
        return (
            f"stopped at {self.stop.reason}: {self.n_kept:,} of {self.progress.total:,} episodes; "
            "the same command with a higher limit goes on from there"
        )


def run_to_its_end(
    prepared: Run,
    executor: Executor | None = None,
    *,
    is_plain: bool = False,
    shows_each: bool = False,
    beside: Beside | None = None,
) -> Ended:
    """Runs with a progress line. If a signal such as Ctrl-C ended the run early, says so and raises typer.Exit."""
    import asyncio
    import gc

    from dikast.cli.going_on import waiting_episodes
    from dikast.cli.progress import progress_line
    from dikast.cli.stop_signals import exit_code
    from dikast.experiments import Shutdown

    # What is imported never goes. A pass before it would take longer than the little garbage is worth.
    gc.freeze()
    stop = Shutdown()
    with progress_line(prepared, is_plain=is_plain, shows_each=shows_each) as line:
        try:
            asyncio.run(_run_all(prepared, executor, line, stop, beside))
        except KeyboardInterrupt:
            # The third Ctrl-C, or the first one if a person is an agent.
            stop.drain("asked", "Ctrl-C")
    ended = Ended(line.progress, stop)
    if stop.cause == "asked" and not ended.is_whole:
        waiting = waiting_episodes(prepared.folder, line.progress.total)
        typer.echo(
            f"stopped: {ended.n_kept} of {line.progress.total} episodes are kept in {prepared.folder.path}; "
            f"{f'{waiting}; ' if waiting else ''}the same command goes on from there",
            err=True,
        )
        raise typer.Exit(exit_code(stop.reason))
    if line.progress.settled:
        typer.echo(f"settled: {line.progress.settled}; {line.progress.spared:,} episodes were not needed", err=True)
    return ended


async def _run_all(
    prepared: Run, executor: Executor | None, line: ProgressLine, stop: Shutdown, beside: Beside | None
) -> None:
    """Runs the episodes; Ctrl-C, SIGTERM and SIGHUP ask the run to stop."""
    from dikast.cli.progress import has_person
    from dikast.cli.stop_signals import interrupts
    from dikast.experiments import run_experiment

    async with AsyncExitStack() as stack:
        stack.enter_context(line.beating())
        # A person's Ctrl-C ends their input, and then the run.
        if not has_person(prepared):
            stack.enter_context(interrupts(stop, _show_message))
        await run_experiment(prepared, _after_notice(prepared, line.show), executor, stop, beside)


def _after_notice(prepared: Run, show: Callable[[Progress], None]) -> Callable[[Progress], None]:
    """`show`, which first says what a person should know of the folder, such as that the run is extended.

    Progress is first shown once the run has begun: a start that is refused has extended nothing.
    """
    from dikast.sanitize import sanitize

    notice = prepared.notice

    def show_after_notice(progress: Progress) -> None:
        nonlocal notice
        if notice:
            typer.echo(sanitize(notice), err=True)
            notice = None
        show(progress)

    return show_after_notice


def _show_message(message: str) -> None:
    typer.echo(f"{ERASED_LINE if sys.stderr.isatty() else ''}{message}", err=True)
