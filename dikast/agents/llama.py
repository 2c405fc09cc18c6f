"""A model loaded into this process by llama.cpp, shared by all agents that use it, with continuous batching."""

from __future__ import annotations

import asyncio
import os
import tempfile
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dikast.errors import PermanentError, TransientError


@dataclass(frozen=True)
class Engine:
    """Which model, and how it is run: `context` tokens for each of `slots` requests at once, on `threads` threads."""

    path: Path
    context: int
    slots: int
    threads: int


@dataclass(frozen=True)
class Completion:
    """What one request came to. `first` are the log-probabilities of the first token's candidates, by their text."""

    text: str
    first: tuple[tuple[str, float], ...]
    input_tokens: int
    cached_tokens: int
    output_tokens: int


@dataclass
class Loaded:
    """A model in memory. Requests wait in a queue of threads, as many as the model has slots."""

    engine: Engine
    users: int = 0
    _server: Any = None
    _threads: ThreadPoolExecutor | None = None
    _folder: tempfile.TemporaryDirectory[str] | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    async def complete(self, body: Mapping[str, object]) -> Completion:
        """One chat completion. A cancelled one stops generating at its next token.

        Raises PermanentError where the request can't be taken: too long for the context, say.
        """
        stop = threading.Event()
        if self._threads is None:
            self._threads = ThreadPoolExecutor(self.engine.slots, thread_name_prefix="dikast-llama")
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, self._run, dict(body), stop)
        finally:
            stop.set()

    def _run(self, body: dict[str, object], stop: threading.Event) -> Completion:
        server = self._loaded()
        chunks: list[dict[str, Any]] = []

        def take(chunk: dict[str, Any]) -> bool:
            chunks.append(chunk)
            return stop.is_set()

        if not stop.is_set():
            server.handle_chat_completions({**body, "stream": True, "stream_options": {"include_usage": True}}, take)
        return _read(chunks)

    def _loaded(self) -> Any:
        with self._lock:
            if self._server is None:
                # The server insists on listening: on a socket in a folder that nobody else may enter.
                self._folder = tempfile.TemporaryDirectory(prefix="dikast-")
                self._server = _load(self.engine, Path(self._folder.name) / "socket")
            return self._server

    def close(self) -> None:
        """Waits for what is running and frees the memory. Blocks; not for the event loop."""
        if self._threads is not None:
            self._threads.shutdown(wait=True, cancel_futures=True)
        self._server = self._threads = None
        if self._folder is not None:
            self._folder.cleanup()


_MODELS: dict[Engine, Loaded] = {}


def enter(engine: Engine) -> Loaded:
    """The model, for one more user; it is loaded at the first request."""
    loaded = _MODELS.setdefault(engine, Loaded(engine))
    loaded.users += 1
    return loaded


async def leave(loaded: Loaded) -> None:
    """One user fewer; the last one closes the model."""
    loaded.users -= 1
    if loaded.users == 0:
        _MODELS.pop(loaded.engine, None)
        await asyncio.to_thread(loaded.close)


def _load(engine: Engine, socket: Path) -> Any:
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = str(engine.path)
    params.hostnames = [str(socket.with_suffix(".sock"))]
    params.n_parallel = engine.slots
    params.n_ctx = engine.context * engine.slots
    params.n_batch = 512
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = engine.threads
    params.cache_ram_mib = 0
    params.verbosity = -1
    params.ui = params.endpoint_slots = params.warmup = params.fit_params = False
    try:
        return xllamacpp.Server(params)
    except RuntimeError as error:
        raise PermanentError(f"{engine.path.name} can't be loaded: {error}") from error


def _read(chunks: list[dict[str, Any]]) -> Completion:
    """The pieces of a streamed completion, put together."""
    text = ""
    first: tuple[tuple[str, float], ...] = ()
    usage: dict[str, Any] = {}
    for chunk in chunks:
        if "error" in chunk:
            error = chunk["error"]
            kind = PermanentError if 400 <= int(error.get("code", 500)) < 500 else TransientError
            raise kind(str(error.get("message", error)))
        usage = chunk.get("usage") or usage
        for choice in chunk.get("choices", ()):
            text += choice.get("delta", {}).get("content") or ""
            tokens = (choice.get("logprobs") or {}).get("content") or ()
            if tokens and not first:
                first = tuple((c["token"], float(c["logprob"])) for c in tokens[0]["top_logprobs"])
    if not usage:
        raise TransientError("the model gave no reply")
    cached = (usage.get("prompt_tokens_details") or {}).get("cached_tokens", 0)
    return Completion(text, first, usage["prompt_tokens"], cached, usage["completion_tokens"])


def cpus() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
