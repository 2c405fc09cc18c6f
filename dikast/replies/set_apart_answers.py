"""Answers that are set apart: in a box, between tags, or alone on the first or the last line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dikast.replies.answer_announcements import announcement_pattern, skip_determiners
from dikast.replies.label_statement import LabelStatement, line_end
from dikast.replies.label_value import UNREAD, LabelReader, LabelValue
from dikast.replies.plain_text import BOX, BOX_END
from dikast.replies.statement_standing import is_quoted, standing_before

_BOX_MARKS = re.compile(f"[{BOX}{BOX_END}]")
_LONGEST_BOX = 2000  # characters
_REASON = re.compile(r"\s?[,.:-]?\s?(?:because|weil|parce que|porque|потому что)\b|,?因为", re.IGNORECASE)


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
        yield LabelStatement(start - 1, value, "doubtful" if is_quoted(text, start) else "firm")


def bare_labels(text: str, reader: LabelReader) -> list[LabelStatement]:
    """A first or a last line that is a label and nothing else."""
    stripped = text.strip()
    if not stripped:
        return []
    first_start = len(text) - len(text.lstrip())
    last_start = text.rfind("\n", 0, len(text.rstrip())) + 1
    found: list[LabelStatement] = []
    announcement = announcement_pattern(text)
    for start in sorted({first_start, last_start}):
        value = reader.read(text, start, line_end(text, start))
        if is_quoted(text, line_end(text, start)) or standing_before(text, start, announcement) == "reported":
            # `> A`, or `Alice's answer:` and a label on the next line.
            continue
        if value.label is not None and (value.is_bare or _has_reason(text, value)):
            found.append(LabelStatement(start, value, "firm"))
    return found


def _has_reason(text: str, value: LabelValue) -> bool:
    """Whether a label is followed by its reason: `B, because oil floats.`"""
    return value.start is not None and _REASON.match(text, value.start + len(str(value.label))) is not None
