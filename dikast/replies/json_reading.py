"""The JSON that a reply states: the one reader of JSON from models.

What follows the rules of JSON is read by them; all else by a tolerant scanner, which never changes a text.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dikast.replies.json_scanner import NotJsonError, ScannedValue, TwoValuesError, is_same, scan_values
from dikast.replies.json_strings import SUSPICIOUS
from dikast.replies.text_cleaning import clean_text
from dikast.replies.unreadable import Unreadable

_FENCE = re.compile(r"^[ \t]*(?:```|~~~)[^\n`]*\n(.*?)^[ \t]*(?:```|~~~)[ \t]*$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class StatedJson:
    """The JSON of a reply. If the reply was cut off, it is what is whole of it, and `is_cut`.

    `is_alone` says that there are no words around it, or that a fence sets it apart from them.
    """

    data: Any
    is_cut: bool = False
    is_alone: bool = True


def read_json_reply(text: str, allow_list: bool = False) -> Any | Unreadable:
    """The data of `find_json`."""
    found = find_json(text, allow_list)
    return found if isinstance(found, Unreadable) else found.data


def read_whole_json(text: str) -> Any | Unreadable:
    """The data of `find_json`, for a list of any length: what is left of one that was cut off is not the list."""
    found = find_json(text)
    if isinstance(found, Unreadable):
        return found
    return Unreadable("the JSON reply was cut off") if found.is_cut else found.data


def find_json(text: str, allow_list: bool = False) -> StatedJson | Unreadable:
    """The one JSON object (or list of objects) in a reply, with words or a fence around it or none.

    Two different objects are a conflict, and so is a key with two different values. Where a list is allowed, several
    objects are one. Strings are cleaned, since a JSON escape could smuggle in characters that a reply may not contain.
    """
    body = _body(text)
    strict_error: Exception | None = None
    if not SUSPICIOUS.search(body):
        try:
            return _checked(_strict(body), allow_list)
        # Deeply nested brackets exceed the recursion limit rather than being a syntax error.
        except (ValueError, RecursionError) as error:
            strict_error = error
    try:
        values = list(scan_values(body, lists=allow_list))
    except TwoValuesError as error:
        return _no_json(error)
    if not values:
        return _no_json(strict_error or _syntax_error(body))
    is_alone = body.startswith(("{", "[")) and not body[values[-1].end :].strip()
    return _one(values, allow_list, is_alone)


def _body(text: str) -> str:
    """The contents of the reply's fence, if it has exactly one; else all of it."""
    blocks = _FENCE.findall(text)
    return str(blocks[0]).strip() if len(blocks) == 1 else text.strip()


def _strict(body: str) -> Any:
    return json.loads(body, object_pairs_hook=_no_conflict, parse_constant=_refuse_constant, parse_float=_finite_number)


def _checked(data: Any, allow_list: bool) -> StatedJson | Unreadable:
    allowed = (dict, list) if allow_list else dict
    if not isinstance(data, allowed):
        return Unreadable("the reply is not a JSON object")
    return StatedJson(_cleaned(data))


def _one(values: Sequence[ScannedValue], allow_list: bool, is_alone: bool) -> StatedJson | Unreadable:
    """The one value; of several objects a list, where that is allowed."""
    is_cut = not values[-1].is_whole
    first = values[0].data
    if all(value.data == first for value in values):
        return StatedJson(_cleaned(first), is_cut, is_alone)
    if allow_list and all(isinstance(value.data, dict) for value in values):
        whole = [value.data for value in values if value.is_whole]
        return StatedJson(_cleaned(whole), is_cut, is_alone)
    return Unreadable("two different JSON objects in one reply", is_conflict=True)


def _no_json(error: Exception) -> Unreadable:
    return Unreadable(f"the reply is not the JSON asked for: {error}")


def _syntax_error(body: str) -> Exception:
    """What Python's reader says about a text that the tolerant one could not read either."""
    try:
        _strict(body)
    except (ValueError, RecursionError) as error:
        return error
    return NotJsonError("no object")


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
        if key in data and not is_same(data[key], value):
            raise ValueError("one key is given twice, with different values")
        data[key] = value
    return data


def _finite_number(digits: str) -> float:
    """Raises ValueError for `1e999`, which Python's parser takes for infinity."""
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(f"{digits[:20]} is too large")
    return number


def _refuse_constant(word: str) -> float:
    """Raises ValueError for `NaN` and `Infinity`, which Python's parser takes and JSON does not have."""
    raise ValueError(f"{word} is not JSON")
