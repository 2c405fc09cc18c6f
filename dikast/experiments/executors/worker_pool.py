"""Crew: the workers of a run, wherever they are; each at the end of a line to the process that drives it."""

from __future__ import annotations

import asyncio
import time
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from dikast.errors import BadInput, DikastError
from dikast.experiments.episode_task import failure_row
from dikast.experiments.executors.episode_spec import EpisodeSpec
from dikast.experiments.executors.rpc import RpcClosed, RpcConnection, RpcFields
from dikast.experiments.executors.worker_session import WorkerSession
from dikast.experiments.experiment import Experiment
from dikast.experiments.limits import PERSON
from dikast.experiments.matrix import MatrixEpisode
from dikast.experiments.run_plan import PlannedEpisode
from dikast.experiments.stores import Packed, StoredRow
from dikast.records import Outcome

if TYPE_CHECKING:
    from dikast.experiments.prepare_run import Run

# An episode with which so many workers died is a failure. Its neighbours lose nothing: their calls are journaled.
DEATHS = 3
FIRST_S = 300.0


@dataclass
class PoolMember:
    """A worker that is ready, and how many episodes it has."""

    line: RpcConnection
    load: int = 0


@dataclass
class WorkerPool:
    """Gives every episode to the worker that has the fewest, and to another where that one dies.

    No worker has more than its share of `size` workers, so that the first to be ready does not get them all.
    `patience_s` is how long a run goes on once all workers are gone, and `gone` says what that means; the first is
    waited for longer, since a busy machine may take its time to start it.
    """

    run: Run
    size: int
    gone: str
    patience_s: float = 60.0
    members: list[PoolMember] = field(default_factory=list)
    lines: set[RpcConnection] = field(default_factory=set)
    fault: DikastError | None = None
    has_begun: bool = False
    _alone: asyncio.Lock = field(default_factory=asyncio.Lock)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.setup()
        if any(agent.name == PERSON for agent in self.run.agents):
            raise BadInput("a person sits at one terminal: leave --executor and --processes out", "agents")
        self._share = -(-self.run.experiment.limits.concurrency // self.size)

    def setup(self) -> RpcFields:
        """What a worker needs to know before its first episode."""
        run = self.run
        if not isinstance(run.experiment, Experiment):
            raise BadInput("transcripts are judged again in this process: leave --executor and --processes out")
        return {
            "experiment": run.experiment.model_dump(mode="json"),
            "base": str(run.base.absolute()),
            "folder": str(Path.cwd()),
            "retries_failed": run.stack.retries_failed,
        }

    async def run_one(self, piece: PlannedEpisode) -> StoredRow:
        """Runs one episode with a worker."""
        if not isinstance(piece, MatrixEpisode):
            raise TypeError(f"only an experiment's episodes are sent to workers, not {piece.id!r}")
        start = time.monotonic()
        for tries_left in reversed(range(DEATHS)):
            # The last time, no other suspect runs, so that who dies then dies of itself.
            async with nullcontext() if tries_left else self._alone:
                row = await self._try(piece)
            if row is not None:
                return row
        message = f"{DEATHS} workers died while they ran it"
        return failure_row(piece, "worker", "WorkerDied", message, time.monotonic() - start)

    async def _try(self, planned: MatrixEpisode) -> StoredRow | None:
        """What came of an episode; None where its worker died."""
        member = await self._least_busy()
        member.load += 1
        try:
            told, record = await member.line.ask("episode", EpisodeSpec.of(planned).model_dump_json().encode())
        except RpcClosed:
            return None
        finally:
            member.load -= 1
            self._changed.set()
        return Outcome.model_validate(told["outcome"]), Packed(told["kind"], record)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Takes a worker in, and serves it until it is gone; whether it was ever ready."""
        desk = WorkerSession(self.run.stack)
        member: PoolMember | None = None

        async def hear(do: str, fields: RpcFields) -> None:
            nonlocal member
            if do == "ready":
                member = PoolMember(line)
                self.members.append(member)
                self.has_begun = True
                self._changed.set()
            elif do == "unfit":
                self.fail(DikastError(f"a worker can't run this experiment: {fields['message']}"))
            else:
                await desk.hear(do, fields)

        line = RpcConnection(reader, writer, desk.answer, hear)
        self.lines.add(line)
        try:
            line.tell("setup", **self.setup())
            await line.run()
        finally:
            self.lines.discard(line)
            if member is not None:
                self.members.remove(member)
                self._changed.set()
            await desk.clear()
        return member is not None

    def dismiss(self) -> None:
        """Hangs up on all workers, upon which they end."""
        for line in tuple(self.lines):
            line.hang_up()

    def fail(self, fault: DikastError) -> None:
        """Ends the run: no worker will ever do."""
        self.fault = self.fault or fault
        self._changed.set()

    async def _least_busy(self) -> PoolMember:
        """The worker with the fewest episodes, once one has room."""
        while True:
            member = min(self.members, key=lambda member: member.load, default=None)
            if member is not None and member.load < self._share:
                return member
            if self.fault is not None:
                raise self.fault
            self._changed.clear()
            patience_s = self.patience_s if self.has_begun else FIRST_S
            try:
                async with asyncio.timeout(None if self.members else patience_s):
                    await self._changed.wait()
            except TimeoutError:
                what = self.gone if self.has_begun else "no worker could be started"
                raise DikastError(
                    f"{what}: none for {patience_s:g} s; all that was kept is safe, the same command goes on from there"
                ) from None
