"""Cache marks: how Anthropic's models are told which part of a prompt will come again.

Others cache the beginning of a prompt by themselves; these do so only up to a mark, at a quarter more for what is
written and a tenth of the price for what is read. A seat's messages only grow at the end, so a mark on the last
message is what its next call begins with.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import JsonValue

from dikast.records import Purpose

MARK: dict[str, JsonValue] = {"type": "ephemeral"}
LAST_CALLS: frozenset[Purpose] = frozenset({"decide", "score", "rate", "critique", "refine", "choose"})


def needs_marks(provider: str, model: str) -> bool:
    """Whether the model caches only what is marked."""
    return provider == "anthropic" or "claude" in model.lower()


def marked(messages: Sequence[dict[str, JsonValue]], purpose: Purpose) -> list[dict[str, Any]]:
    """The messages with a mark where the seat's next call will agree with this one.

    A call that is a seat's last, or that nothing builds on, writes nothing to the cache: it has its mark on the
    message that the call before ended with, if there was one, and reads.
    """
    found = [dict(message) for message in messages]
    at = len(found) - 1
    if purpose in LAST_CALLS:
        at = max((i for i in range(at) if found[i]["role"] == "user"), default=-1)
    if at >= 0:
        found[at]["content"] = _with_mark(found[at]["content"])
    return found


def _with_mark(content: JsonValue) -> JsonValue:
    parts = [{"type": "text", "text": content}] if isinstance(content, str) else content
    if not isinstance(parts, list) or not parts or not isinstance(parts[-1], dict):
        return content
    if parts[-1].get("type") == "text" and not parts[-1].get("text"):
        return content  # an empty text can't bear a mark
    return [*parts[:-1], {**parts[-1], "cache_control": MARK}]
