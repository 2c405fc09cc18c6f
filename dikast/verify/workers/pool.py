"""The pool: hands tasks to workers, kills a worker at its task's deadline, and never loses a task.

It belongs to no event loop: its sockets are waited for on whichever loop the caller runs, so one pool serves
several loops and threads in turn.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import os
import socket
import threading
import time
from collections import deque
from collections.abc import AsyncIterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from dikast.verify.workers.launch import Launcher, launcher
from dikast.verify.workers.wire import Closed, Message, receive_async, send_async

START_S = 60.0
TASKS_A_WORKER = 400
TRIES = 4


@dataclass
class Worker:
    """A worker as the caller knows it: its number, its socket, how often it was used."""

    number: int
    link: socket.socket
    is_ready: bool = False
    tasks: int = 0


@dataclass
class TaskOutcome:
    """The outcome of a task: its result, or why there is none (`timeout`, `memory`, …) and what was found before."""

    result: Any = None
    reason: str | None = None
    found: list[Message] = field(default_factory=list)
    detail: str | None = None


class Pool:
    """At most `size` workers, started as they are needed."""

    def __init__(self, size: int | None = None, start: Launcher | None = None) -> None:
        if size is not None and size < 1:
            raise ValueError(f"size must be >= 1, got {size}")
        self.size = size or cores()
        self._launcher = start or launcher()
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()
        self._idle: list[Worker] = []
        self._busy: dict[int, Worker] = {}
        self._waiting: deque[Future[Worker]] = deque()
        self._is_closed = False

    async def run(self, task: Message, deadline_s: float) -> TaskOutcome:
        """The task's outcome, never later than `deadline_s` after a worker took it (plus a few milliseconds).

        A worker found dead may have been killed from outside: the task is given to another one for what is left of its
        time, up to TRIES in all, as it may also be the task that kills.
        """
        outcome = TaskOutcome(reason="timeout")
        left_s = deadline_s
        for _ in range(TRIES):
            async with self._worker() as worker:
                outcome, spent_s = await self._ask(worker, task, left_s)
            if outcome.reason != "died":
                return outcome
            left_s -= spent_s
            if left_s <= 0:  # the worker's own fuse was quicker than this deadline
                return TaskOutcome(reason="timeout", found=outcome.found)
        return TaskOutcome(reason="memory", found=outcome.found, detail=f"{TRIES} workers died over it")

    async def _ask(self, worker: Worker, task: Message, deadline_s: float) -> tuple[TaskOutcome, float]:
        """The outcome with this worker, and the seconds that it had the task for."""
        findings: list[Message] = []
        began: float | None = None
        try:
            await self._greet(worker)
            began = time.monotonic()
            async with asyncio.timeout(deadline_s):
                await send_async(worker.link, {**task, "deadline_s": deadline_s})
                while "found" in (message := await receive_async(worker.link)):
                    findings.append(message["found"])
        except (TimeoutError, Closed) as error:
            self._retire(worker)
            reason = "timeout" if isinstance(error, TimeoutError) else "died"
            return TaskOutcome(reason=reason, found=findings), 0.0 if began is None else time.monotonic() - began
        worker.tasks += 1
        if "failed" in message:
            self._retire(worker) if message["failed"] == "memory" else None
            return TaskOutcome(reason=message["failed"], found=findings, detail=message.get("detail")), 0.0
        return TaskOutcome(result=message["done"], found=findings), 0.0

    async def _greet(self, worker: Worker) -> None:
        """Waits until a new worker says that it is ready. Raises TimeoutError or Closed if it never does."""
        if not worker.is_ready:
            async with asyncio.timeout(START_S):
                await receive_async(worker.link)
            worker.is_ready = True

    @contextlib.asynccontextmanager
    async def _worker(self) -> AsyncIterator[Worker]:
        """A worker for one task; one whose task was not finished (cancelled, say) is killed: it still computes."""
        worker = await self._acquire()
        try:
            yield worker
        except BaseException:
            self._retire(worker)
            raise
        finally:
            self._release(worker)

    async def _acquire(self) -> Worker:
        with self._lock:
            if self._is_closed:
                raise RuntimeError("the verifier is closed")
            if self._idle:
                worker = self._idle.pop()
                self._busy[worker.number] = worker
                return worker
            if len(self._busy) < self.size:
                return self._start()
            future: Future[Worker] = Future()
            self._waiting.append(future)
        try:
            return await asyncio.wrap_future(future)
        except asyncio.CancelledError:
            if future.done() and not future.cancelled() and future.exception() is None:
                self._release(future.result())
            raise

    def _start(self) -> Worker:
        number = next(self._numbers)
        worker = Worker(number, self._launcher.start(number))
        self._busy[number] = worker
        return worker

    def _retire(self, worker: Worker) -> None:
        with contextlib.suppress(OSError):
            worker.link.close()
        self._launcher.kill(worker.number)

    def _release(self, worker: Worker) -> None:
        """Gives the worker, or a new one in its place, to the longest waiting caller, or keeps it idle."""
        if worker.tasks >= TASKS_A_WORKER and worker.link.fileno() >= 0:
            self._retire(worker)
        with self._lock:
            self._busy.pop(worker.number, None)
            if self._is_closed:
                self._retire(worker)
                return
            while self._waiting:
                future = self._waiting.popleft()
                if not future.set_running_or_notify_cancel():
                    continue
                future.set_result(self._again(worker) if worker.link.fileno() >= 0 else self._start())
                return
            if worker.link.fileno() >= 0:
                self._idle.append(worker)

    def _again(self, worker: Worker) -> Worker:
        self._busy[worker.number] = worker
        return worker

    def close(self) -> None:
        """Ends every worker. Tasks still running come back as if their worker had died."""
        with self._lock:
            self._is_closed = True
            workers = [*self._idle, *self._busy.values()]
            self._idle.clear()
            waiting, self._waiting = list(self._waiting), deque()
        for future in waiting:
            future.cancel()
        for worker in workers:
            self._launcher.kill(worker.number)
            if worker.number not in self._busy:
                worker.link.close()
        self._launcher.close()


def cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
