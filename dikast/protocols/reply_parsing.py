"""How replies are read: by anchored rules that no text can talk its way around.

What can't be read is `Unreadable`, with the reason. Nothing is guessed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any, TypeGuard

from pydantic import BaseModel, Field, create_model

from dikast.records import Quote

_OPENING_TAG = re.compile(r"<think(?:ing)?>", re.IGNORECASE)
_CLOSING_TAG = re.compile(r"</think(?:ing)?>", re.IGNORECASE)
_QUOTE_MARK = re.compile(r"<(/?)quote>", re.IGNORECASE)
# Every hundred characters count as a word: else a "word" of megabytes would be within any limit.
_WORD = re.compile(r"\S{1,100}")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*(?=\s|$)")
_ANSWER = re.compile(r"answer:[*_]*\s*\(?([a-z])\)?\.?", re.IGNORECASE)
_LONGEST_ANSWER_LINE = 60  # characters; an answer needs no more, so longer lines are not matched

STATED_TOLERANCE = 0.02  # how far from 1 stated probabilities may add up, since models round them


@dataclass(frozen=True)
class Unreadable:
    """Why a reply could not be read. A conflict is a reply that says two different things."""

    reason: str
    is_conflict: bool = False


@dataclass(frozen=True)
class Speech:
    """A speech as it goes into the transcript; `cut` says that it exceeded its word limit."""

    text: str
    thinking: str = ""
    quotes: tuple[Quote, ...] = ()
    cut: bool = False


# The form's name and description are part of a request, and so of the journal's keys: a change makes old runs
# call their models again.
DRAFT_SCORE = create_model(
    "Score", __doc__="A draft's score, from 0 to 100.", score=(Annotated[int, Field(ge=0, le=100)], ...)
)


def clean_text(text: str) -> str:
    """The text without what stores and servers refuse: lone surrogates become `?`, NULs are removed."""
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode("utf-8")
    return text.replace("\0", "")


def split_thinking(text: str) -> tuple[str, str]:
    """The public and the private part of a reply, without the tags.

    Private is all text between the first opening tag and the last closing tag, all before a closing tag without an
    opening one, and all after an opening tag without a closing one. So whatever a text does with its tags, public text
    may become private, but thinking never becomes public.
    """
    start = end = 0
    stop = len(text)
    for closing in _CLOSING_TAG.finditer(text):
        end = closing.end()
    # Without an opening tag before the last closing one, `start` stays 0: all text before it is private.
    opening = _OPENING_TAG.search(text, 0, end)
    if opening:
        start = opening.start()
    unclosed = _OPENING_TAG.search(text, end)
    if unclosed:
        stop = unclosed.start()
    public = text[:start] + text[end:stop]
    private = text[start:end] + text[stop:]
    thinking = _CLOSING_TAG.sub("", _OPENING_TAG.sub("", private))
    return public.strip(), thinking.strip()


def read_speech(text: str, words: int | None) -> Speech | Unreadable:
    """The public text of a reply as a speech, with marked quotes as spans, cut at a sentence end within `words` words.

    A quote that is not whole in the cut text is dropped. A reply without public text is unreadable.
    """
    public, thinking = split_thinking(clean_text(text))
    plain, quotes = _take_quotes(public)
    speech, is_cut = cut_to_words(plain, words)
    if not speech:
        return Unreadable("the reply holds no public text")
    whole_quotes = tuple(quote for quote in quotes if quote.end <= len(speech))
    return Speech(speech, thinking, whole_quotes, is_cut)


def cut_to_words(text: str, words: int | None) -> tuple[str, bool]:
    """The text within `words` words (None: no limit), and whether it was cut. A very long word counts as several.

    It is cut at the last end of a sentence, or after the last word within the limit if no sentence ends before.
    """
    if words is None:
        return text, False
    word_ends = [word.end() for word in _WORD.finditer(text)]
    if len(word_ends) <= words:
        return text, False
    head = text[: word_ends[words - 1]]
    end = len(head)
    for sentence_end in _SENTENCE_END.finditer(head):
        end = sentence_end.end()
    return head[:end], True


def _take_quotes(text: str) -> tuple[str, list[Quote]]:
    """The text with each pair of `<quote>` marks made quotation marks and stray marks removed, and the passages."""
    pieces: list[str] = []
    quotes: list[Quote] = []
    length = copied = 0  # characters of the result so far, and of the text that is in it
    for opening, closing in _mark_pairs(text):
        before = _QUOTE_MARK.sub("", text[copied : opening.start()])
        passage = _QUOTE_MARK.sub("", text[opening.end() : closing.start()])
        # The passage begins after its opening quotation mark, which is one character.
        start = length + len(before) + 1
        end = start + len(passage)
        quotes.append(Quote(text=passage, start=start, end=end))
        pieces += (before, "“", passage, "”")
        length = end + 1
        copied = closing.end()
    pieces.append(_QUOTE_MARK.sub("", text[copied:]))
    return "".join(pieces), quotes


def _mark_pairs(text: str) -> list[tuple[re.Match[str], re.Match[str]]]:
    """Each opening mark with the first closing mark after it. Quotes don't nest: further marks between are stray."""
    pairs: list[tuple[re.Match[str], re.Match[str]]] = []
    opening: re.Match[str] | None = None
    for mark in _QUOTE_MARK.finditer(text):
        is_opening = not mark[1]
        if opening is None:
            opening = mark if is_opening else None
        elif not is_opening:
            pairs.append((opening, mark))
            opening = None
    return pairs


