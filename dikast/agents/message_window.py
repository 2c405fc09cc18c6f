"""Messages with other texts: the newest words of a conversation, and lines that are changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from dikast.envelope import ENVELOPE

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

LEFT_OUT = "…"
"""Stands at the beginning of a text whose earlier words are left out."""

_WORD = re.compile(r"\S+")


def newest_messages(messages: Sequence[BaseMessage], most_words: int) -> tuple[BaseMessage, ...]:
    """The system messages, and of the others the newest words.

    A reply is left out where the message that it answers is: a conversation begins with a question.
    """
    room = most_words
    kept: list[BaseMessage] = []
    for message in reversed(messages):
        if message.type == "system":
            kept.append(message)
        elif room > 0:
            kept.append(_newest(message, room))
            room -= len(message.text.split())
    kept.reverse()
    first = next((i for i, message in enumerate(kept) if message.type == "human"), 0)
    return tuple(message for i, message in enumerate(kept) if i >= first or message.type == "system")


def newest_words(text: str, most: int) -> str:
    """The last words of a text, at most so many, in whole lines as far as possible.

    Of the oldest line that has no room for all of its words the last ones are kept. Where it is marked as other
    people's words, so are they.
    """
    lines = text.splitlines()
    kept: list[str] = []
    room = most
    for line in reversed(lines):
        words = [word.start() for word in _WORD.finditer(line.removeprefix(ENVELOPE))]
        if len(words) > room:
            kept.append(_end_of_line(line, words, room))
            break
        kept.append(line)
        room -= len(words)
    kept.reverse()
    return "\n".join(kept)


def with_texts(messages: Sequence[BaseMessage], change: Callable[[str], str]) -> tuple[BaseMessage, ...]:
    """The messages with each of their texts changed; images stay."""
    return tuple(_with_text(message, change) for message in messages)


def with_own_lines(messages: Sequence[BaseMessage], change: Callable[[str], str]) -> tuple[BaseMessage, ...]:
    """The messages. In the last one, every line is changed that is not other people's words."""

    def change_lines(text: str) -> str:
        lines = text.split("\n")
        return "\n".join(line if line.startswith(ENVELOPE) else change(line) for line in lines)

    return (*messages[:-1], *with_texts(messages[-1:], change_lines))


def _newest(message: BaseMessage, room: int) -> BaseMessage:
    """The message with its newest words, where it has more than there is room for."""
    if len(message.text.split()) <= room:
        return message
    return _with_text(message, lambda text: newest_words(text, room))


def _end_of_line(line: str, words: Sequence[int], room: int) -> str:
    """The last words of a line, as many as there is room for, behind the mark of what is left out."""
    mark = ENVELOPE if line.startswith(ENVELOPE) else ""
    if not room:
        return mark + LEFT_OUT
    return f"{mark}{LEFT_OUT} {line.removeprefix(ENVELOPE)[words[-room] :]}"


def _with_text(message: BaseMessage, change: Callable[[str], str]) -> BaseMessage:
    """The message with its text, or the text of each of its parts, changed."""
    content = message.content
    if isinstance(content, str):
        return message.model_copy(update={"content": change(content)})
    parts: list[object] = []
    for part in content:
        if isinstance(part, dict) and isinstance(part.get("text"), str):
            part = {**part, "text": change(part["text"])}
        parts.append(part)
    return message.model_copy(update={"content": parts})
