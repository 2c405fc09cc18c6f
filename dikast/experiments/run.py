"""Runs an experiment: every episode of the matrix, a bounded number at a time, each kept as soon as it is finished."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, contextmanager, nullcontext
from dataclasses import dataclass, field, replace

from dikast.errors import AnswersAwaited
from dikast.experiments.executors import Executor, LocalExecutor, Runner
from dikast.experiments.experiment import Experiment
from dikast.experiments.garbage_collection import rare_collections
from dikast.experiments.keep_plan import count_planned, keep_plan
from dikast.experiments.limits import Budget, BudgetSpent
from dikast.experiments.matrix import Matrix
from dikast.experiments.mend_rows import mend_rows
from dikast.experiments.prepare_run import Run
from dikast.experiments.run_plan import PlannedEpisode
from dikast.experiments.scheduler import Scheduler
from dikast.experiments.sequential_stopping import SequentialStopping
from dikast.experiments.shutdown import RunAbandoned, Shutdown
from dikast.experiments.stores import BatchWriter, HeldEpisodes, IdSet, RunFolder
from dikast.records import Outcome, Usage

log = logging.getLogger(__name__)

Beside = Callable[[Run], AbstractAsyncContextManager[None]]
"""Opens what goes on beside a run, such as the app in which its people answer."""

WATCH_S = 0.25
"""How often a run looks whether it is to stop, in seconds."""


@dataclass(frozen=True)
class Progress:
    """How far a run is: of `total` episodes, `done_earlier` were there from an earlier start, `done` were run now.

    `failed` of those that were run now have no verdict, and `failed_earlier` of those that were there.
    `spent_earlier` is what earlier starts took; what this one takes is in the run's meter. `settled` is the result of
    a comparison that is known closely enough, with the number of episodes that were spared. `passed` names a limit of
    which more was spent than it allows. `waiting` episodes wait for people. `latest` is the episode that was finished
    last in this start.
    """

    total: int
    done_earlier: int
    done: int = 0
    unparsed: int = 0
    failed: int = 0
    failed_earlier: int = 0
    spent_earlier: Usage = field(default_factory=Usage)
    settled: str | None = None
    spared: int = 0
    passed: str | None = None
    waiting: int = 0
    latest: Outcome | None = None

    def after(self, outcome: Outcome, waiting: int) -> Progress:
        """The progress once this episode is kept, and so many wait for people."""
        return replace(
            self,
            done=self.done + 1,
            unparsed=self.unparsed + outcome.is_unread,
            failed=self.failed + (outcome.status == "failed"),
            waiting=waiting,
            latest=outcome,
        )


async def run_experiment(
    run: Run,
    on_progress: Callable[[Progress], None] = lambda progress: None,
    executor: Executor | None = None,
    stop: Shutdown | None = None,
    beside: Beside | None = None,
) -> RunFolder:
    """Runs every episode that the folder does not hold yet, by default in this process.

    Failed ones are run again unless the run says otherwise.

    Each is kept as it finishes; a cancelled run keeps all that were finished. What is `beside` the run, such as the
    pages for its people, is open while it goes on, and only once the folder is locked. `stop` ends it early, as does a
    limit of the experiment, which is then the cause in `stop`. Raises DikastError where records or calls can't be kept,
    BadInput where the same run is going on already.
    """
    executor = executor or LocalExecutor()
    with run.folder.locked(), rare_collections():
        try:
            async with _beside(run, beside), run.folder.store.writing() as commit, _opened(run):
                # Before the executor is started: its workers read the description, and how each agent's calls are kept.
                await mend_rows(run, commit)
                async with executor.start(run) as run_one:
                    start = _RunStart(
                        run,
                        BatchWriter(commit),
                        run_one,
                        on_progress,
                        stop or Shutdown(),
                    )
                    await start.run_all()
        except ExceptionGroup as failures:
            raise _first(failures) from None
    return run.folder


class _RunStart:
    """One start of a run."""

    def __init__(
        self,
        run: Run,
        writer: BatchWriter,
        run_one: Runner,
        on_progress: Callable[[Progress], None],
        stop: Shutdown,
    ) -> None:
        self.run = run
        self.writer = writer
        self.run_one = run_one
        self.on_progress = on_progress
        self.stop = stop
        self.stopping = _sequential_stopping(run)
        self.progress = Progress(len(run.matrix), 0)

    async def run_all(self) -> None:
        """Runs what the folder does not hold."""
        held = self.run.folder.held()
        counts = count_planned(self.run.matrix, held)
        keep_plan(self.run, held, counts)
        self._compare_held(held)
        budget = await self._budget()
        # A failed one counts as done where it is not run again.
        retries_failed = self.run.stack.retries_failed
        n_failed = 0 if retries_failed else counts.failed
        self.progress = replace(
            self.progress,
            done_earlier=counts.finished + n_failed,
            failed_earlier=n_failed,
            spent_earlier=budget.spent_earlier,
        )
        lanes = self.run.matrix.lanes(held.finished if retries_failed else held)
        self.scheduler = Scheduler(lanes, budget, self.stop, serves_people=self.run.stack.desk is not None)
        if self.stopping:
            self.scheduler.is_unneeded = self.stopping.skips
        self.on_progress(self.progress)
        async with asyncio.TaskGroup() as group:
            group.create_task(self.writer.run())
            try:
                with self._hearing_of_answers():
                    await self._work()
            finally:
                self.writer.close()
        if self.stopping and self.stopping.is_settled:
            self.progress = replace(self.progress, settled=str(self.stopping), spared=self.scheduler.n_spared)
            keep_plan(self.run, held, counts, is_settled=True)
            self.on_progress(self.progress)
        elif self.stop.cause == "limit":
            keep_plan(self.run, held, counts, limit=self.stop.reason)
        passed = budget.passed()
        if passed:
            self.progress = replace(self.progress, passed=passed)
            self.on_progress(self.progress)

    def _compare_held(self, held: HeldEpisodes) -> None:
        """Counts for the comparison, if there is one, what is there of this start's matrix and is not run again."""
        if self.stopping is None:
            return
        is_kept = held.finished if self.run.stack.retries_failed else held
        # The folder may hold cells that this start leaves out: they are no part of what it compares.
        compared = IdSet(self.run.matrix.ids())
        for outcome in self.run.folder.outcomes():
            if outcome.id in is_kept and outcome.id in compared:
                self.stopping.add(outcome)

    async def _budget(self) -> Budget:
        """The budget, with what each lane is expected to take where money or tokens are limited."""
        limits = self.run.experiment.limits
        matrix = self.run.matrix
        spent_earlier = await self.run.stack.journal.spent()
        calls = self.run.stack.budget
        if calls is not None:
            calls.begin(spent_earlier)
        budget = Budget(limits, self.run.stack.meter, spent_earlier, calls=calls)
        # Estimates take time: they are made only for a run that they can keep from overspending.
        is_bounded = (limits.usd, limits.tokens) != (None, None)
        if not is_bounded or not isinstance(matrix, Matrix):
            return budget
        from dikast.experiments.cost_estimate import CostEstimator, cost_by_lane

        estimates = await CostEstimator(matrix, self.run.folder).estimates()
        budget.expected = cost_by_lane(estimates)
        has_unknown_price = any(estimate.usd is None for estimate in estimates)
        if limits.usd is not None and has_unknown_price:
            log.warning("some prices are unknown: limits.usd can't see what those calls cost; give usd_per_million")
        return budget

    async def _work(self) -> None:
        """Lets the workers run until no episode is left, or until the run is abandoned."""
        n_left = self.progress.total - self.progress.done_earlier
        n_workers = min(self.run.experiment.limits.concurrency, n_left)
        self.scheduler.budget.start()
        try:
            async with asyncio.TaskGroup() as group:
                watchers = [
                    group.create_task(self.stop.raise_when_abandoned()),
                    group.create_task(self._watch()),
                ]
                async with asyncio.TaskGroup() as workers:
                    for _ in range(n_workers):
                        workers.create_task(self._worker())
                for watcher in watchers:
                    watcher.cancel()
        except* RunAbandoned:
            pass

    async def _worker(self) -> None:
        """Runs and keeps one episode after another until there is none left for it."""
        while (planned := await self.scheduler.next()) is not None:
            try:
                outcome, record = await self.run_one(planned)
                await self.writer.put(outcome, record)
            except BudgetSpent as spent:
                # Its calls that were answered are in the journal: the next start goes on with them.
                self.scheduler.release(planned)
                self.stop.drain("limit", str(spent))
                continue
            except AnswersAwaited as awaited:
                await self._park(planned, awaited)
                continue
            except BaseException:
                # Also when cancelled: an episode must not stay under way, or others would wait for it.
                self.scheduler.release(planned)
                raise
            self.scheduler.finish(planned, outcome)
            if self.stopping:
                self.stopping.add(outcome)
            self.progress = self.progress.after(outcome, self.scheduler.n_parked)
            self.on_progress(self.progress)

    async def _park(self, planned: PlannedEpisode, awaited: AnswersAwaited) -> None:
        """Takes back an episode that waits for people, unless one of them has answered meanwhile."""
        desk = self.run.stack.desk
        self.scheduler.park(planned, awaited.tasks)
        for task in awaited.tasks:
            # After it was parked: an answer that came between the asking and the parking was not heard of.
            if desk is not None and await asyncio.to_thread(desk.is_answered, task):
                self.scheduler.answered(task)
        self.progress = replace(self.progress, waiting=self.scheduler.n_parked)
        self.on_progress(self.progress)

    @contextmanager
    def _hearing_of_answers(self) -> Iterator[None]:
        """While the block runs, an episode is run on as soon as people have answered."""
        desk = self.run.stack.desk
        if desk is None:
            yield
            return
        loop = asyncio.get_running_loop()

        # From any thread: people answer in those of the web app.
        def run_on(task: str) -> None:
            loop.call_soon_threadsafe(self.scheduler.answered, task)

        heard_before, desk.on_answer = desk.on_answer, run_on
        try:
            yield
        finally:
            desk.on_answer = heard_before

    async def _watch(self) -> None:
        """Wakes waiting workers once the run is to stop; abandons it at a limit, if the limits say so."""
        budget = self.scheduler.budget
        while True:
            await asyncio.sleep(_sleep_s(budget.left_s))
            reached = budget.reached()
            if reached and self.run.experiment.limits.at_limit == "abandon":
                self.stop.abandon("limit", reached)
            if reached or self.stop.is_requested:
                self.scheduler.wake()


