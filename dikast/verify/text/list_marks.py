"""Marks of list items at the beginning of lines: `- 6 ÷ 4 = 1 …` is an item of a list and begins with no minus."""

from __future__ import annotations

MARKS = "-–*•"
MAY_BE_MINUS = "-–"
_ENDS = ".:;,!?。：；，！？"


def without_list_marks(text: str) -> tuple[str, frozenset[int]]:
    """The text with a blank in place of each mark, and the places of those that may be a minus.

    A line is an item where it is the first one, where the line before it has ended, or is an item itself: any other may
    go on with what stands above it.
    """
    if not any(mark in text for mark in MARKS):
        return text, frozenset()
    signs = list(text)
    doubtful: list[int] = []
    may_begin, start = True, 0
    for line in text.splitlines(keepends=True):
        content = line.strip()
        is_item = may_begin and content[:1] in MARKS and content[1:2].isspace()
        if content and is_item:
            place = start + line.index(content[0])
            signs[place] = " "
            doubtful += [place] if content[0] in MAY_BE_MINUS else []
        if content:
            may_begin = is_item or content[-1] in _ENDS
        start += len(line)
    return "".join(signs), frozenset(doubtful)
