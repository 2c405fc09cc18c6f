"""A text as words, numbers, formulas and signs: one pass, linear, nothing cut inside a number or a formula."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple, TypeVar

T = TypeVar("T")

TokenKind = Literal[
    "word", "number", "formula", "command", "sign", "open", "close", "newline",
    "operator", "relation", "money", "dots", "join",  # what a sign or a word is in a formula
]  # fmt: skip

_OPENING, _CLOSING = "([{（「【", ")]}）」】"
_DELIMITERS = {"$$": "$$", "\\[": "\\]", "\\(": "\\)", "$": "$"}
_PAIRED_SIGNS = ("<=>", "...", "-->", "<=", ">=", "!=", "==", "~=", "=>", "->", "<-", "**", "//")
_BEGINS_PAIR = frozenset(sign[0] for sign in _PAIRED_SIGNS)
_IN_NUMBER = ".,'’٫"
_APOSTROPHES = "'’"
_JOINTS = frozenset(_APOSTROPHES + "-")
_MAX_REMEMBERED, _REMEMBERED = 2_000, 512  # characters of a text, and how many texts
_MAX_FORMULA = 4_000  # characters between two delimiters; farther apart, they are stray


TokenSense = Literal["", "math", "word", "joint", "open", "close", "label"]


class TextToken(NamedTuple):
    """A stretch of a text. `inner` is a formula's text without its delimiters; `glued` that no blank is before it.

    `is_formal` says that it was written in a formula, and `sense` what it is in a statement, once that is read.
    """

    kind: TokenKind
    text: str
    start: int
    end: int
    inner: str = ""
    glued: bool = False
    is_formal: bool = False
    sense: TokenSense = ""


NOTHING = TextToken("newline", "", 0, 0, sense="joint")
"""What is before the first token of a row and behind its last one."""


def token_at(row: Sequence[TextToken], i: int) -> TextToken:
    """The token at a place of a row; NOTHING before the first and behind the last one."""
    return row[i] if 0 <= i < len(row) else NOTHING


def remembered(read: Callable[..., T]) -> Callable[..., T]:
    """A reader of texts that remembers the last ones that are not long, since several others ask for the same."""
    kept = lru_cache(maxsize=_REMEMBERED)(read)

    def reader(text: str, *more: Hashable) -> T:
        return kept(text, *more) if len(text) <= _MAX_REMEMBERED else read(text, *more)

    return reader


def tokens(text: str) -> tuple[TextToken, ...]:
    """The tokens of a text, from left to right; blanks alone are left out.

    A number keeps every point, comma and apostrophe between its digits (`1.234,5`), so that no reader can take a
    part of it for the whole. A word keeps its hyphens and apostrophes (`x-axis`, `don't`). Every ideograph is a word
    of its own, since Chinese writes no blanks between words.
    """
    return _read(text)


@remembered
def _read(text: str) -> tuple[TextToken, ...]:
    row: list[TextToken] = []
    at = 0
    while at < len(text):
        if text[at].isspace() and text[at] != "\n":
            at += 1
            continue
        kind, end, inner = _token(text, at)
        glued = bool(row) and row[-1].end == at
        row.append(TextToken(kind, text[at:end], at, end, inner, glued))
        at = end
    return tuple(row)


def _token(text: str, at: int) -> tuple[TokenKind, int, str]:
    """The kind of the token that begins here, where it ends, and a formula's inner text."""
    char = text[at]
    if char == "\n":
        return "newline", at + 1, ""
    if char in "$\\" and (formula := _formula(text, at)) is not None:
        return "formula", *formula
    if char == "\\":
        return "command", _command_end(text, at), ""
    if char.isdecimal() or _begins_decimals(text, at):
        return "number", _number_end(text, at), ""
    if char.isalpha():
        return "word", at + 1 if is_ideograph(char) else _word_end(text, at), ""
    if char in _OPENING + _CLOSING:
        return "open" if char in _OPENING else "close", at + 1, ""
    pair = next((sign for sign in _PAIRED_SIGNS if text.startswith(sign, at)), char) if char in _BEGINS_PAIR else char
    return "sign", at + len(pair), ""


