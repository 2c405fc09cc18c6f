"""ProcessesExecutor: several processes on this machine, for when one core is the bottleneck."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dikast.errors import DikastError
from dikast.experiments.executors.executor import Runner
from dikast.experiments.executors.worker_pool import WorkerPool

if TYPE_CHECKING:
    from dikast.experiments.prepare_run import Run

UNREADY_DEATHS = 3
LAST_S = 5.0


@dataclass(frozen=True)
class ProcessesExecutor:
    """So many processes; one that dies is replaced, and its episodes are run again."""

    processes: int

    @asynccontextmanager
    async def at_work(self, run: Run) -> AsyncIterator[Runner]:
        """Starts the processes, and ends them."""
        crew = WorkerPool(run, self.processes, "the worker processes are gone")
        async with asyncio.TaskGroup() as group:
            keeping = [group.create_task(_keep_one(crew)) for _ in range(self.processes)]
            try:
                yield crew.run_one
            finally:
                for task in keeping:
                    task.cancel()


async def _keep_one(crew: WorkerPool) -> None:
    """One worker after another, until cancelled."""
    unready = 0
    while unready < UNREADY_DEATHS:
        ours, theirs = socket.socketpair()
        with theirs:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "dikast.experiments.executors.worker_process", str(theirs.fileno()),
                pass_fds=(theirs.fileno(),), stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL,
                # Ctrl-C is for the driver, which then hangs up.
                start_new_session=True, env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )  # fmt: skip
        try:
            was_ready = await crew.serve(*await asyncio.open_connection(sock=ours))
        finally:
            await _ended(process)
        unready = 0 if was_ready else unready + 1
    crew.fail(DikastError(f"a worker process can't be started: it ended with code {process.returncode}"))


async def _ended(process: asyncio.subprocess.Process) -> None:
    """The line is cut, so it ends by itself; or else it is killed."""
    try:
        async with asyncio.timeout(LAST_S):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
