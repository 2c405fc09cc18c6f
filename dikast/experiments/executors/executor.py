"""Executor: where the episodes of a run are executed. The process that drives the run plans, counts and keeps them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import TYPE_CHECKING, Protocol

from dikast.experiments.episode_task import run_task
from dikast.experiments.run_plan import PlannedEpisode
from dikast.experiments.stores import StoredRow

if TYPE_CHECKING:
    from dikast.experiments.prepare_run import Run

Runner = Callable[[PlannedEpisode], Awaitable[StoredRow]]


class Executor(Protocol):
    """Runs episodes somewhere. The records are the same wherever that is."""

    def start(self, run: Run) -> AbstractAsyncContextManager[Runner]:
        """Yields a function that runs one episode, many times at once. Raises DikastError if there is no worker."""
        ...


class LocalExecutor:
    """Runs episodes in this process."""

    @asynccontextmanager
    async def start(self, run: Run) -> AsyncIterator[Runner]:
        """A function that runs one episode here."""

        async def run_one(episode: PlannedEpisode) -> StoredRow:
            return await run_task(episode, run.experiment.swap, run.stack)

        yield run_one
