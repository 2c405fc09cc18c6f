"""Answers that are set apart: in a box, between tags, or alone on the first or the last line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dikast.replies.answer_announcements import announcement_pattern, skip_determiners
from dikast.replies.label_statement import LabelStatement, line_end
from dikast.replies.label_value import UNREAD, LabelReader
from dikast.replies.plain_text import BOX, BOX_END

_BOX_MARKS = re.compile(f"[{BOX}{BOX_END}]")
_LONGEST_BOX = 2000  # characters


def boxed_answers(text: str, reader: LabelReader) -> Iterator[LabelStatement]:
    """An answer set apart: `\\boxed{B}`, `<answer>B</answer>`, `[[B]]`."""
    announcement = announcement_pattern(text)
    opened: list[int] = []
    for mark in _BOX_MARKS.finditer(text):
        if mark[0] == BOX:
            opened.append(mark.end())
            continue
        if not opened:
            continue
        start = opened.pop()
        if mark.start() - start > _LONGEST_BOX:
            continue
        value = reader.read(text, start, mark.start())
        if announcement.match(text, skip_determiners(text, start)):
            # `<answer>Answer: B</answer>` is a statement by itself.
            continue
        if value.label is None or not value.is_bare:
            value = value if value.label is not None and value.start is None else UNREAD
        yield LabelStatement(start - 1, value, "firm")


def bare_labels(text: str, reader: LabelReader) -> list[LabelStatement]:
    """A first or a last line that is a label and nothing else."""
    stripped = text.strip()
    if not stripped:
        return []
    first_start = len(text) - len(text.lstrip())
    last_start = text.rfind("\n", 0, len(text.rstrip())) + 1
    found: list[LabelStatement] = []
    for start in sorted({first_start, last_start}):
        value = reader.read(text, start, line_end(text, start))
        if value.label is not None and value.is_bare:
            found.append(LabelStatement(start, value, "firm"))
    return found
