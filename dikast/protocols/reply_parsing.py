"""How replies are read: by anchored rules that a text can't talk its way around. What can't be read is `Unread`."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any

from pydantic import BaseModel, Field, create_model

from dikast.records import Quote

_OPENING = re.compile(r"<think(?:ing)?>", re.IGNORECASE)
_CLOSING = re.compile(r"</think(?:ing)?>", re.IGNORECASE)
_QUOTE_MARK = re.compile(r"<(/?)quote>", re.IGNORECASE)
_WORD = re.compile(r"\S+")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*(?=\s|$)")
_ANSWER = re.compile(r"answer:[*_]*\s*\(?([a-z])\)?\.?", re.IGNORECASE)
_LONGEST_ANSWER_LINE = 60

STATED_TOLERANCE = 0.02


@dataclass(frozen=True)
class Unreadable:
    """Why a reply could not be read; a conflict is a reply that says two different things."""

    reason: str
    is_conflict: bool = False


@dataclass(frozen=True)
class Speech:
    """A speech as it goes into the transcript; `cut` says that it ran over its word limit."""

    text: str
    thinking: str = ""
    quotes: tuple[Quote, ...] = ()
    cut: bool = False


# The form's name and description are part of what a backend is asked, and so of the journal's keys.
DRAFT_SCORE = create_model(
    "Score", __doc__="A draft's score, from 0 to 100.", score=(Annotated[int, Field(ge=0, le=100)], ...)
)


def clean_text(text: str) -> str:
    """The text without what stores and servers refuse: lone surrogates become `?`, NULs are removed."""
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode("utf-8")
    return text.replace("\0", "")


def split_thinking(text: str) -> tuple[str, str]:
    """The public and the private part of a reply.

    Private is all between the first opening and the last closing tag, all before a closing tag that nothing opened,
    and all after an opening one that nothing closes: whatever a text does with its tags, its thinking may become too
    private but never public.
    """
    closings = list(_CLOSING.finditer(text))
    end = closings[-1].end() if closings else 0
    first_opening = _OPENING.search(text, 0, end)
    start = first_opening.start() if first_opening else 0
    unclosed = _OPENING.search(text, end)
    stop = unclosed.start() if unclosed else len(text)
    public = text[:start] + text[end:stop]
    private = text[start:end] + text[stop:]
    return public.strip(), _CLOSING.sub("", _OPENING.sub("", private)).strip()


def read_speech(text: str, words: int | None) -> Speech | Unreadable:
    """A speech: its public text with the marks of quotes taken out, cut at a sentence end within `words` words."""
    public, thinking = split_thinking(clean_text(text))
    plain, quotes = _take_quotes(public)
    kept, is_cut = cut(plain, words)
    if not kept:
        return Unreadable("the reply holds no public text")
    whole_quotes = tuple(quote for quote in quotes if quote.end <= len(kept))
    return Speech(kept, thinking, whole_quotes, is_cut)


def cut(text: str, words: int | None) -> tuple[str, bool]:
    """The text within `words` words, and whether it was cut: at the last sentence end if there is one."""
    if words is None:
        return text, False
    word_ends = [match.end() for match in _WORD.finditer(text)]
    if len(word_ends) <= words:
        return text, False
    head = text[: word_ends[words - 1]]
    sentence_ends = [match.end() for match in _SENTENCE_END.finditer(head)]
    if sentence_ends:
        head = head[: sentence_ends[-1]]
    return head, True


def _take_quotes(text: str) -> tuple[str, list[Quote]]:
    """The text with each pair of `<quote>` marks made quotation marks, stray marks removed, and the passages."""
    marks = list(_QUOTE_MARK.finditer(text))
    last_closing = max((i for i, mark in enumerate(marks) if mark[1]), default=-1)
    pieces: list[str] = []
    spans: list[tuple[int, int]] = []
    length = copied = 0
    opened: int | None = None
    for i, mark in enumerate(marks):
        pieces.append(text[copied : mark.start()])
        length += len(pieces[-1])
        copied = mark.end()
        is_closing = bool(mark[1])
        if is_closing and opened is not None:
            spans.append((opened, length))
            pieces.append("”")
            length += 1
            opened = None
        elif not is_closing and opened is None and i < last_closing:
            # A mark that nothing closes opens nothing.
            pieces.append("“")
            length += 1
            opened = length
    plain = "".join((*pieces, text[copied:]))
    return plain, [Quote(text=plain[start:end], start=start, end=end) for start, end in spans]


def read_label(text: str, labels: Sequence[str]) -> str | Unreadable:
    """The label of the last line `Answer: <label>`. Two such lines with different labels are a conflict."""
    found = set()
    for line in text.splitlines():
        words = line.strip(" \t*_")
        match = _ANSWER.fullmatch(words) if len(words) <= _LONGEST_ANSWER_LINE else None
        if match:
            found.add(match[1].upper())
    if len(found) > 1:
        return Unreadable(f"two different answers in one reply: {' and '.join(sorted(found))}", is_conflict=True)
    if not found:
        return Unreadable("no line `Answer: <label>` in the reply")
    label = found.pop()
    if label not in labels:
        return Unreadable(f"the answer {label!r} is none of {', '.join(labels)}")
    return label


@lru_cache(maxsize=128)
def stated_form(labels: tuple[str, ...], reasoning: bool) -> type[BaseModel]:
    """The JSON form of stated probabilities: a number for each label, after `reasons` where asked for."""
    fields: dict[str, Any] = {"reasons": (str, ...)} if reasoning else {}
    fields |= {label: (Annotated[float, Field(ge=0, le=1)], ...) for label in labels}
    return create_model("StatedProbabilities", **fields)


def read_stated(text: str, labels: Sequence[str]) -> tuple[float, ...] | Unreadable:
    """Stated probabilities in the order of the labels, scaled to 1 if they add up to it within 0.02."""
    data = read_json_reply(text)
    if isinstance(data, Unreadable):
        return data
    numbers = [number for label in labels if (number := _probability(data.get(label))) is not None]
    if len(numbers) < len(labels):
        return Unreadable(f"probabilities between 0 and 1 are needed for each of {', '.join(labels)}")
    total = sum(numbers)
    if abs(total - 1) > STATED_TOLERANCE:
        return Unreadable(f"the probabilities add up to {total:.3g}, not to 1")
    return tuple(number / total for number in numbers)


def _probability(value: object) -> int | float | None:
    # JSON's `true` is 1 in Python, and no probability.
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value if 0 <= value <= 1 else None


def read_score(text: str) -> int | Unreadable:
    """A whole score from 0 to 100."""
    data = read_json_reply(text)
    if isinstance(data, Unreadable):
        return data
    score = data.get("score")
    is_whole = isinstance(score, int) and not isinstance(score, bool)
    if not is_whole or not 0 <= score <= 100:
        return Unreadable("a whole `score` from 0 to 100 is needed")
    return int(score)


def read_json_reply(text: str, allow_list: bool = False) -> Any | Unreadable:
    """The JSON object (or list) that the reply is, alone or in one fence; a key with two values is a conflict.

    Its strings are cleaned: what a reply may not hold, it can't smuggle in as an escape.
    """
    body = text.strip()
    if body.startswith("```") and body.endswith("```") and "\n" in body:
        body = body[body.index("\n") : -3]
    try:
        data = _cleaned(json.loads(body, object_pairs_hook=_no_conflict))
    except (ValueError, RecursionError) as error:
        return Unreadable(f"the reply is not the JSON asked for: {error}")
    is_list_allowed = allow_list and isinstance(data, list)
    if not isinstance(data, dict) and not is_list_allowed:
        return Unreadable("the reply is not a JSON object")
    return data


def _cleaned(data: Any) -> Any:
    match data:
        case str():
            return clean_text(data)
        case list():
            return [_cleaned(element) for element in data]
        case dict():
            return {clean_text(key): _cleaned(value) for key, value in data.items()}
        case _:
            return data


def _no_conflict(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for key, value in pairs:
        if key in data and data[key] != value:
            raise ValueError("one key is given twice, with different values")
        data[key] = value
    return data
