"""Labels of choices before a claim: `(A) 5 + 3 = 9`, `Option B: 5 + 3 = 9`; a choice is offered, and not asserted."""

from __future__ import annotations

from collections.abc import Sequence

from dikast.language import TextToken, lexicon, token_at, tokens

_LETTERS = frozenset("ABCDEFGH")
_NAMED = _LETTERS | frozenset("abcdefgh")
_MARKS = frozenset({".", ",", ":", "：", "．", "、"})
_REACH = 80  # characters


def is_option(before: str) -> bool:
    """Whether the text before a claim ends with a choice's letter: in brackets, at its line's beginning, or named.

    Small letters and numbers alone are the parts of an exercise: `b) 5 + 3 = 9`.
    """
    line = before.rpartition("\n")[2][-_REACH:].rstrip("$* ")
    row = tokens(line)
    at = len(row) - 1
    while at >= 0 and (row[at].text in _MARKS or row[at].kind == "close"):
        at -= 1
    if at < 0 or row[at].text not in _NAMED:
        return False
    return _is_named(row, at) or (row[at].text in _LETTERS and _is_marked(row, at))


def _is_named(row: Sequence[TextToken], at: int) -> bool:
    """`Option B`, `choice (C)`."""
    start = at - (token_at(row, at - 1).kind == "open")
    return any(cue.last == start and "option" in cue.meanings for cue in lexicon().find(row[:start]))


def _is_marked(row: Sequence[TextToken], at: int) -> bool:
    """`(A)` without a word or a number before it, `A)`, or `A.` with nothing before it."""
    mark, before = token_at(row, at + 1), token_at(row, at - 1)
    if mark.kind == "close" and before.kind == "open":
        return at == 1 or not before.glued
    return at == 0 and (mark.kind == "close" or mark.text == ".")
