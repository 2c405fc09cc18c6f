"""What the embedded model is asked: requests as bodies for llama.cpp's chat completions, and labels read back."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

from langchain_core.messages import BaseMessage
from pydantic import JsonValue

from dikast.agents.agent import Request
from dikast.agents.agent_options import LocalOptions
from dikast.agents.openai_request import wire_messages, wire_seed
from dikast.errors import PermanentError

PREFILL = "Answer:"
ANSWER_LINES = tuple(f"\n{mark}{word}" for mark in ("", "**") for word in ("Answer:", "answer:", "ANSWER:"))
TEMPERATURE = 0.8
SAMPLERS = {"top_k": 40, "top_p": 0.95, "min_p": 0.05, "repeat_penalty": 1.0}
MAX_TOKENS = 256
# English runs at about 1.4 tokens a word; what is over the limit is cut by the engine, in words.
TOKENS_A_WORD = 2
TOKENS_BESIDE_WORDS = 64
TOKENS_TO_THINK = 256
CANDIDATES = 1000


def chat_body(request: Request, options: LocalOptions) -> dict[str, Any]:
    """What every request says. Each sampler is named, so that a file's own settings change nothing.

    Raises PermanentError for messages that hold anything but text.
    """
    return {
        "messages": text_messages(request.messages),
        "max_tokens": options.max_tokens or room(request),
        "seed": wire_seed(request),
        "temperature": TEMPERATURE if options.temperature is None else options.temperature,
        **SAMPLERS,
    }


def label_body(body: Mapping[str, Any], prefill: str, labels: Sequence[str]) -> dict[str, Any]:
    """The reply is prefilled up to its label, and a grammar lets nothing but a label follow."""
    grammar = " | ".join(json.dumps(f" {label}", ensure_ascii=False) for label in labels)
    return {
        **body,
        "messages": [*body["messages"], {"role": "assistant", "content": prefill}],
        "grammar": f"root ::= {grammar}",
        "temperature": 0,
        "max_tokens": 1 + max(len(label.encode()) for label in labels),
        "logprobs": True,
        "top_logprobs": CANDIDATES,
        "chat_template_kwargs": {"enable_thinking": False},
    }


def text_messages(messages: Sequence[BaseMessage]) -> list[dict[str, str]]:
    """The messages as chat templates take them: those of one role in a row become one, as many templates demand.

    Raises PermanentError where one holds anything but text.
    """
    merged: list[dict[str, str]] = []
    for message in wire_messages(messages):
        role, text = str(message["role"]), _text(message["content"])
        if merged and merged[-1]["role"] == role:
            merged[-1]["content"] += f"\n\n{text}"
        else:
            merged.append({"role": role, "content": text})
    return merged


def _text(content: JsonValue) -> str:
    if isinstance(content, str):
        return content
    parts = [part for part in content if isinstance(part, dict)] if isinstance(content, list) else []
    if any(part.get("type") != "text" for part in parts):
        raise PermanentError("an embedded model takes no images")
    return "".join(str(part["text"]) for part in parts)


def room(request: Request) -> int:
    """Tokens for a reply: by its words, and more where the messages ask to think between tags."""
    by_words = request.words * TOKENS_A_WORD + TOKENS_BESIDE_WORDS if request.words else MAX_TOKENS
    thinks = any("<think" in message.text for message in request.messages)
    return by_words + (TOKENS_TO_THINK if thinks else 0)


def label_sums(candidates: Sequence[tuple[str, float]], labels: Sequence[str]) -> dict[str, float] | None:
    """The natural-log probability of each label: that of all candidates which strip to it.

    A letter that is not among the candidates is less likely than any of them, so it gets the least one's. None
    where a longer label is not among them: it may take several tokens.
    """
    found = {label: [logp for text, logp in candidates if text.strip() == label] for label in labels}
    if not candidates or any(len(label) > 1 and not logps for label, logps in found.items()):
        return None
    least = min(logp for _, logp in candidates)
    return {
        label: min(0.0, math.log(math.fsum(math.exp(logp) for logp in logps))) if logps else least
        for label, logps in found.items()
    }
