"""RayExecutor: workers on the machines of a Ray cluster.

Ray places the workers, starts them again when they die, and gives them their environment. Episodes, records, calls for
the journal and slots of the limits go over the same RPC connections as with processes on one machine. Such a message
costs a fraction of a Ray call, and it is JSON, where Ray would unpickle.
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

# After so long without a single worker, the cluster counts as gone. Ray itself would end this process in a minute.
PATIENCE_S = 30.0
# How long a peer may take to connect, to send its token, or to leave, in seconds.
PEER_S = 10.0
TOKEN_BYTES = 32


@dataclass(frozen=True)
class RayExecutor:
    """Runs episodes in Ray actors, by default as many as the cluster has processors.

    `address` is that of a running cluster (`auto`, or `HOST:PORT`). Without one, Ray is started here for this run only.
    """

    address: str | None = None
    workers: int | None = None

    @asynccontextmanager
    async def start(self, run: Run) -> AsyncIterator[Runner]:
        """Joins the cluster and starts the workers; at the end it stops the workers and leaves the cluster."""
        ray = _import_ray()
        await _check_address(self.address)
        await asyncio.to_thread(_join, ray, self.address)
        try:
            n_workers = self.workers or max(1, int(ray.cluster_resources().get("CPU", 1)))
            pool = WorkerPool(run, n_workers, "the Ray cluster is gone", PATIENCE_S)
            host = await asyncio.to_thread(ray.util.get_node_ip_address)
            async with _listening(pool, host) as (port, token):
                actors = [_actor(ray).remote() for _ in range(n_workers)]
                # Ray stops an actor that nothing refers to any more: both lists must live as long as the run.
                results = [actor.work.remote(host, port, token) for actor in actors]
                yield pool.run_one
                del actors, results
        finally:
            await _leave(ray)


def _actor(ray: Any) -> Any:
    """The class of the actors. One works until the driver closes the connection; if it dies, Ray starts it again."""

    class DikastWorker:
        async def work(self, host: str, port: int, token: str) -> None:
            from dikast.experiments.executors.worker_process import work_for

            await work_for(host, port, token)

    environment = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    options = {"max_restarts": -1, "max_task_retries": -1, "num_cpus": 1}
    return ray.remote(**options)(DikastWorker).options(runtime_env={"env_vars": environment})


def _join(ray: Any, address: str | None) -> None:
    """Joins the cluster at the address, or starts one here. Raises BadInput where that fails."""
    # Without these two, Ray sends statistics to its makers and serves a web page.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    options: dict[str, Any] = {}
    if address is None:
        options["include_dashboard"] = False
        # A Ray head accepts anyone who reaches it. One that serves this run alone must not be reached from outside.
        os.environ.setdefault("RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER", "0")
    try:
        ray.init(address=address or "local", log_to_driver=False, logging_level="error", **options)
    except Exception as error:
        raise BadInput(f"no Ray cluster there: {str(error).splitlines()[0]}", "--address") from error


async def _check_address(address: str | None) -> None:
    """Raises BadInput if nothing listens at the address: Ray itself would try for ten minutes."""
    host, colon, port = (address or "").removeprefix("ray://").rpartition(":")
    if not colon:
        return
    try:
        async with asyncio.timeout(PEER_S):
            _, writer = await asyncio.open_connection(host, int(port))
        writer.close()
    except (OSError, ValueError) as error:
        raise BadInput(f"no Ray cluster there: {error}", f"--address {address}") from error


async def _leave(ray: Any) -> None:
    """Leaves the cluster. A cluster that is gone may never answer, so this waits only `PEER_S` seconds."""
    try:
        async with asyncio.timeout(PEER_S):
            await asyncio.to_thread(ray.shutdown)
    except TimeoutError:
        raise DikastError("the Ray cluster does not answer any more") from None


@asynccontextmanager
async def _listening(pool: WorkerPool, host: str) -> AsyncIterator[tuple[int, str]]:
    """Listens for workers while the block runs: yields the port, and the token that a worker must send first."""
    token = secrets.token_hex(TOKEN_BYTES)
    serving: set[asyncio.Task[None]] = set()

    async def welcome(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            serving.add(task)
            task.add_done_callback(serving.discard)
        if await _sends_token(token, reader):
            await pool.serve(reader, writer)
        else:
            writer.close()

    server = await asyncio.start_server(welcome, host, 0)
    try:
        yield server.sockets[0].getsockname()[1], token
    finally:
        server.close()
        pool.close()
        if serving:
            await asyncio.wait(serving, timeout=PEER_S)


async def _sends_token(token: str, reader: asyncio.StreamReader) -> bool:
    """Whether the peer sends the token within `PEER_S` seconds."""
    try:
        async with asyncio.timeout(PEER_S):
            received = await reader.readexactly(len(token))
    except (TimeoutError, asyncio.IncompleteReadError, ConnectionError):
        return False
    # In constant time: how long the comparison takes must not tell how much of a guess is right.
    return hmac.compare_digest(received, token.encode())


def _import_ray() -> Any:
    """The module `ray`. Raises BadInput where it is not installed."""
    try:
        import ray
        import ray.util
    except ImportError:
        raise BadInput('Ray needs an extra: pip install "dikast[ray]"', "--executor ray") from None
    return ray
