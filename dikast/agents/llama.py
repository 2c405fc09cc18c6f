"""A model loaded into this process by llama.cpp, shared by all agents that use it, with continuous batching.

Attention runs as flash attention over a BF16 cache, because there llama.cpp computes every row alone: with its default
F16 cache a row comes out otherwise beside other requests or after a cached prefix, and rounding to 8 bits carries that
into log-probabilities, up to 0.1. The rest depends on the weights' format: SmolLM2's Q4_1 gives the same bits alone
and beside others, on any number of threads; formats that llama.cpp multiplies in blocks (Q8_0, Q5_0, Q4_K_M) do not.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from dikast.agents.gguf import control_tokens, defused
from dikast.errors import AgentError, PermanentError, TransientError

# Tokens of a prompt read at a time. A cancelled call stops between batches; larger ones are no faster on a CPU.
BATCH = 128

T = TypeVar("T")


@dataclass(frozen=True)
class Engine:
    """Which model, and how it is run: `context` tokens for each of `slots` requests at once, on `threads` threads."""

    path: Path
    context: int
    slots: int
    threads: int


@dataclass(frozen=True)
class LlamaCompletion:
    """What one request came to. `first` are the log-probabilities of the first token's candidates, by their text."""

    text: str
    thinking: str
    first: tuple[tuple[str, float], ...]
    input_tokens: int
    cached_tokens: int
    output_tokens: int


Complete = Callable[[Mapping[str, Any]], LlamaCompletion]


@dataclass
class Loaded:
    """A model in memory. Requests wait in a queue of threads, as many as the model has slots."""

    engine: Engine
    users: int = 0
    _server: Any = None
    _control: frozenset[str] = frozenset()
    _threads: ThreadPoolExecutor | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    async def run(self, work: Callable[[Complete], T]) -> T:
        """What `work` returns: it is called in a thread of its own, with a function for chat completions.

        All completions of one piece of work come one after the other, so that the later find the earlier's prompt
        in the cache. Cancelled while it waits, the work never starts; cancelled later, it stops generating at its
        next token, or the next part of its prompt. Control tokens in the messages' texts are read as plain text.
        Raises PermanentError where a request can't be taken: too long for the context, say.
        """
        stop = threading.Event()
        if self._threads is None:
            self._threads = ThreadPoolExecutor(self.engine.slots, thread_name_prefix="dikast-llama")
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._threads, work, lambda body: self._complete(body, stop))
        finally:
            stop.set()

    def _complete(self, body: Mapping[str, Any], stop: threading.Event) -> LlamaCompletion:
        server = self._loaded()
        chunks: list[dict[str, Any]] = []

        def take(chunk: dict[str, Any]) -> bool:
            chunks.append(chunk)
            return stop.is_set() or "error" in chunk

        messages = [{**message, "content": defused(message["content"], self._control)} for message in body["messages"]]
        streamed = {"stream": True, "stream_options": {"include_usage": True}, "return_progress": True}
        if not stop.is_set():
            try:
                server.handle_chat_completions({**body, **streamed, "messages": messages}, take)
            except (ValueError, RuntimeError) as error:
                raise PermanentError(f"{self.engine.path.name} can't be asked this: {error}") from None
        return _read(chunks)

    def _loaded(self) -> Any:
        with self._lock:
            if self._server is None:
                self._control = control_tokens(self.engine.path)
                # The server insists on listening: on a socket that nobody else may enter, and that is gone at once.
                with tempfile.TemporaryDirectory(prefix="dikast-") as folder:
                    self._server = _load(self.engine, Path(folder) / "socket.sock")
            return self._server

    def close(self) -> None:
        """Waits for what is running and frees the memory. Blocks; not for the event loop."""
        if self._threads is not None:
            self._threads.shutdown(wait=True, cancel_futures=True)
        self._server = self._threads = None


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
    params.hostnames = [str(socket)]
    params.n_parallel = engine.slots
    params.n_ctx = engine.context * engine.slots
    params.n_batch = params.n_ubatch = BATCH
    params.flash_attn_type = xllamacpp.llama_flash_attn_type.LLAMA_FLASH_ATTN_TYPE_ENABLED
    params.cache_type_k = params.cache_type_v = xllamacpp.ggml_type.GGML_TYPE_BF16
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = engine.threads
    params.cache_ram_mib = 0
    params.verbosity = -1
    params.ui = params.endpoint_slots = params.warmup = params.fit_params = False
    try:
        return xllamacpp.Server(params)
    except RuntimeError:
        raise PermanentError(
            f"llama.cpp can't load {engine.path}: the file is damaged or of a kind it does not know, or there is too "
            f"little memory for {engine.slots} slots of {engine.context} tokens (set `slots` or `context` lower)"
        ) from None


def _read(chunks: list[dict[str, Any]]) -> LlamaCompletion:
    """The pieces of a streamed completion, put together."""
    text = thinking = ""
    first: tuple[tuple[str, float], ...] = ()
    usage: dict[str, Any] = {}
    for chunk in chunks:
        if "error" in chunk:
            raise _refusal(chunk["error"])
        usage = chunk.get("usage") or usage
        for choice in chunk.get("choices", ()):
            text += choice.get("delta", {}).get("content") or ""
            thinking += choice.get("delta", {}).get("reasoning_content") or ""
            tokens = (choice.get("logprobs") or {}).get("content") or ()
            if tokens and not first:
                first = tuple((c["token"], float(c["logprob"])) for c in tokens[0]["top_logprobs"])
    if not usage:
        raise TransientError("the model gave no reply")
    cached = (usage.get("prompt_tokens_details") or {}).get("cached_tokens", 0)
    return LlamaCompletion(text, thinking, first, usage["prompt_tokens"], cached, usage["completion_tokens"])


def _refusal(error: Mapping[str, Any]) -> AgentError:
    if error.get("type") == "exceed_context_size_error":
        return PermanentError(
            f"the prompt has {error['n_prompt_tokens']} tokens and the model's context {error['n_ctx']}: shorten the "
            "source, the rounds or the words, or raise the agent's `context`"
        )
    message = f"llama.cpp: {error.get('message', error)}"
    return PermanentError(message) if 400 <= int(error.get("code", 500)) < 500 else TransientError(message)


def spare_cpus() -> int:
    """The processors this process may use but for one, at least one.

    llama.cpp's threads spin while they wait for one another: where another process takes a processor from one of
    them, all stand still, and two threads on two busy processors are ten times slower than one.
    """
    usable = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    return max(1, usable - 1)
