"""Python literals: a list of lists of texts, as judges and data sets write it, read without running it."""

from __future__ import annotations

import re
import sys

NestedText = str | list["NestedText"]

MAX_DEPTH = 20
_TOKEN = re.compile(
    r"""\s*(?:(?P<mark>[][(),])|(?P<quote>\"""|'''|"|')|(?P<word>None|True|False|null|true|false|-?\d+(?:\.\d+)?))"""
)
_ESCAPE = re.compile(r"\\(\n|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{1,3}|.)", re.DOTALL)
_CHARACTERS = {
    "n": "\n",
    "t": "\t",
    "r": "\r",
    "a": "\a",
    "b": "\b",
    "f": "\f",
    "v": "\v",
    "\\": "\\",
    "'": "'",
    '"': '"',
    # A line end after a backslash is no part of the text.
    "\n": "",
}
# The words that are written for an empty entry. Other words and numbers are taken as texts.
_EMPTY_WORDS = {"None": "", "null": ""}
_CLOSERS = {"[": "]", "(": ")"}
# The end of a list, and what is between two of its values: a comma, or nothing before the end.
_LIST_END = {"]": re.compile(r"\s*\]"), ")": re.compile(r"\s*\)")}
_SEPARATOR = {"]": re.compile(r"\s*(?:,|(?=\]))"), ")": re.compile(r"\s*(?:,|(?=\)))")}


def read_list(text: str) -> list[NestedText]:
    """The list that `text` writes, with Python's escapes resolved in its texts. None is the empty text.

    Raises ValueError, with the position, if it is no list of lists and texts, or is nested more than 20 deep.
    """
    value, end = _read_value(text, 0, 0)
    if isinstance(value, str) or text[end:].strip():
        raise ValueError(f"a list is needed, and nothing after it (character {end})")
    return value


def _read_value(text: str, start: int, depth: int) -> tuple[NestedText, int]:
    """The value at `start`, and where it ends."""
    token = _TOKEN.match(text, start)
    if token is None or depth > MAX_DEPTH:
        raise ValueError(f"a list or a text in quotes is needed at character {start}")
    quote, word, mark = token["quote"], token["word"], token["mark"]
    if quote:
        return _read_text(text, token.end(), quote)
    if word:
        return _EMPTY_WORDS.get(word, word), token.end()
    if mark not in _CLOSERS:
        raise ValueError(f"{mark!r} is out of place at character {start}")
    return _read_values(text, token.end(), _CLOSERS[mark], depth)


def _read_values(text: str, start: int, closer: str, depth: int) -> tuple[list[NestedText], int]:
    """The values from `start` to the closing bracket, and where that ends."""
    values: list[NestedText] = []
    position = start
    while True:
        end = _LIST_END[closer].match(text, position)
        if end:
            return values, end.end()
        value, position = _read_value(text, position, depth + 1)
        values.append(value)
        separator = _SEPARATOR[closer].match(text, position)
        if separator is None:
            raise ValueError(f"a comma or {closer!r} is needed at character {position}")
        position = separator.end()


def _read_text(text: str, start: int, quote: str) -> tuple[str, int]:
    """The text from `start` to its closing quote, and where that ends."""
    position = start
    while True:
        end = text.find(quote, position)
        escape = text.find("\\", position)
        if end < 0:
            raise ValueError(f"the text from character {start} has no end")
        if escape < 0 or end < escape:
            return _ESCAPE.sub(_resolve_escape, text[start:end]), end + len(quote)
        # The character after a backslash is part of the text, even a quote.
        position = escape + 2


def _resolve_escape(escape: re.Match[str]) -> str:
    """The character that an escape means. Like Python, unknown escapes stay as they are."""
    code: str = escape[1]
    if code in _CHARACTERS:
        return _CHARACTERS[code]
    if code[0] in "01234567":
        return chr(int(code, base=8))
    # The pattern takes further characters only after `x`, `u` and `U`, and only hexadecimal ones.
    digits = code[1:]
    if not digits or int(digits, base=16) > sys.maxunicode:
        return escape[0]
    return chr(int(digits, base=16))
