"""Executor: where the episodes of a run are run. The process that drives the run plans, counts and keeps them."""

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
    """Runs episodes somewhere: the same records come out of every one."""

    def at_work(self, run: Run) -> AbstractAsyncContextManager[Runner]:
        """A way to run one episode, many of which may run at once. Raises DikastError where nobody is to run it."""
        ...


class LocalExecutor:
    """In this very process."""

    @asynccontextmanager
    async def at_work(self, run: Run) -> AsyncIterator[Runner]:
        """Runs episodes here."""

        async def run_one(planned: PlannedEpisode) -> StoredRow:
            return await run_task(planned, run.experiment.swap, run.experiment.limits.episode_s)

        yield run_one
