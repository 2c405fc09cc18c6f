"""A model loaded into this process by llama.cpp, shared by all agents that use it, with continuous batching.

llama.cpp's threads spin while they wait for one another. When another process takes a processor from one of them, all
of them wait: two threads on two busy processors are ten times slower than one. So a small model is loaded several
times, once for a slot at most, and each copy has threads of its own: with no more processors than slots one thread,
which waits for no other. The copies share the pages of the file.
"""

from __future__ import annotations

import asyncio
import os
import sys
import threading
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from dikast.agents.llama_completion import Complete
from dikast.agents.llama_server import LlamaServer

# Weights of at most this many bytes are loaded several times: llama.cpp may keep a copy of them in another layout.
SMALL_WEIGHTS = 500_000_000

T = TypeVar("T")


@dataclass(frozen=True)
class LlamaConfig:
    """A model's file, and how it runs: `slots` requests at once, `context` tokens for each, on `threads` threads.

    Slots and threads are shared out to so many `servers`.
    """

    path: Path
    context: int
    slots: int
    threads: int
    servers: int = 1


@dataclass
class LlamaModel:
    """A model in memory, loaded at its first request. Requests queue for as many threads as the model has slots."""

    config: LlamaConfig
    n_users: int = 0
    _servers: list[LlamaServer] = field(default_factory=list)
    _threads: ThreadPoolExecutor | None = None
    _choice_lock: threading.Lock = field(default_factory=threading.Lock)

    async def run(
        self, work: Callable[[Complete], T], begin: Callable[[], None] = lambda: None, conversation: str = ""
    ) -> T:
        """What `work` returns. It is called in a thread of its own, with a function for chat completions.

        `begin` is called in the event loop once a slot is free and the work has begun. `conversation` is how its
        messages begin: work of the same conversation goes to the same server, whose cache has the prompt so far, unless
        another has less to do.

        All completions of one piece of work run one after the other, so that a later one finds the earlier one's prompt
        in the cache. If it is cancelled while it waits, the work never starts. If it is cancelled later, it stops
        generating at its next token, or at the next batch of its prompt. Control tokens in the messages are read as
        plain text. Raises PermanentError for a request that can't be answered, such as one too long for the context.
        """
        if self._threads is None:
            self._servers = _servers_of(self.config)
            self._threads = ThreadPoolExecutor(self.config.slots, thread_name_prefix="dikast-llama")
        is_cancelled = threading.Event()
        loop = asyncio.get_running_loop()

        def begin_if_awaited() -> None:
            # A call that was cancelled meanwhile has no caller left to be told.
            if not is_cancelled.is_set():
                begin()

        def begun_work() -> T:
            loop.call_soon_threadsafe(begin_if_awaited)
            with self._server_for(conversation) as server:
                return work(lambda body: server.complete(body, is_cancelled))

        try:
            return await loop.run_in_executor(self._threads, begun_work)
        finally:
            # Cancelling a future does not stop its thread: the thread stops when it sees the event.
            is_cancelled.set()

    @contextmanager
    def _server_for(self, conversation: str) -> Iterator[LlamaServer]:
        """The server with the least to do; of several, always the same one for the same conversation."""
        preferred = self._servers[zlib.crc32(conversation.encode()) % len(self._servers)]
        with self._choice_lock:
            server = min(self._servers, key=lambda server: (server.share, server is not preferred))
            server.n_running += 1
        try:
            yield server
        finally:
            with self._choice_lock:
                server.n_running -= 1

    def close(self) -> None:
        """Wait for the running requests and free the memory. Blocks, so it must not run in the event loop."""
        if self._threads is not None:
            self._threads.shutdown(wait=True, cancel_futures=True)
        for server in self._servers:
            server.free()
        self._servers, self._threads = [], None


_MODELS: dict[LlamaConfig, LlamaModel] = {}


def acquire(config: LlamaConfig) -> LlamaModel:
    """The shared model of that configuration, for one more user."""
    model = _MODELS.setdefault(config, LlamaModel(config))
    model.n_users += 1
    return model


async def release(model: LlamaModel) -> None:
    """Take one user from the model. The last one frees it."""
    model.n_users -= 1
    if model.n_users == 0:
        _MODELS.pop(model.config, None)
        await asyncio.to_thread(model.close)


def llama_config(path: Path, context: int, slots: int, threads: int | None) -> LlamaConfig:
    """How the model in that file runs. Without a number of threads it takes all processors that it can keep busy.

    A small model has a server for each thread, at most one for each slot. A large one has a single server, and leaves
    one processor to other processes, as do servers of several threads.
    """
    n_cpus = usable_cpus()
    is_small = _size(path) <= SMALL_WEIGHTS
    if threads is None:
        spins = n_cpus > slots or not is_small
        threads = max(1, n_cpus - 1) if spins else n_cpus
    return LlamaConfig(path, context, slots, threads, servers=min(slots, threads) if is_small else 1)


def _size(path: Path) -> int:
    """A file's size in bytes; 0 for one that can't be read, which is an error only when it is loaded."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _servers_of(config: LlamaConfig) -> list[LlamaServer]:
    """The servers of a model, with its slots and threads shared out evenly; nothing is loaded yet."""
    slots, threads = (_shares(number, config.servers) for number in (config.slots, config.threads))
    return [LlamaServer(config.path, config.context, *share) for share in zip(slots, threads, strict=True)]


def _shares(number: int, n_parts: int) -> list[int]:
    """The number as a sum of so many parts, which differ by one at most.

    Example: 7 in 3 parts is 3, 2, 2.
    """
    return [number // n_parts + (part < number % n_parts) for part in range(n_parts)]


def usable_cpus() -> int:
    """The number of processors that this process may use."""
    if sys.platform == "linux":
        n_usable = len(os.sched_getaffinity(0))
    else:
        n_usable = os.cpu_count() or 1
    return n_usable
