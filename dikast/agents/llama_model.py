"""A model loaded into this process by llama.cpp, shared by all agents that use it, with continuous batching.

Attention runs as flash attention over a BF16 cache, since with these llama.cpp computes every row independently. With
its default F16 cache a row's result depends on the other requests and on cached prefixes; rounding to 8 bits carries
that into log-probabilities, by up to 0.1. What remains depends on the format of the weights. SmolLM2's Q4_1 gives the
same bits alone and beside other requests, on any number of threads. Formats that llama.cpp multiplies in blocks (Q8_0,
Q5_0, Q4_K_M) do not.
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

from dikast.agents.gguf import control_tokens, escape_control_tokens
from dikast.errors import AgentError, PermanentError, TransientError

# Tokens of a prompt read at a time. A cancelled call stops between batches; larger ones are no faster on a CPU.
BATCH = 128

T = TypeVar("T")


@dataclass(frozen=True)
class LlamaConfig:
    """A model's file, and how it runs: `slots` requests at once, `context` tokens for each, on `threads` threads."""

    path: Path
    context: int
    slots: int
    threads: int


@dataclass(frozen=True)
class LlamaCompletion:
    """One chat completion. `first` has the candidates of its first token, each with its natural-log probability.

    `tokens` are all its tokens, with theirs, where log-probabilities were asked for; without the one that ends it.
    """

    text: str
    thinking: str
    first: tuple[tuple[str, float], ...]
    input_tokens: int
    cached_tokens: int
    output_tokens: int
    finish_reason: str = ""
    tokens: tuple[tuple[str, float], ...] = ()


Complete = Callable[[Mapping[str, Any]], LlamaCompletion]
"""A function from the body of a chat request to its completion. It blocks."""


