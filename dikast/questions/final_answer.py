"""The final answer that a solution in free form states."""

from __future__ import annotations

import re
from collections.abc import Sequence

_ANNOUNCEMENT = re.compile(
    r"""
      \\f?boxed\s{0,2}(?P<box>\{)
    | ^[^\S\n]{0,4}\#{4}[^\S\n]{1,3}
    | \b(?:answer|antwort)(?:\ (?:choice|option))?[*_]{0,3}
      (?:\ is\b|\ ist\b|\ lautet|\ =|\s{0,2}[:：])[*_]{0,3}\s{0,2}[:：]?[*_]{0,3}[^\S\n]{0,3}
    | \bfinal\ answer[*_]{0,3}[^\S\n]{0,3}\n\s{0,4}
    | 答案\s?(?:是|为|為|[:：])[:：]?\s?
    """,
    re.VERBOSE | re.IGNORECASE | re.MULTILINE,
)
_ANSWER_LABEL = re.compile(
    r"""[*_\#>\s]{0,8}(?:\#{4}(?=\s)|答案[是为為]|
    (?:A|Ans|(?:Final\ )?Answer|Solution|Result|Antwort|Lösung|Ergebnis|答案?)[*_]{0,3}\s?[:：])[*_]{0,3}""",
    re.IGNORECASE | re.VERBOSE,
)
_SENTENCE_END = re.compile(r"\.(?=\s+[A-Z]|\s*$|[*_])|[。!！\n]")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_NESTING = {"{": 1, "}": -1}
_MAX_ANSWER = 500  # characters; a longer passage is a text, not an answer
_MAX_ANSWER_LINE = 200  # characters
_MAX_TRIES = 50  # announcements without an answer; this bounds the time on hostile text


def stated_answer(text: str) -> str | None:
    """The answer that a solution states last: boxed, after `####`, as `A: …` on its last line, or announced in words.

    It is returned as written, without the mark-up around it. None if no answer is stated.
    """
    announcements = list(_ANNOUNCEMENT.finditer(text))
    stripped = text.rstrip()
    last_line = stripped.rfind("\n") + 1
    label = _ANSWER_LABEL.match(stripped, last_line)
    # A label on the last line counts more than an announcement before it, but a box in that line holds the answer.
    if label and not _ends_in_box(announcements, label.end()):
        return _without_markup(stripped[label.end() : label.end() + _MAX_ANSWER]) or None
    for announcement in reversed(announcements[-_MAX_TRIES:]):
        answer = _announced_answer(text, announcement)
        if answer:
            return answer
    return None


def is_answer_line(line: str) -> bool:
    """Whether a solution's last line only states its answer."""
    return len(line) <= _MAX_ANSWER_LINE and _ANSWER_LABEL.match(line) is not None


def _ends_in_box(announcements: Sequence[re.Match[str]], start: int) -> bool:
    """Whether the last announcement is a box at or after `start`."""
    if not announcements:
        return False
    last = announcements[-1]
    return last.start() >= start and last["box"] is not None


def _announced_answer(text: str, announcement: re.Match[str]) -> str:
    """The contents of the box, or the text from the announcement to the end of its sentence."""
    begin = announcement.end()
    if announcement["box"]:
        return _braced_text(text, begin)
    passage = text[begin : begin + _MAX_ANSWER]
    return _without_markup(passage[: _sentence_end(passage)])


def _sentence_end(passage: str) -> int:
    """Where the first sentence ends that isn't blank."""
    for end in _SENTENCE_END.finditer(passage):
        if passage[: end.start()].strip():
            return end.start()
    return len(passage)


def _braced_text(text: str, begin: int) -> str:
    """The contents of the braces opened before `begin`; empty if they are never closed."""
    depth = 1
    for match in _BRACE.finditer(text, begin, begin + _MAX_ANSWER):
        # An escaped character, such as `\{`, doesn't change the depth.
        depth += _NESTING.get(match[0], 0)
        if depth == 0:
            return text[begin : match.start()].strip()
    return ""


def _without_markup(answer: str) -> str:
    """The answer without Markdown's emphasis around it and the point after it."""
    return answer.strip().strip("*_").rstrip(".。").strip()
