"""run_experiment: every episode of the matrix, a bounded number at a time, each kept as soon as it is finished."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from dikast.errors import EpisodeFailed
from dikast.experiments.folder import RunFolder
from dikast.experiments.plan import Piece
from dikast.experiments.preparation import Run
from dikast.experiments.writer import Writer
from dikast.records import Failure, Outcome


@dataclass(frozen=True)
class Progress:
    """How far a run is: of `total` episodes, `before` were there from an earlier run, `done` were run now."""

    total: int
    before: int
    done: int = 0
    unparsed: int = 0
    failed: int = 0


async def run_experiment(run: Run, on_progress: Callable[[Progress], None] = lambda progress: None) -> RunFolder:
    """Runs every episode that the folder does not hold yet, failed ones again.

    Each is kept as it finishes; a cancelled run keeps all that were finished. Raises DikastError where records
    can't be written, BadInput where the same run is going on already.
    """
    with run.folder.held():
        await _run(run, on_progress)
    return run.folder


async def _run(run: Run, on_progress: Callable[[Progress], None]) -> None:
    async with run.folder.store.writing() as commit:
        await _write(run, Writer(commit), on_progress)


async def _write(run: Run, writer: Writer, on_progress: Callable[[Progress], None]) -> None:
    finished = run.folder.finished()
    todo = (planned for planned in run.matrix if planned.id not in finished)
    progress = Progress(len(run.matrix), sum(planned.id in finished for planned in run.matrix))
    on_progress(progress)

    async def work() -> None:
        nonlocal progress
        for planned in todo:
            outcome = await _keep(planned, run, writer)
            progress = Progress(
                progress.total, progress.before, progress.done + 1,
                progress.unparsed + (outcome.status == "unparsed"), progress.failed + (outcome.status == "failed"),
            )  # fmt: skip
            on_progress(progress)

    try:
        async with _closing(run), asyncio.TaskGroup() as group:
            group.create_task(writer.run())
            async with asyncio.TaskGroup() as workers:
                for _ in range(min(run.experiment.limits.concurrency, progress.total - progress.before)):
                    workers.create_task(work())
            writer.close()
    except ExceptionGroup as failures:
        raise _first(failures) from None


def _first(failures: ExceptionGroup) -> Exception:
    first = failures.exceptions[0]
    return _first(first) if isinstance(first, ExceptionGroup) else first


async def _keep(planned: Piece, run: Run, writer: Writer) -> Outcome:
    """Runs one episode and keeps what came of it, a failure too."""
    start = time.monotonic()
    label, team, repeat = planned.label, planned.team_label, planned.repeat
    try:
        episode = await planned.episode(run.experiment.swap)
    except EpisodeFailed as failed:
        cause = failed.cause
        failure = Failure(
            id=planned.id,
            question_id=planned.question_id,
            protocol_name=label,
            role=failed.role,
            error=type(cause).__name__,
            message=str(cause),
        )
        seconds = time.monotonic() - start
        outcome = Outcome.of_failure(failure, agents=team, repeat=repeat, argues=planned.argues, seconds=seconds)
        await writer.put(outcome, failure)
        return outcome
    seconds = time.monotonic() - start
    outcome = Outcome.of(episode, protocol=label, agents=team, repeat=repeat, seconds=seconds)
    await writer.put(outcome, episode)
    return outcome


@asynccontextmanager
async def _closing(run: Run) -> AsyncIterator[None]:
    """Opens the journal; gives back what it and the agents hold, on every way out."""
    async with AsyncExitStack() as stack:
        await run.stack.journal.open()
        stack.push_async_callback(run.stack.journal.close)
        for agent in run.agents:
            stack.push_async_callback(agent.aclose)
        yield
