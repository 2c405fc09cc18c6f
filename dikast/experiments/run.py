"""run_experiment: every episode of the matrix, a bounded number at a time, each kept as soon as it is finished."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace

from dikast.experiments.cost_estimate import CostEstimator, expected
from dikast.experiments.executors import Executor, LocalExecutor, Runner
from dikast.experiments.experiment import Experiment
from dikast.experiments.limits import Budget
from dikast.experiments.matrix import Matrix
from dikast.experiments.prepare_run import Run
from dikast.experiments.scheduler import Scheduler
from dikast.experiments.sequential_stopping import SequentialStopping
from dikast.experiments.shutdown import Abandoned, Shutdown
from dikast.experiments.stores import BatchWriter, RunFolder
from dikast.records import Outcome, Usage

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Progress:
    """How far a run is: of `total` episodes, `before` were there from an earlier run, `done` were run now.

    `failed` of those that were run now have no verdict, and `kept_failed` of those that were there. `spent` is what
    earlier starts took; what this one takes is in the run's meter. `settled` tells of a comparison that is known
    closely enough, with the number of episodes that were spared.
    """

    total: int
    before: int
    done: int = 0
    unparsed: int = 0
    failed: int = 0
    kept_failed: int = 0
    spent: Usage = field(default_factory=Usage)
    settled: str | None = None
    spared: int = 0

    def after(self, outcome: Outcome) -> Progress:
        """The progress once this episode is kept."""
        return replace(
            self,
            done=self.done + 1,
            unparsed=self.unparsed + (outcome.status == "unparsed"),
            failed=self.failed + (outcome.status == "failed"),
        )


async def run_experiment(
    run: Run,
    on_progress: Callable[[Progress], None] = lambda progress: None,
    executor: Executor | None = None,
    stop: Shutdown | None = None,
) -> RunFolder:
    """Runs every episode that the folder does not hold yet, by default in this process.

    Failed ones are run again unless the run says otherwise.

    Each is kept as it finishes; a cancelled run keeps all that were finished. `stop` ends it early, as does a limit of
    the experiment, which `stop` then tells. Raises DikastError where records or calls can't be kept, BadInput where
    the same run is going on already.
    """
    place = executor or LocalExecutor()
    with run.folder.locked():
        try:
            async with run.folder.store.writing() as commit, _opened(run), place.start(run) as run_one:
                await _Running(run, BatchWriter(commit), run_one, on_progress, stop or Shutdown()).all()
        except ExceptionGroup as failures:
            raise _first(failures) from None
    return run.folder


class _Running:
    """One start of a run."""

    def __init__(
        self, run: Run, writer: BatchWriter, run_one: Runner, on_progress: Callable[[Progress], None], stop: Shutdown
    ) -> None:
        self.run = run
        self.writer = writer
        self.run_one = run_one
        self.on_progress = on_progress
        self.stop = stop
        self.settling = _settling(run)
        self.progress = Progress(len(run.matrix), 0)

    async def all(self) -> None:
        """Runs what is to be run."""
        finished, left = self._held()
        self.feed = Scheduler(
            {
                lane: (planned for planned in episodes if planned.id not in finished and planned.id not in left)
                for lane, episodes in self.run.matrix.lanes().items()
            },
            await self._budget(),
            self.stop,
            self.settling.skips if self.settling else lambda planned: False,
        )
        kept_failed = sum(planned.id in left for planned in self.run.matrix) if left else 0
        before = sum(planned.id in finished for planned in self.run.matrix) + kept_failed
        self.progress = replace(self.progress, before=before, kept_failed=kept_failed, spent=self.feed.budget.before)
        self.on_progress(self.progress)
        async with asyncio.TaskGroup() as group:
            group.create_task(self.writer.run())
            try:
                await self._work()
            finally:
                self.writer.close()
        if self.settling and self.settling.is_settled:
            self.on_progress(replace(self.progress, settled=str(self.settling), spared=self.feed.n_settled))

    def _held(self) -> tuple[set[str], set[str]]:
        """The ids of the episodes that need not be run: of those that have a verdict, and of failures that are left."""
        finished: set[str] = self.run.folder.finished()
        left: set[str] = set()
        if self.settling is None and self.run.stack.retries_failed:
            return finished, left
        # Cells that this start leaves out may be in the folder: they are no part of what it compares.
        meant = {planned.id for planned in self.run.matrix} if self.settling else set()
        for outcome in self.run.folder.outcomes():
            if outcome.status == "failed":
                if self.run.stack.retries_failed:
                    continue
                left.add(outcome.id)
            if self.settling and outcome.id in meant:
                self.settling.done(outcome)
        return finished, left

    async def _budget(self) -> Budget:
        limits, stack = self.run.experiment.limits, self.run.stack
        before = await stack.journal.spent()
        matrix = self.run.matrix
        if not isinstance(matrix, Matrix) or (limits.usd is None and limits.tokens is None):
            return Budget(limits, stack.meter, before)
        estimates = await CostEstimator(matrix, self.run.folder).estimates()
        if limits.usd is not None and any(each.usd is None for each in estimates):
            log.warning("some prices are unknown: limits.usd can't see what those calls cost; give usd_per_million")
        return Budget(limits, stack.meter, before, expected(estimates))

    async def _work(self) -> None:
        """The workers, and who ends them when everything is to be left at once."""
        n = min(self.run.experiment.limits.concurrency, self.progress.total - self.progress.before)
        self.feed.budget.start()
        try:
            async with asyncio.TaskGroup() as group:
                watching = [group.create_task(self.stop.abandoned()), group.create_task(self._watch())]
                async with asyncio.TaskGroup() as workers:
                    for _ in range(n):
                        workers.create_task(self._worker())
                for task in watching:
                    task.cancel()
        except* Abandoned:
            pass

    async def _worker(self) -> None:
        while (planned := await self.feed.next()) is not None:
            try:
                outcome, record = await self.run_one(planned)
                await self.writer.put(outcome, record)
            except BaseException:
                self.feed.back(planned)
                raise
            self.feed.done(planned, outcome)
            if self.settling:
                self.settling.done(outcome)
            self.progress = self.progress.after(outcome)
            self.on_progress(self.progress)

    async def _watch(self) -> None:
        """Wakes those who wait when somebody asks to stop or the time is over; leaves all at a limit, if so asked."""
        limits = self.run.experiment.limits
        while True:
            left_s = self.feed.budget.left_s
            await asyncio.sleep(min(WATCH_S, left_s + 0.001) if left_s else WATCH_S)
            reached = self.feed.budget.reached()
            if reached and limits.at_limit == "abandon":
                self.stop.now("limit", reached)
            if reached or self.stop.is_called:
                self.feed.wake()


WATCH_S = 0.25


def _settling(run: Run) -> SequentialStopping | None:
    comparison = run.experiment.stop if isinstance(run.experiment, Experiment) else None
    return SequentialStopping.of(comparison, run.matrix) if comparison and isinstance(run.matrix, Matrix) else None


def _first(failures: ExceptionGroup) -> Exception:
    first = failures.exceptions[0]
    return _first(first) if isinstance(first, ExceptionGroup) else first


@asynccontextmanager
async def _opened(run: Run) -> AsyncIterator[None]:
    """Opens the journal; gives back what it and the agents hold, on every way out."""
    async with AsyncExitStack() as stack:
        stack.push_async_callback(run.stack.journal.close)
        await run.stack.journal.open()
        for agent in run.agents:
            stack.push_async_callback(agent.aclose)
        yield
