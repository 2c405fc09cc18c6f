"""RayExecutor: workers on the machines of a Ray cluster.

Ray places the workers, starts them again when they die, and gives them their environment. Episodes and their records,
calls for the journal and the limits' slots go over the same lines as with processes on one machine: one hop at a
fraction of what a Ray call costs, and JSON where Ray would unpickle.
"""

from __future__ import annotations

import asyncio
import hmac
import os
import secrets
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dikast.errors import BadInput, DikastError
from dikast.experiments.executors.executor import Runner
from dikast.experiments.executors.worker_pool import WorkerPool

if TYPE_CHECKING:
    from dikast.experiments.prepare_run import Run

# Without a single worker for so long, the cluster is taken for gone; Ray itself would end this process in a minute.
PATIENCE_S = 30.0
LAST_S = 10.0
TOKEN_BYTES = 32


@dataclass(frozen=True)
class RayExecutor:
    """Workers as Ray actors, by default as many as the cluster has processors.

    `address` is of a running cluster (`auto`, or `HOST:PORT`); without one, Ray is started here for this run alone.
    """

    address: str | None = None
    workers: int | None = None

    @asynccontextmanager
    async def at_work(self, run: Run) -> AsyncIterator[Runner]:
        """Joins the cluster and starts the workers; ends both."""
        ray = _library()
        await _reachable(self.address)
        await asyncio.to_thread(_join, ray, self.address)
        try:
            n = self.workers or max(1, int(ray.cluster_resources().get("CPU", 1)))
            crew = WorkerPool(run, n, "the Ray cluster is gone", PATIENCE_S)
            host = await asyncio.to_thread(ray.util.get_node_ip_address)
            async with _listening(crew, host) as (port, token):
                actors = [_actor(ray).remote() for _ in range(n)]
                working = [actor.work.remote(host, port, token) for actor in actors]
                yield crew.run_one
                del actors, working
        finally:
            await _leave(ray)


def _actor(ray: Any) -> Any:
    """The actor: it works until the driver hangs up, and Ray starts it again, and its work, where it dies."""

    class DikastWorker:
        async def work(self, host: str, port: int, token: str) -> None:
            from dikast.experiments.executors.worker_process import work_for

            await work_for(host, port, token)

    environment = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    options = {"max_restarts": -1, "max_task_retries": -1, "num_cpus": 1}
    return ray.remote(**options)(DikastWorker).options(runtime_env={"env_vars": environment})


def _join(ray: Any, address: str | None) -> None:
    # Nothing is sent home, and no page is served: neither was asked for.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    if address is None:
        # It lets anyone in who can reach it: where it serves one run alone, that is nobody outside this machine.
        os.environ.setdefault("RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER", "0")
    alone = {"include_dashboard": False} if address is None else {}
    try:
        ray.init(address=address or "local", log_to_driver=False, logging_level="error", **alone)
    except Exception as error:
        raise BadInput(f"no Ray cluster there: {str(error).splitlines()[0]}", "--address") from error


async def _reachable(address: str | None) -> None:
    """Raises BadInput where nobody listens at the address: Ray itself would try for ten minutes."""
    host, colon, port = (address or "").removeprefix("ray://").rpartition(":")
    if not colon:
        return
    try:
        async with asyncio.timeout(LAST_S):
            _, writer = await asyncio.open_connection(host, int(port))
        writer.close()
    except (OSError, ValueError) as error:
        raise BadInput(f"no Ray cluster there: {error}", f"--address {address}") from error


async def _leave(ray: Any) -> None:
    """Leaves the cluster; one that is gone may never answer, and is not waited for."""
    try:
        async with asyncio.timeout(LAST_S):
            await asyncio.to_thread(ray.shutdown)
    except TimeoutError:
        raise DikastError("the Ray cluster does not answer any more") from None


@asynccontextmanager
async def _listening(crew: WorkerPool, host: str) -> AsyncIterator[tuple[int, str]]:
    """A port on which workers with the token are taken in."""
    token = secrets.token_hex(TOKEN_BYTES)
    serving: set[asyncio.Task[None]] = set()

    async def welcome(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            serving.add(task)
            task.add_done_callback(serving.discard)
        if await _knows(token, reader):
            await crew.serve(reader, writer)
        else:
            writer.close()

    server = await asyncio.start_server(welcome, host, 0)
    try:
        yield server.sockets[0].getsockname()[1], token
    finally:
        server.close()
        crew.dismiss()
        if serving:
            await asyncio.wait(serving, timeout=LAST_S)


async def _knows(token: str, reader: asyncio.StreamReader) -> bool:
    """Whether who called says the token, within a few seconds."""
    try:
        async with asyncio.timeout(LAST_S):
            said = await reader.readexactly(len(token))
    except (TimeoutError, asyncio.IncompleteReadError, ConnectionError):
        return False
    return hmac.compare_digest(said, token.encode())


def _library() -> Any:
    try:
        import ray
        import ray.util
    except ImportError:
        raise BadInput('Ray needs an extra: pip install "dikast[ray]"', "--executor ray") from None
    return ray
