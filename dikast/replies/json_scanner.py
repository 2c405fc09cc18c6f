"""JSON as models write it: the values in a text, also where words are around them or their end is missing."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dikast.replies.json_strings import OPENING_QUOTES, read_string

_BLANK = re.compile(r"(?:\s|//[^\n]*|/\*(?:[^*]|\*(?!/))*\*/|#[^\n]*)*")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_WORD = re.compile(r"[A-Za-z_][\w-]*")
_DELIMITER = re.compile(r"[\s,}\]/#]|$")
_LITERALS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "none": None}
_NO_JSON = ("nan", "infinity", "inf")
_DEEPEST = 60
_MOST_TRIES = 50  # brackets that seem to begin a value and don't; this bounds the time on hostile text

# Braces of LaTeX and of sets are many, and are followed by something else.
_OBJECT = r"\{(?=\s*(?:[\"'“/#]|[A-Za-z_][\w-]*\s*:|$))"
_OPENING = {False: re.compile(_OBJECT), True: re.compile(_OBJECT + r"|\[(?=\s*(?:\{|/|#|$))")}


class NotJsonError(ValueError):
    """What is there is no JSON, however it is read."""


class TwoValuesError(NotJsonError):
    """A key is given twice, with different values."""


@dataclass(frozen=True)
class ScannedValue:
    """A value, where it ends, and whether all of it was there. Of a value that is cut off, the whole parts are kept."""

    data: Any
    end: int
    is_whole: bool = True


def scan_values(text: str, *, lists: bool) -> Iterator[ScannedValue]:
    """The objects in a text, and with `lists` the lists of objects, from left to right, none inside another.

    Raises TwoValuesError for an object that has a key twice, with different values.
    """
    at = 0
    for _ in range(_MOST_TRIES):
        found = _OPENING[lists].search(text, at)
        if found is None:
            return
        at = found.start() + 1
        try:
            value = _value(text, found.start(), 0)
        except TwoValuesError:
            raise
        except NotJsonError:
            continue
        if _is_object_or_list_of_them(value.data):
            yield value
            at = value.end


def _is_object_or_list_of_them(data: Any) -> bool:
    """Whether a value is what a form asks for; `[1]` in a sentence is not."""
    if isinstance(data, list):
        return bool(data) and all(isinstance(element, dict) for element in data)
    return isinstance(data, dict) and bool(data)


def _skip_blank(text: str, at: int) -> int:
    blank = _BLANK.match(text, at)
    return blank.end() if blank else at


def _value(text: str, at: int, depth: int) -> ScannedValue:
    """The value at a place that is not blank. Raises NotJsonError where none begins there."""
    if depth > _DEEPEST:
        raise NotJsonError("nested too deeply")
    if at >= len(text):
        return ScannedValue(None, at, is_whole=False)
    first = text[at]
    if first == "{":
        return _object(text, at + 1, depth)
    if first == "[":
        return _list(text, at + 1, depth)
    if first in OPENING_QUOTES:
        string = read_string(text, at, is_key=False)
        return ScannedValue(string.text, string.end, string.is_whole)
    return _scalar(text, at)


def _scalar(text: str, at: int) -> ScannedValue:
    """A number, a literal or a bare word."""
    number = _NUMBER.match(text, at)
    if number:
        return _ended(text, number.end(), _number(number[0]))
    word = _WORD.match(text, at)
    if word is None or word[0].casefold() in _NO_JSON:
        raise NotJsonError("no value")
    folded = word[0].casefold()
    return _ended(text, word.end(), _LITERALS[folded] if folded in _LITERALS else word[0])


def _number(digits: str) -> int | float:
    """Raises NotJsonError for a number that is too large."""
    try:
        number: int | float = int(digits) if digits.lstrip("+-").isdigit() else float(digits)
    except ValueError:
        raise NotJsonError("no number") from None
    if isinstance(number, float) and not math.isfinite(number):
        raise NotJsonError("no finite number")
    return number


def _ended(text: str, end: int, data: Any) -> ScannedValue:
    """A value without a closing mark. At the end of the text it may go on: `7` of `70`."""
    if not _DELIMITER.match(text, end):
        raise NotJsonError("a value is followed by something else")
    return ScannedValue(data, end, is_whole=end < len(text))


def _list(text: str, at: int, depth: int) -> ScannedValue:
    """The rest of a list. An element that is cut off is left out."""
    elements: list[Any] = []
    while True:
        at = _skip_blank(text, at)
        if at >= len(text):
            return ScannedValue(elements, at, is_whole=False)
        if text[at] == "]":
            return ScannedValue(elements, at + 1)
        if text[at] == "," and elements:
            at += 1
            continue
        element = _value(text, at, depth + 1)
        if not element.is_whole:
            return ScannedValue(elements, element.end, is_whole=False)
        elements.append(element.data)
        at = element.end


def _object(text: str, at: int, depth: int) -> ScannedValue:
    """The rest of an object. Of a value that is cut off, only a list's or an object's whole parts are kept."""
    members: dict[str, Any] = {}
    while True:
        at = _skip_blank(text, at)
        if at >= len(text):
            return ScannedValue(members, at, is_whole=False)
        if text[at] == "}":
            return ScannedValue(members, at + 1)
        if text[at] == "," and members:
            at += 1
            continue
        key, at = _key(text, at)
        if key is None:
            return ScannedValue(members, at, is_whole=False)
        value = _value(text, _skip_blank(text, at), depth + 1)
        if value.is_whole or isinstance(value.data, list | dict):
            _add(members, key, value.data)
        if not value.is_whole:
            return ScannedValue(members, value.end, is_whole=False)
        at = value.end


def _add(members: dict[str, Any], key: str, data: Any) -> None:
    """Raises TwoValuesError where the key has another value already."""
    if key in members and not is_same(members[key], data):
        raise TwoValuesError("one key is given twice, with different values")
    members[key] = data


def is_same(first: Any, second: Any) -> bool:
    """Whether two values are equal. Python takes `true` for 1."""
    return bool(first == second) and isinstance(first, bool) == isinstance(second, bool)


def _key(text: str, at: int) -> tuple[str | None, int]:
    """A key, in quotation marks or bare, and where its value begins; None where the text ends before."""
    if text[at] in OPENING_QUOTES:
        string = read_string(text, at, is_key=True)
        key, end = string.text, string.end
    else:
        word = _WORD.match(text, at)
        if word is None:
            raise NotJsonError("no key")
        key, end = word[0], word.end()
    colon = _skip_blank(text, end)
    if colon >= len(text):
        return None, colon
    if text[colon] != ":":
        raise NotJsonError("no colon after a key")
    return key, colon + 1
