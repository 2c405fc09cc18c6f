"""run_experiment: every episode of the matrix, a bounded number at a time, each kept as soon as it is finished."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from dikast.experiments.executor import Executor, LocalExecutor
from dikast.experiments.folder import RunFolder
from dikast.experiments.preparation import Run
from dikast.experiments.writer import Writer


@dataclass(frozen=True)
class Progress:
    """How far a run is: of `total` episodes, `before` were there from an earlier run, `done` were run now."""

    total: int
    before: int
    done: int = 0
    unparsed: int = 0
    failed: int = 0


async def run_experiment(
    run: Run,
    on_progress: Callable[[Progress], None] = lambda progress: None,
    executor: Executor | None = None,
) -> RunFolder:
    """Runs every episode that the folder does not hold yet, failed ones again; by default in this process.

    Each is kept as it finishes; a cancelled run keeps all that were finished. Raises DikastError where records
    can't be written, BadInput where the same run is going on already.
    """
    with run.folder.held():
        await _run(run, on_progress, executor or LocalExecutor())
    return run.folder


async def _run(run: Run, on_progress: Callable[[Progress], None], executor: Executor) -> None:
    async with run.folder.store.writing() as commit:
        await _write(run, Writer(commit), on_progress, executor)


async def _write(run: Run, writer: Writer, on_progress: Callable[[Progress], None], executor: Executor) -> None:
    finished = run.folder.finished()
    todo = (planned for planned in run.matrix if planned.id not in finished)
    progress = Progress(len(run.matrix), sum(planned.id in finished for planned in run.matrix))
    on_progress(progress)

    async def work() -> None:
        nonlocal progress
        for planned in todo:
            outcome, record = await run_one(planned)
            await writer.put(outcome, record)
            progress = Progress(
                progress.total, progress.before, progress.done + 1,
                progress.unparsed + (outcome.status == "unparsed"), progress.failed + (outcome.status == "failed"),
            )  # fmt: skip
            on_progress(progress)

    try:
        async with _closing(run), executor.at_work(run) as run_one, asyncio.TaskGroup() as group:
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


@asynccontextmanager
async def _closing(run: Run) -> AsyncIterator[None]:
    """Opens the journal; gives back what it and the agents hold, on every way out."""
    async with AsyncExitStack() as stack:
        await run.stack.journal.open()
        stack.push_async_callback(run.stack.journal.close)
        for agent in run.agents:
            stack.push_async_callback(agent.aclose)
        yield
