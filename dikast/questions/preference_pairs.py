"""Rows with a `chosen` and a `rejected` response, as sets of preferences have them, as questions with two choices.

{"id"?, "prompt" or "question"?, "chosen", "rejected", "source"?, "metadata"?}

A response is a text or a list of messages, {"role", "content"}, whose last one it is. Without a prompt, it is what both
conversations begin with: the messages before, or the text up to the last `Assistant:` that they share (as in HH-RLHF).
"""

from __future__ import annotations

from typing import Any

from pydantic import Field, JsonValue

from dikast.errors import BadInput
from dikast.input_files import Document, into
from dikast.questions.row_adapter import DatasetRow, build_question
from dikast.records import Question

KEYS = frozenset({"chosen", "rejected"})
_ASSISTANT = "Assistant:"


class ConversationMessage(DatasetRow):
    """One message of a conversation."""

    role: str
    content: str


Response = str | tuple[ConversationMessage, ...]


class PreferenceRow(DatasetRow):
    """One pair. Data sets have more columns, such as scores."""

    id: str | None = Field(default=None, min_length=1, coerce_numbers_to_str=True)
    prompt: Response | None = None
    question: str | None = None
    chosen: Response
    rejected: Response
    source: str | None = None
    metadata: dict[str, JsonValue] = Field(default_factory=dict)


def pair_question(document: Document, number: int) -> Question:
    """The question of a pair; the chosen response is the first choice, and the right one."""
    row = into(PreferenceRow, document)
    shared, chosen, rejected = split_responses(row.chosen, row.rejected)
    asked = row.question or response_text(row.prompt or "") or shared
    if not asked.strip():
        raise BadInput("no prompt is in this row, and the two responses begin differently", document.where())
    fields: dict[str, Any] = {
        "id": row.id or str(number),
        "text": asked.strip(),
        "choices": (chosen, rejected),
        "gold": 0,
        "source": row.source,
        "metadata": row.metadata,
    }
    return build_question(document, fields)


def split_responses(chosen: Response, rejected: Response) -> tuple[str, str, str]:
    """What both begin with, and the two responses without it."""
    if isinstance(chosen, tuple) and isinstance(rejected, tuple):
        n_shared = _n_shared(chosen, rejected)
        return response_text(chosen[:n_shared]), response_text(chosen[n_shared:]), response_text(rejected[n_shared:])
    first, second = response_text(chosen), response_text(rejected)
    n_same = next(
        (i for i, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), min(len(first), len(second))
    )
    start = first.rfind(_ASSISTANT, 0, n_same)
    if start < 0:
        return "", first, second
    end = start + len(_ASSISTANT)
    return first[:start], first[end:].strip(), second[end:].strip()


def _n_shared(chosen: tuple[ConversationMessage, ...], rejected: tuple[ConversationMessage, ...]) -> int:
    """With how many equal messages the two begin; the last message of each is always its own."""
    most = min(len(chosen), len(rejected)) - 1
    n_shared = 0
    while n_shared < most and chosen[n_shared] == rejected[n_shared]:
        n_shared += 1
    return n_shared


def response_text(content: Response) -> str:
    """A text as it is; one message as its content; several with who says each."""
    if isinstance(content, str):
        return content
    if len(content) == 1:
        return content[0].content
    return "\n\n".join(f"{message.role}: {message.content}" for message in content)
