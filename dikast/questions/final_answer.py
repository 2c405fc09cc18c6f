"""The final answer that a solution in free form states."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SAID = re.compile(
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
_LAST_LINE = re.compile(
    r"""[*_\#>\s]{0,8}(?:\#{4}(?=\s)|答案[是为為]|
    (?:A|Ans|(?:Final\ )?Answer|Solution|Result|Antwort|Lösung|Ergebnis|答案?)[*_]{0,3}\s?[:：])[*_]{0,3}""",
    re.IGNORECASE | re.VERBOSE,
)
_END = re.compile(r"\.(?=\s+[A-Z]|\s*$|[*_])|[。!！\n]")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_LONGEST = 500  # characters; what is longer is no answer but a text
_LONGEST_LINE = 200
_TRIES = 50  # announcements with nothing behind them


def stated_answer(text: str) -> str | None:
    """The answer that a solution states last: boxed, behind `####`, as `A: …` on its last line, or announced in words.

    As it is written, without the mark-up around it; None where none is stated.
    """
    said = list(_SAID.finditer(text))
    last = text.rstrip()
    begin = last.rfind("\n") + 1
    label = _LAST_LINE.match(last, begin)
    if label and not (said and said[-1].start() >= label.end() and said[-1]["box"]):
        return _clean(last[label.end() : label.end() + _LONGEST]) or None
    return next((answer for found in reversed(said[-_TRIES:]) if (answer := _behind(text, found))), None)


def is_answer_line(line: str) -> bool:
    """Whether a solution's last line only states its answer."""
    return len(line) <= _LONGEST_LINE and _LAST_LINE.match(line) is not None


def _behind(text: str, said: re.Match[str]) -> str:
    """What stands in the box, or from the announcement to the end of its sentence."""
    if said["box"]:
        return _braced(text, said.end())
    rest = text[said.end() : said.end() + _LONGEST]
    return _clean(rest[: next(_ends(rest), len(rest))])


def _ends(rest: str) -> Iterator[int]:
    """Where the sentence may end, but not before it says anything."""
    return (end.start() for end in _END.finditer(rest) if rest[: end.start()].strip())


def _braced(text: str, begin: int) -> str:
    """The contents of the braces opened before `begin`; nothing where they are never closed."""
    depth = 1
    for found in _BRACE.finditer(text, begin, begin + _LONGEST):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if not depth:
            return text[begin : found.start()].strip()
    return ""


def _clean(answer: str) -> str:
    return answer.strip().strip("*_").rstrip(".。").strip()