@dataclass
class LlamaModel:
    """A model in memory, loaded at its first request. Requests queue for as many threads as the model has slots."""

    config: LlamaConfig
    n_users: int = 0
    _server: Any = None
    _control_tokens: frozenset[str] = frozenset()
    _threads: ThreadPoolExecutor | None = None
    _load_lock: threading.Lock = field(default_factory=threading.Lock)

    async def run(self, work: Callable[[Complete], T], begin: Callable[[], None] = lambda: None) -> T:
        """What `work` returns. It is called in a thread of its own, with a function for chat completions.

        `begin` is called in the event loop once a slot is free and the work has begun.

        All completions of one piece of work run one after the other, so that a later one finds the earlier one's prompt
        in the cache. If it is cancelled while it waits, the work never starts. If it is cancelled later, it stops
        generating at its next token, or at the next batch of its prompt. Control tokens in the messages are read as
        plain text. Raises PermanentError for a request that can't be answered, such as one too long for the context.
        """
        if self._threads is None:
            self._threads = ThreadPoolExecutor(self.config.slots, thread_name_prefix="dikast-llama")
        is_cancelled = threading.Event()
        loop = asyncio.get_running_loop()

        def begin_if_awaited() -> None:
            # A call that was cancelled meanwhile has no caller left to be told.
            if not is_cancelled.is_set():
                begin()

        def begun_work() -> T:
            loop.call_soon_threadsafe(begin_if_awaited)
            return work(lambda body: self._complete(body, is_cancelled))

        try:
            return await loop.run_in_executor(self._threads, begun_work)
        finally:
            # Cancelling a future does not stop its thread: the thread stops when it sees the event.
            is_cancelled.set()

    def _complete(self, body: Mapping[str, Any], is_cancelled: threading.Event) -> LlamaCompletion:
        """One chat completion, generated until it ends or is cancelled. Blocks; runs in a thread of the pool."""
        server = self._loaded_server()
        chunks: list[dict[str, Any]] = []

        def receive(chunk: dict[str, Any]) -> bool:
            """Keep a chunk; True stops the generation."""
            chunks.append(chunk)
            return is_cancelled.is_set() or "error" in chunk

        # Progress reports come while the prompt is read, so that a cancelled call can stop there too.
        streaming = {
            "stream": True,
            "stream_options": {"include_usage": True},
            "return_progress": True,
        }
        request = {
            **body,
            **streaming,
            "messages": self._escape(body["messages"]),
        }
        if not is_cancelled.is_set():
            try:
                server.handle_chat_completions(request, receive)
            except (ValueError, RuntimeError) as error:
                raise PermanentError(f"{self.config.path.name} can't answer this request: {error}") from None
        return _read_chunks(chunks)

    def _escape(self, messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The messages with their control tokens made plain text."""
        escaped: list[dict[str, Any]] = []
        for message in messages:
            content = escape_control_tokens(message["content"], self._control_tokens)
            escaped.append({**message, "content": content})
        return escaped

    def _loaded_server(self) -> Any:
        """The server, loaded by the first thread that needs it while the others wait. Raises PermanentError."""
        with self._load_lock:
            if self._server is None:
                self._control_tokens = control_tokens(self.config.path)
                # The server insists on listening. Its socket is in a folder of this user's, and deleted at once.
                with tempfile.TemporaryDirectory(prefix="dikast-") as folder:
                    self._server = _load(self.config, Path(folder) / "socket.sock")
            return self._server

    def close(self) -> None:
        """Wait for the running requests and free the memory. Blocks, so it must not run in the event loop."""
        if self._threads is not None:
            self._threads.shutdown(wait=True, cancel_futures=True)
        self._server = self._threads = None


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


def _load(config: LlamaConfig, socket: Path) -> Any:
    """llama.cpp's server with the model in memory. Raises PermanentError."""
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = str(config.path)
    params.hostnames = [str(socket)]
    params.n_parallel = config.slots
    params.n_ctx = config.context * config.slots
    params.n_batch = params.n_ubatch = BATCH
    params.flash_attn_type = xllamacpp.llama_flash_attn_type.LLAMA_FLASH_ATTN_TYPE_ENABLED
    params.cache_type_k = params.cache_type_v = xllamacpp.ggml_type.GGML_TYPE_BF16
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = config.threads
    # No second cache of prompts in main memory: the slots' own caches are enough.
    params.cache_ram_mib = 0
    params.verbosity = -1
    params.ui = params.endpoint_slots = params.warmup = params.fit_params = False
    try:
        return xllamacpp.Server(params)
    except RuntimeError:
        raise PermanentError(
            f"llama.cpp can't load {config.path}: the file is damaged or of an unknown kind, or there is too little "
            f"memory for {config.slots} slots of {config.context} tokens (set `slots` or `context` lower)"
        ) from None


def _read_chunks(chunks: list[dict[str, Any]]) -> LlamaCompletion:
    """A completion from the chunks of its stream. Raises the error in them, and TransientError if they are cut off."""
    # A delta has one of the two, and null or nothing for the other.
    texts: list[str | None] = []
    thoughts: list[str | None] = []
    first: tuple[tuple[str, float], ...] = ()
    tokens: list[tuple[str, float]] = []
    usage: dict[str, Any] = {}
    finish_reason = ""
    for chunk in chunks:
        if "error" in chunk:
            raise _chunk_error(chunk["error"])
        usage = chunk.get("usage") or usage
        for choice in chunk.get("choices", ()):
            delta = choice.get("delta", {})
            texts.append(delta.get("content"))
            thoughts.append(delta.get("reasoning_content"))
            finish_reason = choice.get("finish_reason") or finish_reason
            first = first or _first_candidates(choice)
            tokens += _tokens(choice)
    # The last chunk has the usage: without it the stream did not end.
    if not usage:
        raise TransientError("the model gave no reply")
    details = usage.get("prompt_tokens_details") or {}
    return LlamaCompletion(
        text="".join(filter(None, texts)),
        thinking="".join(filter(None, thoughts)),
        first=first,
        input_tokens=usage["prompt_tokens"],
        cached_tokens=details.get("cached_tokens", 0),
        output_tokens=usage["completion_tokens"],
        finish_reason=finish_reason,
        tokens=tuple(tokens),
    )


def _tokens(choice: Mapping[str, Any]) -> list[tuple[str, float]]:
    """The tokens of a chunk with their log-probabilities, if the chunk has these."""
    logprobs = choice.get("logprobs") or {}
    return [(token["token"], float(token["logprob"])) for token in logprobs.get("content") or ()]


def _first_candidates(choice: Mapping[str, Any]) -> tuple[tuple[str, float], ...]:
    """The candidates of a chunk's first token, if the chunk has log-probabilities."""
    logprobs = choice.get("logprobs") or {}
    tokens = logprobs.get("content")
    if not tokens:
        return ()
    # A chunk may hold several tokens; its first one is the first of the reply.
    candidates = tokens[0]["top_logprobs"]
    return tuple((candidate["token"], float(candidate["logprob"])) for candidate in candidates)


def _chunk_error(error: Mapping[str, Any]) -> AgentError:
    """The AgentError for an error that llama.cpp sends in place of a chunk."""
    if error.get("type") == "exceed_context_size_error":
        return PermanentError(
            f"the prompt has {error['n_prompt_tokens']} tokens and the model's context {error['n_ctx']}: shorten the "
            "source, the rounds or the words, or raise the agent's `context`"
        )
    message = f"llama.cpp: {error.get('message', error)}"
    # The codes are HTTP statuses: 4xx faults the request, anything else the server.
    if 400 <= int(error.get("code", 500)) < 500:
        return PermanentError(message)
    return TransientError(message)


def spare_cpus() -> int:
    """The number of processors that this process may use, less one, but at least one.

    llama.cpp's threads spin while they wait for one another. When another process takes a processor from one of them,
    all of them wait: two threads on two busy processors are ten times slower than one.
    """
    if sys.platform == "linux":
        n_usable = len(os.sched_getaffinity(0))
    else:
        n_usable = os.cpu_count() or 1
    return max(1, n_usable - 1)
