"""A judge's own certainty of its verdict, from 1 to 100 in five bands: how it is asked for, and how it is read.

Dong et al. 2024 (arXiv 2406.11657): a judge that states how sure it is can be asked to decide only where it is.
"""

from __future__ import annotations

import re

from dikast.replies import Unreadable, find_json

LOWEST, HIGHEST = 1, 100
# The line must stand alone, so that a sentence about certainty is none.
_LINE = re.compile(r"^[ \t*_`]*certainty[*_` \t]*:[*_` \t]*(?P<number>\S+?)[ \t*_`.%]*$", re.IGNORECASE | re.MULTILINE)


def read_certainty(text: str) -> tuple[int, str] | Unreadable:
    """The certainty that a reply states, and the reply without its line.

    It stands in the line `Certainty: 70`, or under that key in a JSON reply, which is returned as it is. Two different
    ones are a conflict; a number that is none from 1 to 100 is unreadable.
    """
    stated = [match["number"] for match in _LINE.finditer(text)]
    if not stated:
        stated = _in_json(text)
    if not stated:
        return Unreadable("no line such as `Certainty: 70` in the reply")
    if len(set(stated)) > 1:
        return Unreadable("two different certainties in one reply", is_conflict=True)
    number = stated[0]
    # `isdecimal` alone would take digits of other scripts, and a long run of them.
    is_number = number.isascii() and number.isdecimal() and len(number) <= 3
    if not is_number or not LOWEST <= int(number) <= HIGHEST:
        return Unreadable(f"a certainty is a whole number from {LOWEST} to {HIGHEST}, not {number[:20]!r}")
    return int(number), _LINE.sub("", text).strip()


def _in_json(text: str) -> list[str]:
    """The certainty under its key in a JSON reply, as it is written there."""
    found = find_json(text)
    if isinstance(found, Unreadable) or not isinstance(found.data, dict):
        return []
    value = found.data.get("certainty")
    if isinstance(value, bool) or not isinstance(value, int | str):
        return []
    return [str(value)]
