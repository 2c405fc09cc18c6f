"""A Python list of lists of texts, written out as judges and data sets do, read without running it."""

from __future__ import annotations

import re

NestedText = str | list["NestedText"]

MAX_DEPTH = 20
_TOKEN = re.compile(
    r"""\s*(?:(?P<mark>[][(),])|(?P<quote>\"""|'''|"|')|(?P<word>None|True|False|null|true|false|-?\d+(?:\.\d+)?))"""
)
_ESCAPE = re.compile(r"\\(\n|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{1,3}|.)", re.DOTALL)
_LETTERS = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v", "\n": ""}


def read_list(text: str) -> list[NestedText]:
    """The list that `text` writes, its texts with Python's escapes undone; None is the empty text.

    Raises ValueError, with the place, where it is no list of lists and texts, or is nested more than 20 deep.
    """
    value, end = _value(text, 0, 0)
    if isinstance(value, str) or text[end:].strip():
        raise ValueError(f"a list is needed, and nothing behind it (character {end})")
    return value


def _value(text: str, start: int, depth: int) -> tuple[NestedText, int]:
    found = _TOKEN.match(text, start)
    if found is None or depth > MAX_DEPTH:
        raise ValueError(f"a list or a text in quotes is needed at character {start}")
    if found["quote"]:
        return _text(text, found.end(), found["quote"])
    if found["word"]:
        return ("" if found["word"] in ("None", "null") else found["word"]), found.end()
    if found["mark"] not in "[(":
        raise ValueError(f"{found['mark']!r} is out of place at character {start}")
    return _list(text, found.end(), "]" if found["mark"] == "[" else ")", depth)


def _list(text: str, at: int, close: str, depth: int) -> tuple[list[NestedText], int]:
    values: list[NestedText] = []
    while True:
        if ended := re.compile(rf"\s*\{close}").match(text, at):
            return values, ended.end()
        value, at = _value(text, at, depth + 1)
        values.append(value)
        between = re.compile(rf"\s*(?:,|(?=\{close}))").match(text, at)
        if between is None:
            raise ValueError(f"a comma or {close!r} is needed at character {at}")
        at = between.end()


def _text(text: str, start: int, quote: str) -> tuple[str, int]:
    """The text from `start` to its closing quote."""
    at = start
    while True:
        ends, escapes = text.find(quote, at), text.find("\\", at)
        if ends < 0:
            raise ValueError(f"the text from character {start} has no end")
        if escapes < 0 or ends < escapes:
            return _ESCAPE.sub(lambda found: _unescaped(found[1]), text[start:ends]), ends + len(quote)
        at = escapes + 2


def _unescaped(code: str) -> str:
    if code in _LETTERS:
        return _LETTERS[code]
    if code in "\\'\"":
        return code
    if code[0] in "xuU" and len(code) > 1:
        number = int(code[1:], 16)
        return chr(number) if number < 0x110000 else "\\" + code
    return chr(int(code, 8)) if code[0] in "01234567" else "\\" + code
