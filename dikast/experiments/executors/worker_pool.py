"""WorkerPool: the workers of a run, wherever they are. Each has an RPC connection to the driver of the run."""

from __future__ import annotations

import asyncio
import time
from contextlib import nullcontext
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

from dikast.agents import is_person
from dikast.errors import BadInput, DikastError
from dikast.experiments.episode_task import failure_row
from dikast.experiments.executors.episode_spec import EpisodeSpec
from dikast.experiments.executors.rpc import RpcClosed, RpcConnection, RpcFields
from dikast.experiments.executors.worker_session import WorkerSession
from dikast.experiments.experiment import Experiment
from dikast.experiments.limits import BudgetSpent
from dikast.experiments.matrix import MatrixEpisode
from dikast.experiments.run_plan import PlannedEpisode
from dikast.experiments.stores import Packed, StoredRow
from dikast.records import Outcome

if TYPE_CHECKING:
    from dikast.experiments.prepare_run import Run

# An episode fails when this many workers died while they ran it. The other episodes of those workers lose nothing:
# their calls are in the journal.
MAX_DEATHS = 3
# How long to wait for the first worker, in seconds: a busy machine may take its time to start it.
FIRST_WORKER_S = 300.0


@dataclass
class PoolMember:
    """A worker that is ready, and how many episodes it runs."""

    connection: RpcConnection
    n_episodes: int = 0


@dataclass
class WorkerPool:
    """Gives every episode to the worker that has the fewest, and to another worker if that one dies.

    No worker has more than its share of `size` workers; else the first worker that is ready would get all episodes.
    `patience_s` is how long a run goes on without any worker, and `gone` says in the error what that means.
    """

    run: Run
    size: int
    gone: str
    patience_s: float = 60.0
    members: list[PoolMember] = field(default_factory=list)
    connections: set[RpcConnection] = field(default_factory=set)
    failure: DikastError | None = None
    had_member: bool = False
    _last_try: asyncio.Lock = field(default_factory=asyncio.Lock)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        # Raises for a run that workers can't do, before any of them is started.
        self.setup()
        if any(is_person(agent.name) for agent in self.run.agents):
            raise BadInput("a person sits at one terminal: leave --executor and --processes out", "agents")
        concurrency = self.run.experiment.limits.concurrency
        self._max_episodes = -(-concurrency // self.size)  # the share of one worker, rounded up

    def setup(self) -> RpcFields:
        """What a worker needs to know before its first episode. Raises BadInput for a run that workers can't do."""
        run = self.run
        if not isinstance(run.experiment, Experiment):
            raise BadInput("transcripts are judged again in this process: leave --executor and --processes out")
        return {
            "experiment": run.experiment.model_dump(mode="json"),
            "base": str(run.base.absolute()),
            "folder": str(Path.cwd()),
            "retries_failed": run.stack.retries_failed,
            "call_scope": run.stack.call_scope,
            "allowed_environment": sorted(run.permissions.environment),
            "key_suffixes": run.stack.key_suffixes,
            "names": run.placement.names.model_dump(mode="json") if run.placement else None,
        }

    async def run_one(self, episode: PlannedEpisode) -> StoredRow:
        """Runs one episode in a worker; in another worker if that one dies, up to `MAX_DEATHS` times."""
        if not isinstance(episode, MatrixEpisode):
            raise TypeError(f"only an experiment's episodes are sent to workers, not {episode.id!r}")
        start = time.monotonic()
        for tries_left in reversed(range(MAX_DEATHS)):
            # Only one episode at a time has its last try, so that none fails for a worker that another one killed.
            async with nullcontext() if tries_left else self._last_try:
                row = await self._try(episode)
            if row is not None:
                return row
        message = f"{MAX_DEATHS} workers died while they ran it"
        return failure_row(episode, "worker", "WorkerDied", message, time.monotonic() - start)

    async def _try(self, episode: MatrixEpisode) -> StoredRow | None:
        """The outcome and the record of an episode; None if its worker died."""
        member = await self._least_busy()
        member.n_episodes += 1
        try:
            spec = EpisodeSpec.of(episode).model_dump_json().encode()
            answer, record = await member.connection.request("run_episode", spec)
            if "spent" in answer:
                raise BudgetSpent(answer["spent"])
        except RpcClosed:
            return None
        finally:
            member.n_episodes -= 1
            self._changed.set()
        return Outcome.model_validate(answer["outcome"]), Packed(answer["kind"], record)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Serves the worker at the other end until it is gone. Returns whether it was ever ready."""
        session = WorkerSession(self.run.stack)
        member: PoolMember | None = None

        async def on_notification(method: str, fields: RpcFields) -> None:
            nonlocal member
            match method:
                case "ready":
                    member = PoolMember(connection)
                    self.members.append(member)
                    self.had_member = True
                    self._changed.set()
                case "unfit":
                    self.fail(DikastError(f"a worker can't run this experiment: {fields['message']}"))
                case _:
                    await session.on_notification(method, fields)

        connection = RpcConnection(reader, writer, session.on_request, on_notification)
        self.connections.add(connection)
        try:
            connection.notify("set_up", **self.setup())
            await connection.run()
        finally:
            self.connections.discard(connection)
            if member is not None:
                self.members.remove(member)
                self._changed.set()
            await session.close()
        return member is not None

    def close(self) -> None:
        """Closes the connections to all workers. A worker ends when its connection is closed."""
        for connection in tuple(self.connections):
            connection.close()

    def fail(self, failure: DikastError) -> None:
        """Ends the run, for no worker can do it. The first failure is the one that is raised."""
        self.failure = self.failure or failure
        self._changed.set()

    async def _least_busy(self) -> PoolMember:
        """The worker with the fewest episodes, as soon as one has room. Raises DikastError if no worker is left."""
        while True:
            if self.members:
                member = min(self.members, key=attrgetter("n_episodes"))
                if member.n_episodes < self._max_episodes:
                    return member
            if self.failure is not None:
                raise self.failure
            self._changed.clear()
            await self._wait_for_change()

    async def _wait_for_change(self) -> None:
        if self.members:
            await self._changed.wait()
            return
        reason = self.gone
        patience_s = self.patience_s
        if not self.had_member:
            reason = "no worker could be started"
            patience_s = FIRST_WORKER_S
        try:
            async with asyncio.timeout(patience_s):
                await self._changed.wait()
        except TimeoutError:
            raise DikastError(
                f"{reason}: none for {patience_s:g} s; all that was kept is safe, the same command goes on from there"
            ) from None
