"""LlamaServer: llama.cpp's server within this process, with a copy of a model's weights, loaded at its first request.

Attention runs as flash attention over a BF16 cache, since with these llama.cpp computes every row independently. With
its default F16 cache a row's result depends on the other requests and on cached prefixes; rounding to 8 bits carries
that into log-probabilities, by up to 0.1. What remains depends on the format of the weights. SmolLM2's Q4_1 gives the
same bits alone and beside other requests, on any number of threads. Formats that llama.cpp multiplies in blocks (Q8_0,
Q5_0, Q4_K_M) do not.
"""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dikast.agents.gguf import control_tokens, escape_control_tokens
from dikast.agents.llama_completion import LlamaCompletion, read_chunks
from dikast.errors import PermanentError

# Tokens of a prompt read at a time. A cancelled call stops between batches; larger ones are no faster on a CPU.
BATCH = 128


@dataclass
class LlamaServer:
    """A model's file, run with `slots` requests at once, `context` tokens for each, on `threads` threads.

    `n_running` counts the pieces of work that it has now.
    """

    path: Path
    context: int
    slots: int
    threads: int
    n_running: int = 0
    _loaded: Any = None
    _control_tokens: frozenset[str] = frozenset()
    _load_lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def share(self) -> float:
        """The part of its slots that is busy, from 0 to 1."""
        return self.n_running / self.slots

    def complete(self, body: Mapping[str, Any], is_cancelled: threading.Event) -> LlamaCompletion:
        """One chat completion, generated until it ends or is cancelled. Blocks; it may be called from many threads.

        Control tokens in the messages are read as plain text. Raises PermanentError for a request that can't be
        answered, such as one too long for the context, and where the model can't be loaded.
        """
        server = self._server()
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
                raise PermanentError(f"{self.path.name} can't answer this request: {error}") from None
        return read_chunks(chunks)

    def _escape(self, messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The messages with their control tokens made plain text."""
        escaped: list[dict[str, Any]] = []
        for message in messages:
            content = escape_control_tokens(message["content"], self._control_tokens)
            escaped.append({**message, "content": content})
        return escaped

    def _server(self) -> Any:
        """The server, loaded by the first thread that needs it while the others wait. Raises PermanentError."""
        with self._load_lock:
            if self._loaded is None:
                self._control_tokens = control_tokens(self.path)
                # The server insists on listening. Its socket is in a folder of this user's, and deleted at once.
                with tempfile.TemporaryDirectory(prefix="dikast-") as folder:
                    self._loaded = self._load(Path(folder) / "socket.sock")
            return self._loaded

    def _load(self, socket: Path) -> Any:
        """llama.cpp's server with the model in memory. Raises PermanentError."""
        import xllamacpp

        params = xllamacpp.CommonParams()
        params.model.path = str(self.path)
        params.hostnames = [str(socket)]
        params.n_parallel = self.slots
        params.n_ctx = self.context * self.slots
        params.n_batch = params.n_ubatch = BATCH
        params.flash_attn_type = xllamacpp.llama_flash_attn_type.LLAMA_FLASH_ATTN_TYPE_ENABLED
        params.cache_type_k = params.cache_type_v = xllamacpp.ggml_type.GGML_TYPE_BF16
        params.cpuparams.n_threads = params.cpuparams_batch.n_threads = self.threads
        # No second cache of prompts in main memory: the slots' own caches are enough.
        params.cache_ram_mib = 0
        params.verbosity = -1
        params.ui = params.endpoint_slots = params.warmup = params.fit_params = False
        try:
            return xllamacpp.Server(params)
        except RuntimeError:
            raise PermanentError(
                f"llama.cpp can't load {self.path}: the file is damaged or of an unknown kind, or there is too little "
                f"memory for {self.slots} slots of {self.context} tokens (set `slots` or `context` lower)"
            ) from None

    def free(self) -> None:
        """Give the memory back. Blocks until the server has stopped."""
        self._loaded = None
