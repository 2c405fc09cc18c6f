"""LlamaCompletion: one chat completion of llama.cpp, read from the chunks of its stream."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dikast.errors import AgentError, PermanentError, TransientError


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


def read_chunks(chunks: list[dict[str, Any]]) -> LlamaCompletion:
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
