"""Prompt caching for Anthropic's models, which cache a prompt only up to a marked message: a cache breakpoint.

Other providers cache the beginning of a prompt by themselves. Here writing to the cache costs a quarter more than plain
input, and reading from it a tenth. A seat's messages only grow at their end, so the next call begins with all messages
up to a breakpoint on the last one.
"""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import JsonValue

from dikast.agents.openai_request import WireMessage, WirePart
from dikast.records import Purpose

BREAKPOINT: dict[str, JsonValue] = {"type": "ephemeral"}
LAST_CALLS: frozenset[Purpose] = frozenset({"decide", "score", "rate", "critique", "refine", "choose", "explain"})
"""Purposes of calls that no later call continues: writing their prompt to the cache would be wasted."""


def needs_breakpoints(provider: str, model: str) -> bool:
    """Whether the model caches only up to a breakpoint."""
    return provider == "anthropic" or "claude" in model.lower()


def with_breakpoint(messages: Sequence[WireMessage], purpose: Purpose) -> list[WireMessage]:
    """The messages, with a breakpoint on the last one that the seat's next call repeats.

    A last call only reads from the cache: its breakpoint is on the user message that the call before ended with, if
    there was a call before.

    | messages | purpose | breakpoint on |
    |---|---|---|
    | system, user | `speak` | user |
    | system, user, assistant, user | `speak` | the last user |
    | system, user, assistant, user | `decide` | the first user |
    | system, user | `decide` | none: the prompt was not cached and will not be read again |
    """
    copies = list(messages)
    index = len(copies) - 1
    # Without the last message: a last call's own prompt is never read again.
    if purpose in LAST_CALLS:
        earlier = [i for i, message in enumerate(copies[:-1]) if message["role"] == "user"]
        index = max(earlier, default=-1)
    if index >= 0:
        message = copies[index]
        copies[index] = {"role": message["role"], "content": _mark_last_part(message["content"])}
    return copies


def _mark_last_part(content: str | list[WirePart]) -> str | list[WirePart]:
    """The content with a breakpoint on its last part. Unchanged if that part can't have one.

    A content that is one text becomes a list, because only a part has room for the breakpoint.
    """
    parts = [_text_part(content)] if isinstance(content, str) else content
    # The API refuses a request with a breakpoint on an empty text.
    if not parts or parts[-1] == _text_part(""):
        return content
    return [*parts[:-1], {**parts[-1], "cache_control": BREAKPOINT}]


def _text_part(text: str) -> WirePart:
    """A text as a content part."""
    return {"type": "text", "text": text}
