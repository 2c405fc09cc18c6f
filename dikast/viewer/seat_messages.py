"""What a seat was sent, as a page shows it: the engine's own lines, and other people's words marked as theirs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from dikast.envelope import ENVELOPE
from dikast.experiments import PersonTask

QUOTE_MARK = "<quote>"
"""How a prompt says that passages of the source are to be marked; where it does, the page helps with it."""


@dataclass(frozen=True)
class MessagePart:
    """Lines of one kind: other people's words, or the engine's own."""

    is_quoted: bool
    text: str


@dataclass(frozen=True)
class SeatMessage:
    """One message: `rules` are the procedure's, `own` is what the person said before."""

    is_rules: bool
    is_own: bool
    parts: tuple[MessagePart, ...]
    images: tuple[str, ...]


def seat_messages(task: PersonTask) -> list[SeatMessage]:
    """The messages of a task, oldest first."""
    shown: list[SeatMessage] = []
    for message in task.messages:
        parts = tuple(_parts(message.text))
        shown.append(SeatMessage(message.author == "system", message.author == "ai", parts, message.images))
    return shown


def asks_for_quotes(task: PersonTask) -> bool:
    """Whether the person is to mark passages of the source."""
    return task.answer == "text" and any(QUOTE_MARK in message.text for message in task.messages[-1:])


def _parts(text: str) -> Iterator[MessagePart]:
    """The text, split where quoted lines begin and end."""
    for is_quoted, lines in groupby(text.split("\n"), key=lambda line: line.startswith(ENVELOPE.rstrip())):
        joined = "\n".join(line.removeprefix(ENVELOPE) if is_quoted else line for line in lines).strip("\n")
        if joined.strip():
            yield MessagePart(is_quoted, joined)
