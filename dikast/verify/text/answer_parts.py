"""The parts of an answer by their marks: `(a) 5 (b) 7`, `a) 5`, `**1.** 12` on lines, `(i) 3; (ii) 4`."""

from __future__ import annotations

import re

_MAX_PARTS = 20
_MAX_PART = 120  # characters; what is longer is a step of a solution
PART_NAMES = (
    tuple("abcdefghij"),
    ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"),
    tuple(map(str, range(1, _MAX_PARTS + 1))),
)
"""The names of the parts of a text, in their order: letters, Roman numerals, numbers."""
_MARK = re.compile(
    r"(?P<line>^[ \t]*)?(?<![\w)])(?:\*\*|__)?(?P<open>\()?(?P<name>[a-z]|[ivx]{2,4}|\d{1,2})(?P<end>[).])"
    r"(?:\*\*|__)?(?=[ \t*$\\])",
    re.MULTILINE,
)
_AROUND = " \t\n,;*_"
_OPERATORS = frozenset("+-*/=<>^·×")


def answer_parts(text: str) -> list[str]:
    """What is behind each mark, in their order; none unless the text is such parts and nothing else."""
    marks = _in_sequence(list(_MARK.finditer(text)))
    if len(marks) < 2 or text[: marks[0].start()].rstrip(" *\n")[-1:] not in ("", ":", "："):
        return []
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    parts = [text[mark.end() : end].strip(_AROUND).removesuffix(" and") for mark, end in zip(marks, ends, strict=True)]
    return [] if any(map(_is_no_part, parts)) else [part.strip(".,;") for part in parts]


def _in_sequence(found: list[re.Match[str]]) -> list[re.Match[str]]:
    """The marks that count up from the first one, all in its form; a full stop marks only at a line's beginning."""
    if not found:
        return []
    first = found[0]
    is_dotted = first["end"] == "."
    alike = [
        mark
        for mark in found
        if (mark["open"], mark["end"]) == (first["open"], first["end"]) and not (is_dotted and mark["line"] is None)
    ]
    names = [mark["name"] for mark in alike]
    is_counted = any(names == list(sequence[: len(names)]) for sequence in PART_NAMES)
    return alike if is_counted and len(names) <= _MAX_PARTS else []


def _is_no_part(part: str) -> bool:
    """Nothing, a step in sentences, or a piece of a formula."""
    is_piece = not part or part[0] in _OPERATORS - {"-"} or part[-1] in _OPERATORS
    return is_piece or len(part) > _MAX_PART or ". " in part
