"""Usage count: what a call took, as its backend says, or by its characters where that can't be right."""

from __future__ import annotations

import logging
import math
from collections.abc import Sequence
from dataclasses import replace

from langchain_core.messages import BaseMessage

from dikast.agents.agent import Reply, Request
from dikast.agents.price import Price
from dikast.records import Usage

log = logging.getLogger(__name__)

BYTES_A_TOKEN = 4
# The most that a token holds is a long run of blanks: a count below is no count of this text.
MOST_BYTES_A_TOKEN = 128
# More than any model takes at once.
MOST_TOKENS = 20_000_000
MOST_USD = 10_000.0


class UsageCounter:
    """Checks the counts of one agent's replies. Says once that they had to be made up from characters."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._has_warned = False

    def checked(self, reply: Reply, request: Request, price: Price | None) -> Reply:
        """The reply, with counts that can be right."""
        usage = sound_usage(reply, request, price)
        if usage == reply.usage:
            return reply
        if not self._has_warned:
            self._has_warned = True
            log.warning("%s does not say what its replies take: their tokens are counted by characters", self._name)
        return replace(reply, usage=usage)


def sound_usage(reply: Reply, request: Request, price: Price | None) -> Usage:
    """What a call took: each count as it is in the reply if it can be right, else a token for every four bytes.

    A count is missing where there is text and it is zero, and absurd if it is negative, far too small for the text, or
    larger than any model's context. The cost then follows from the price; without one it is unknown.
    """
    usage = reply.usage
    n_prompt = text_bytes(request.messages)
    n_reply = len((reply.text + reply.thinking).encode(errors="replace"))
    has_input = _is_sound(usage.input_tokens, n_prompt)
    has_output = _is_sound(usage.output_tokens, n_reply)
    has_cost = 0 <= usage.cost_usd <= MOST_USD
    if has_input and has_output and has_cost:
        return usage
    input_tokens = usage.input_tokens if has_input else -(-n_prompt // BYTES_A_TOKEN)
    output_tokens = usage.output_tokens if has_output else -(-n_reply // BYTES_A_TOKEN)
    cached_tokens = usage.cached_tokens if has_input else 0
    changed: dict[str, float] = {
        "input_tokens": input_tokens,
        "output_tokens": output_tokens,
        "cached_tokens": cached_tokens,
        "cost_usd": 0.0,
        "unpriced": 1,
    }
    if price is not None:
        changed["cost_usd"] = price.usd(
            input_tokens=input_tokens,
            output_tokens=output_tokens,
            cached_tokens=cached_tokens,
        )
        changed["unpriced"] = 0
    return usage.model_copy(update=changed)


def text_bytes(messages: Sequence[BaseMessage]) -> int:
    """The bytes of the texts of messages, without their images."""
    n_bytes = 0
    for message in messages:
        parts = [message.content] if isinstance(message.content, str) else message.content
        for part in parts:
            text = part if isinstance(part, str) else part.get("text")
            # Bytes, not characters: a Chinese character is about a token, an English one about a quarter.
            n_bytes += len(str(text or "").encode(errors="replace"))
    return n_bytes


def _is_sound(n_tokens: int, n_bytes: int) -> bool:
    """Whether so many tokens can be those of a text of so many bytes, and perhaps of more that is hidden."""
    return math.ceil(n_bytes / MOST_BYTES_A_TOKEN) <= n_tokens <= MOST_TOKENS
