"""Worker: a process that runs episodes for another, which keeps their records, their calls and the limits."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from collections.abc import Mapping
from contextlib import AsyncExitStack
from itertools import count
from pathlib import Path

from dikast.errors import BadInput, DikastError
from dikast.experiments.agent_stack import AgentStack
from dikast.experiments.episode_task import run_task
from dikast.experiments.executors.episode_spec import EpisodeSpec
from dikast.experiments.executors.remote_services import RemoteJournal, RemoteLimiter
from dikast.experiments.executors.rpc import RpcAnswer, RpcConnection, RpcFields
from dikast.experiments.experiment import Experiment
from dikast.experiments.matrix import Matrix, Team
from dikast.experiments.prepare_run import load_protocols, open_agents
from dikast.experiments.stores import packed
from dikast.input_files import Document
from dikast.protocols import Protocol


class EpisodeWorker:
    """One end of a line: it is set up once, then runs the episodes that it is sent, many at once."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._line = RpcConnection(reader, writer, self._answer, self._hear)
        self._experiment: Experiment | None = None
        self._protocols: Mapping[str, Protocol] = {}
        self._teams: dict[str, dict[str, Team]] = {}
        self._closing = AsyncExitStack()

    async def run(self) -> None:
        """Works until the driver hangs up; what was begun is then dropped: its answered calls are journaled."""
        async with self._closing:
            await self._line.run()

    async def _hear(self, do: str, fields: RpcFields) -> None:
        if do != "setup":
            return
        try:
            self._set_up(fields)
        except DikastError as error:
            self._line.tell("unfit", message=str(error))
        else:
            self._line.tell("ready")

    def _set_up(self, told: RpcFields) -> None:
        if os.path.isdir(told["folder"]):
            os.chdir(told["folder"])
        experiment = Experiment.model_validate(told["experiment"])
        base, document = Path(told["base"]), Document(told["experiment"], experiment.name)
        journal, numbers = RemoteJournal(self._line), count()
        stack = AgentStack(
            experiment.limits,
            journal,
            retries_failed=told["retries_failed"],
            limiter_for=lambda model: RemoteLimiter(self._line, model, numbers),
            flights=journal,
        )
        agents, by_role = open_agents(experiment, document, base, stack)
        for agent in agents:
            self._closing.push_async_callback(agent.aclose)
        self._protocols = load_protocols(experiment, document, base)
        matrix = Matrix(experiment, (), self._protocols, by_role)
        for label, protocol in self._protocols.items():
            self._teams[label] = {team.label: team for team in matrix.teams(protocol)}
        self._experiment = experiment

    async def _answer(self, do: str, fields: RpcFields, tail: bytes) -> RpcAnswer:
        if do != "episode" or self._experiment is None:
            raise BadInput(f"a worker was asked for {do!r}: the driver has another version of Dikast")
        planned = EpisodeSpec.model_validate_json(tail).planned(self._protocols, self._teams)
        outcome, record = await run_task(planned, self._experiment.swap, self._experiment.limits.episode_s)
        kept = packed(record)
        return {"outcome": outcome.model_dump(mode="json"), "kind": kept.kind}, kept.record


async def work_for(host: str, port: int, token: str) -> None:
    """Works for the driver that listens there; returns once it hangs up."""
    reader, writer = await asyncio.open_connection(host, port)
    writer.write(token.encode())
    await EpisodeWorker(reader, writer).run()


async def _work_on(descriptor: int) -> None:
    reader, writer = await asyncio.open_connection(sock=socket.socket(fileno=descriptor))
    await EpisodeWorker(reader, writer).run()


def main() -> None:
    """A worker on this machine: the number of the open socket is its one argument."""
    import gc

    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    asyncio.run(_work_on(int(sys.argv[1])))


if __name__ == "__main__":
    main()