def _begins_decimals(text: str, at: int) -> bool:
    """The point of `.5`, but not the comma of `首先,3 + 4`: behind a word or a bracket it parts."""
    before = text[at - 1 : at]
    is_parting = bool(before) and (before.isalnum() or before in _CLOSING)
    return text[at] in ".," and not is_parting and text[at + 1 : at + 2].isdecimal()


def _formula(text: str, at: int) -> tuple[int, str] | None:
    """Where the delimited formula that opens here ends, and what is inside; None if none opens here."""
    opening = next((opening for opening in _DELIMITERS if text.startswith(opening, at)), None)
    if opening is None:
        return None
    begin = at + len(opening)
    end = _unescaped(text, _DELIMITERS[opening], begin)
    if end is None or not text[begin:end].strip():
        return None
    inner = text[begin:end]
    are_prices = opening == "$" and _is_between_prices(text, inner, end)
    return None if are_prices else (end + len(opening), inner)


def _unescaped(text: str, closing: str, begin: int) -> int | None:
    """Where the closing delimiter begins; None if there is none near."""
    at = text.find(closing, begin, begin + _MAX_FORMULA)
    while at > 0 and text.startswith("\\$", at - 1):
        at = text.find(closing, at + 1, begin + _MAX_FORMULA)
    return at if at >= 0 else None


def _is_between_prices(text: str, inner: str, end: int) -> bool:
    """`$5 and $6`: two prices, and the words between them are no formula."""
    has_words = sum(len(word) > 2 and word.isalpha() for word in inner.split()) > 2
    is_open = inner[-1].isspace() or inner[-1] in "-+*/=,("
    if is_open or text[end + 1 : end + 2].isdecimal():
        return has_words or inner[0].isdecimal() or inner[0].isspace()
    return has_words and "\\" not in inner


def _command_end(text: str, at: int) -> int:
    """The end of `\\frac` or `\\,`."""
    end = at + 1
    while text[end : end + 1].isascii() and text[end : end + 1].isalpha():
        end += 1
    return max(end, min(at + 2, len(text)))


def _number_end(text: str, at: int) -> int:
    """The end of a number: digits, and single separators between digits, in `{,}` too."""
    end = at + 1
    while end < len(text):
        if text[end].isdecimal():
            end += 1
        elif text[end] in _IN_NUMBER and text[end + 1 : end + 2].isdecimal():
            end += 2
        elif text.startswith("{,}", end) and text[end + 3 : end + 4].isdecimal():
            end += 4
        else:
            break
    return end


def _word_end(text: str, at: int) -> int:
    """The end of a word; a hyphen or an apostrophe between letters belongs to it."""
    end = at + 1
    while end < len(text) and (_is_letter(text[end]) or _joins_letters(text, at, end)):
        end += 1
    return end


def _is_letter(char: str) -> bool:
    return char.isalpha() and (char.isascii() or not is_ideograph(char))


def _joins_letters(text: str, at: int, joint: int) -> bool:
    """`well-known`, `x-axis`, `don't`, but neither `x-y` nor the prime of `f'`: a word of two letters must follow."""
    if text[joint] not in _JOINTS:
        return False
    after = text[joint + 1 : joint + 3]
    if text[joint] in _APOSTROPHES:
        return (joint - at > 1 or text[at:joint] == "I") and after[:1].isalpha()
    return len(after) == 2 and after.isalpha() and not is_ideograph(after[0])


def is_ideograph(char: str) -> bool:
    """Whether it is a sign of Chinese, Japanese or Korean, which is a word of its own."""
    return "\u3400" <= char <= "\u9fff" or "\u3040" <= char <= "\u30ff" or "\uac00" <= char <= "\ud7a3"
