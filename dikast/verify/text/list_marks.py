"""Marks of list items at the beginning of lines: `- 6 ÷ 4 = 1 …` begins with no minus, `2. 12 × 2 = 24` with no 2."""

from __future__ import annotations

import re
from functools import reduce

MARKS = "-–*•"
MAY_BE_MINUS = "-–"
_LONGEST = 2  # digits of an item's number
_HEADING = (":", "：")
_IN_VALUES = frozenset("0123456789.,/-−–() √π°%\\{}")
_COMMANDS = ("frac", "sqrt", "pi")
_NAMED = re.compile(r"\**([A-Za-z])\**:\**\s+(\S.*)")  # `**x:** 3`
_ENDS = ".:;,!?。：；，！？"


def without_list_marks(text: str) -> tuple[str, frozenset[int]]:
    """The text with a blank in place of each mark, and the places of those that may be a minus.

    A line is an item if it is the first, or if the line before it has ended, or is an item itself; any other may
    continue the line above it.
    """
    signs = list(text)
    doubtful: list[int] = []
    may_begin, start = True, 0
    for line in text.splitlines(keepends=True):
        content = line.strip()
        number = max(_number_mark(content), int(content.startswith("> "))) if may_begin else 0
        is_item = may_begin and content[:1] in MARKS and content[1:2].isspace()
        if number:
            place = start + line.index(content[0])
            signs[place : place + number] = " " * number
        elif content and is_item:
            place = start + line.index(content[0])
            signs[place] = " "
            doubtful += [place] if content[0] in MAY_BE_MINUS else []
        if content:
            may_begin = is_item or number > 0 or content[-1] in _ENDS
        start += len(line)
    return "".join(signs), frozenset(doubtful)


def _number_mark(line: str) -> int:
    """The characters of the `2.` or `2)` at the beginning of a line that goes on."""
    digits = len(line) - len(line.lstrip("0123456789"))
    if not 0 < digits <= _LONGEST or line[digits : digits + 1] not in (".", ")"):
        return 0
    return digits + 1 if line[digits + 1 : digits + 2].isspace() else 0


def joined_lines(text: str) -> str | None:
    """`4`, `9` on lines of their own as `4, 9`, items with marks as `red; blue`.

    None unless each line is an item, or one value, perhaps of one name.
    """
    lines = [line.strip(" $,;") for line in without_list_marks(text)[0].splitlines() if line.strip()]
    has_heading = bool(lines) and lines[0].endswith(_HEADING)
    rows = lines[has_heading:]
    written = [line.strip() for line in text.splitlines() if line.strip()]
    values_by_name = [_NAMED.match(row) for row in rows]
    if len(rows) > 1 and all(values_by_name):
        return "; ".join(f"{match[1]} = {match[2]}" for match in values_by_name if match)
    if len(rows) > 1 and all(line[0] in MARKS and line[1:2].isspace() for line in written[has_heading:]):
        return "; ".join(rows)
    is_numbered = any(map(_number_mark, written))
    names = {row.rpartition("=")[0].strip() for row in rows}
    values = [row.rpartition("=")[2].strip() for row in rows]
    are_plain = all(value and _IN_VALUES.issuperset(_without_commands(value)) for value in values)
    are_of_one = len(rows) > 1 and len(names) == 1 and are_plain
    return "; ".join(values) if are_of_one and not is_numbered else None


def _without_commands(value: str) -> str:
    return reduce(lambda text, command: text.replace(f"\\{command}", ""), _COMMANDS, value)
