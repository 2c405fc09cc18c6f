"""What replies of each kind mean: speeches with their quotes, stated probabilities, scores.

Labels, private thinking and JSON are read by `dikast.replies`. What can't be read is `Unreadable`, with the reason.
Nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any, TypeGuard

from pydantic import BaseModel, Field, create_model

from dikast.records import Quote
from dikast.replies import Unreadable, clean_text, read_json_reply, split_thinking
from dikast.replies import read_label as read_label  # offered here too, where it once was

_QUOTE_MARK = re.compile(r"<(/?)quote>", re.IGNORECASE)
# Every hundred characters count as a word: else a "word" of megabytes would be within any limit.
_WORD = re.compile(r"\S{1,100}")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*(?=\s|$)")

STATED_TOLERANCE = 0.02  # how far from 1 stated probabilities may add up, since models round them


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