def _sleep_s(left_s: float) -> float:
    """How long to sleep before the next look; a run past its time is not woken a thousand times a second."""
    if not left_s:
        return WATCH_S
    # A millisecond more, so that the time is over at the next look, whatever the rounding.
    return min(WATCH_S, left_s + 0.001)


def _sequential_stopping(run: Run) -> SequentialStopping | None:
    """The comparison that the experiment stops by, before any episode; None without one."""
    if not isinstance(run.experiment, Experiment) or not isinstance(run.matrix, Matrix):
        return None
    if run.experiment.stop is None:
        return None
    return SequentialStopping.of(run.experiment.stop, run.matrix)


def _first(failures: ExceptionGroup) -> Exception:
    """The first exception in groups within groups: what went wrong first is the cause of the rest."""
    first: Exception = failures
    while isinstance(first, ExceptionGroup):
        first = first.exceptions[0]
    return first


def _beside(run: Run, beside: Beside | None) -> AbstractAsyncContextManager[None]:
    return nullcontext() if beside is None else beside(run)


@asynccontextmanager
async def _opened(run: Run) -> AsyncIterator[None]:
    """Opens the journal; closes it and the agents on every way out."""
    async with AsyncExitStack() as stack:
        stack.push_async_callback(run.stack.journal.close)
        await run.stack.journal.open()
        for agent in run.agents:
            stack.push_async_callback(agent.aclose)
        yield
