"""EpisodeWorker: runs episodes for another process, the driver, which has their records, the journal and the limits."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from collections.abc import Mapping
from contextlib import AsyncExitStack
from itertools import count
from pathlib import Path

from dikast.agents import Permissions
from dikast.errors import BadInput, DikastError
from dikast.experiments.agent_stack import AgentStack
from dikast.experiments.episode_task import run_task
from dikast.experiments.executors.episode_spec import EpisodeSpec
from dikast.experiments.executors.remote_services import RemoteAllowance, RemoteJournal, RemoteLimiter
from dikast.experiments.executors.rpc import RpcAnswer, RpcConnection, RpcFields
from dikast.experiments.experiment import Experiment
from dikast.experiments.garbage_collection import rare_collections
from dikast.experiments.limits import BudgetSpent
from dikast.experiments.matrix import Matrix, Team
from dikast.experiments.prepare_run import load_protocols, open_agents
from dikast.experiments.run_names import RunNames
from dikast.experiments.stores import pack_record
from dikast.input_files import Document
from dikast.protocols import Protocol


class EpisodeWorker:
    """The worker's end of an RPC connection: it is set up once, then runs the episodes that it gets, many at once."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._connection = RpcConnection(reader, writer, self._on_request, self._on_notification)
        self._experiment: Experiment | None = None
        self._stack: AgentStack | None = None
        self._protocols: Mapping[str, Protocol] = {}
        self._teams: dict[str, dict[str, Team]] = {}
        self._exit_stack = AsyncExitStack()

    async def run(self) -> None:
        """Works until the driver closes. Unfinished episodes are dropped: their answered calls are in the journal."""
        async with self._exit_stack:
            await self._connection.run()

    async def _on_notification(self, method: str, fields: RpcFields) -> None:
        if method != "set_up":
            return
        try:
            self._set_up(fields)
        except DikastError as error:
            self._connection.notify("unfit", message=str(error))
        else:
            self._connection.notify("ready")

    def _set_up(self, fields: RpcFields) -> None:
        # The driver's folder, for relative paths in the experiment; on another machine it may not exist.
        if os.path.isdir(fields["folder"]):
            os.chdir(fields["folder"])
        experiment = Experiment.model_validate(fields["experiment"])
        base = Path(fields["base"])
        document = Document(fields["experiment"], experiment.name)
        stack = self._remote_stack(experiment, retries_failed=fields["retries_failed"])
        stack.call_scope = fields["call_scope"]
        stack.key_suffixes.update(fields["key_suffixes"])
        permissions = Permissions(environment=frozenset(fields["allowed_environment"]))
        agents, by_role = open_agents(experiment, document, base, stack, permissions)
        for agent in agents:
            self._exit_stack.push_async_callback(agent.aclose)
        self._protocols = load_protocols(experiment, document, base)
        names: RunNames | None = None
        if fields["names"] is not None:
            names = RunNames.model_validate(fields["names"])
            self._protocols = names.label_protocols(self._protocols)
            by_role = names.label_agents(by_role)
        # Without questions: the driver sends each with its episode.
        matrix = Matrix(experiment, (), self._protocols, by_role, names=names)
        for label, protocol in self._protocols.items():
            self._teams[label] = {team.label: team for team in matrix.teams(protocol)}
        self._experiment = experiment
        self._stack = stack

    def _remote_stack(self, experiment: Experiment, *, retries_failed: bool) -> AgentStack:
        """The stack around this worker's agents: its journal, call locks and limits are the driver's."""
        journal = RemoteJournal(self._connection)
        slot_numbers = count()
        limits = experiment.limits
        is_bounded = (limits.usd, limits.tokens) != (None, None)

        def limiter_for(model: str) -> RemoteLimiter:
            return RemoteLimiter(self._connection, model, slot_numbers)

        return AgentStack(
            experiment.limits,
            journal,
            retries_failed=retries_failed,
            limiter_for=limiter_for,
            call_locks=journal,
            # Without limits of money and tokens, no call has to ask.
            allowance=RemoteAllowance(self._connection) if is_bounded else None,
        )

    async def _on_request(self, method: str, fields: RpcFields, tail: bytes) -> RpcAnswer:
        if method != "run_episode" or self._experiment is None or self._stack is None:
            raise BadInput(f"a worker was asked for {method!r}: the driver has another version of Dikast")
        episode = EpisodeSpec.model_validate_json(tail).episode(self._protocols, self._teams)
        try:
            outcome, record = await run_task(episode, self._experiment.swap, self._stack)
        except BudgetSpent as spent:
            return {"spent": str(spent)}, b""
        kind, content = pack_record(record)
        return {"outcome": outcome.model_dump(mode="json"), "kind": kind}, content


async def work_for(host: str, port: int, token: str) -> None:
    """Works for the driver that listens at the host and port. Returns when the driver closes the connection."""
    reader, writer = await asyncio.open_connection(host, port)
    writer.write(token.encode())
    await EpisodeWorker(reader, writer).run()


async def _work_on(descriptor: int) -> None:
    reader, writer = await asyncio.open_connection(sock=socket.socket(fileno=descriptor))
    await EpisodeWorker(reader, writer).run()


def main() -> None:
    """Works on this machine. The one argument is the number of the open socket that leads to the driver."""
    import gc

    # The modules stay for the life of the process, so the collector need not look at them again.
    gc.freeze()
    with rare_collections():
        asyncio.run(_work_on(int(sys.argv[1])))


if __name__ == "__main__":
    main()