def read_label(text: str, labels: Sequence[str]) -> str | Unreadable:
    """The label on the line `Answer: <label>`, in upper case.

    The line may be in brackets or emphasised. Two such lines with different labels are a conflict.
    """
    answers: set[str] = set()
    for line in text.splitlines():
        words = line.strip(" \t*_")
        if len(words) > _LONGEST_ANSWER_LINE:
            continue
        answer = _ANSWER.fullmatch(words)
        if answer:
            answers.add(answer[1].upper())
    if not answers:
        return Unreadable("no line `Answer: <label>` in the reply")
    if len(answers) > 1:
        conflict = " and ".join(sorted(answers))
        return Unreadable(f"two different answers in one reply: {conflict}", is_conflict=True)
    label = answers.pop()
    if label not in labels:
        return Unreadable(f"the answer {label!r} is none of {', '.join(labels)}")
    return label


@lru_cache(maxsize=128)
def stated_form(labels: tuple[str, ...], reasoning: bool) -> type[BaseModel]:
    """The JSON form of stated probabilities: a number for each label, after `reasons` if `reasoning`.

    Reasons come before the numbers, so that a model that writes from left to right thinks first.
    """
    fields: dict[str, Any] = {}
    if reasoning:
        fields["reasons"] = (str, ...)
    for label in labels:
        fields[label] = (Annotated[float, Field(ge=0, le=1)], ...)
    return create_model("StatedProbabilities", **fields)


def read_stated(text: str, labels: Sequence[str]) -> tuple[float, ...] | Unreadable:
    """Stated probabilities in the order of the labels, scaled to add up to 1.

    They are unreadable if they miss 1 by more than STATED_TOLERANCE: what they mean would be a guess.
    """
    data = read_json_reply(text)
    if isinstance(data, Unreadable):
        return data
    numbers: list[float] = []
    for label in labels:
        number = probability(data.get(label))
        if number is None:
            return Unreadable(f"probabilities between 0 and 1 are needed for each of {', '.join(labels)}")
        numbers.append(number)
    total = sum(numbers)
    if abs(total - 1) > STATED_TOLERANCE:
        return Unreadable(f"the probabilities add up to {total:.3g}, not to 1")
    return tuple(number / total for number in numbers)


def read_score(text: str) -> int | Unreadable:
    """The `score` in a JSON reply: a whole number from 0 to 100.

    A number out of range is unreadable rather than clipped, since its scale is unknown.
    """
    data = read_json_reply(text)
    if isinstance(data, Unreadable):
        return data
    score = data.get("score")
    if is_whole(score) and 0 <= score <= 100:
        return score
    return Unreadable("a whole `score` from 0 to 100 is needed")


def is_whole(value: object) -> TypeGuard[int]:
    """Whether a JSON value is a whole number. `7.0` is none."""
    # JSON's `true` is an int in Python, but no number.
    return isinstance(value, int) and not isinstance(value, bool)


def probability(value: object) -> float | None:
    """A JSON value as a probability; None if it is no number from 0 to 1."""
    if not isinstance(value, float) and not is_whole(value):
        return None
    # NaN is in no range, so it is None too.
    if 0 <= value <= 1:
        return float(value)
    return None


def read_json_reply(text: str, allow_list: bool = False) -> Any | Unreadable:
    """The JSON object (or list) that the reply consists of, alone or in one fence.

    A key with two different values is a conflict. Strings are cleaned, since a JSON escape could smuggle in characters
    that a reply may not contain.
    """
    body = text.strip()
    is_fenced = body.startswith("```") and body.endswith("```")
    if is_fenced and "\n" in body:
        body = body[body.index("\n") : -3]
    try:
        data = _cleaned(json.loads(body, object_pairs_hook=_no_conflict))
    # Deeply nested brackets exceed the recursion limit rather than being a syntax error.
    except (ValueError, RecursionError) as error:
        return Unreadable(f"the reply is not the JSON asked for: {error}")
    allowed = (dict, list) if allow_list else dict
    if not isinstance(data, allowed):
        return Unreadable("the reply is not a JSON object")
    return data


def _cleaned(data: Any) -> Any:
    """The same JSON value with all its strings and keys cleaned.

    Raises RecursionError for a value that is nested too deeply.
    """
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
    """The object of these keys and values. Raises ValueError for a key with two different values.

    Python's JSON reader would silently take the last value.
    """
    data: dict[str, Any] = {}
    for key, value in pairs:
        # A new key is not compared: NaN differs from itself.
        if key in data and data[key] != value:
            raise ValueError("one key is given twice, with different values")
        data[key] = value
    return data
