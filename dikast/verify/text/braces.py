"""Commands of LaTeX whose braces hold words, and where brackets close."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dikast.language import TextToken
from dikast.verify.syntax.commands import TEXTUAL

WORDED = frozenset(f"\\{name}" for name in TEXTUAL - {"operatorname", "framebox"})
"""The braces behind one of these hold words, and no formula."""


_WRAP = re.compile(r"\\(?:text|mbox|mathrm|textbf|textrm)\s*\{([^{}]*)\}")


def unwrapped(text: str) -> str:
    """The text with the words of each `\\text{…}` in place of the command, a blank on both sides."""
    return _WRAP.sub(r" \1 ", text)


def closing(row: Sequence[TextToken], opening: int) -> int:
    """The index of the bracket that closes the one at `opening`; the end where none does."""
    depth = 0
    for i in range(opening, len(row)):
        depth += (row[i].kind == "open") - (row[i].kind == "close")
        if depth == 0:
            return i
    return len(row)


def braced(text: str, row: Sequence[TextToken], i: int) -> tuple[str, int] | None:
    """The text in the braces behind the command at `i`, and where they end; None if there are none."""
    end = closing(row, i + 1) if row[i + 1 : i + 2] and row[i + 1].text == "{" else len(row)
    return (text[row[i + 1].end : row[end].start], row[end].end) if end < len(row) else None
