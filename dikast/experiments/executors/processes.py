"""ProcessesExecutor: several processes on this machine, for runs that one processor core is too slow for."""

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

# After so many processes in a row that ended before they were ready, another would end too.
MAX_FAILED_STARTS = 3
# How long a process may take to end by itself, in seconds.
EXIT_S = 5.0


@dataclass(frozen=True)
class ProcessesExecutor:
    """Runs episodes in `processes` processes. One that dies is replaced, and its episodes are run again."""

    processes: int

    @asynccontextmanager
    async def start(self, run: Run) -> AsyncIterator[Runner]:
        """Starts the processes, and ends them."""
        pool = WorkerPool(run, self.processes, "the worker processes are gone")
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(_keep_one_running(pool)) for _ in range(self.processes)]
            try:
                yield pool.run_one
            finally:
                for task in tasks:
                    task.cancel()


async def _keep_one_running(pool: WorkerPool) -> None:
    """Starts one worker after another until this is cancelled."""
    failed_starts = 0
    while failed_starts < MAX_FAILED_STARTS:
        ours, theirs = socket.socketpair()
        # The child has a copy of its end. Ours of it must be closed, or we never learn that the child is gone.
        with theirs:
            process = await _start_process(theirs)
        try:
            was_ready = await pool.serve(*await asyncio.open_connection(sock=ours))
        finally:
            await _wait_or_kill(process)
        failed_starts += 1
        if was_ready:
            failed_starts = 0
    pool.fail(DikastError(f"a worker process can't be started: it ended with code {process.returncode}"))


async def _start_process(connection: socket.socket) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "dikast.experiments.executors.worker_process",
        str(connection.fileno()),
        pass_fds=(connection.fileno(),),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        # In a session of its own it gets no Ctrl-C from the terminal: the driver gets it, and closes the connection.
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )


async def _wait_or_kill(process: asyncio.subprocess.Process) -> None:
    """The connection is closed by now, so the process ends by itself; if it does not in time, it is killed."""
    try:
        async with asyncio.timeout(EXIT_S):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
