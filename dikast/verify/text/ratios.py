"""Ratios in running text that are said to be equal: `18:24 = 3:4`, `20 : 4 = 5`, but no times of day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dikast.language import TextToken, token_at
from dikast.verify.text.formula_tokens import STOPS, formula_tokens

_FEWEST = 2  # members
_AROUND = frozenset({"join", "word", *STOPS})
_BEHIND = frozenset({"join", *STOPS})


def ratios(text: str) -> Iterator[tuple[int, int]]:
    """Where such a relation begins and ends."""
    row = formula_tokens(text)
    at = 0
    while at < len(row):
        end = _relation_end(row, at) if token_at(row, at - 1).kind in _AROUND and not row[at].glued else at
        if end > at:
            yield row[at].start, row[end - 1].end
        at = max(end, at + 1)


def _relation_end(row: Sequence[TextToken], at: int) -> int:
    """Behind the last of two members or more with `=` between them, at least the first of them a ratio; else `at`."""
    members = 0
    here, begin = at, at
    while (end := _member_end(row, here)) > here:
        is_number = end == here + 1
        if is_number and (not members or row[begin + 1].glued):
            return at  # `1:30 = 90` is a time
        members += 1
        if token_at(row, end).text != "=":
            break
        here = end + 1
    after = token_at(row, end)
    is_closed = after.kind in _BEHIND and after.text != ":"
    return end if members >= _FEWEST and end > here and is_closed else at


def _member_end(row: Sequence[TextToken], at: int) -> int:
    """Behind a number, or numbers with colons between them; `at` where there is none, or one such as the 05 of 8:05."""
    end = at
    while _is_count(token_at(row, end)):
        colon, after = token_at(row, end + 1), token_at(row, end + 2)
        if colon.text != ":" or after.kind != "number" or colon.glued != after.glued:
            return end + 1
        end += 2
    return at


def _is_count(piece: TextToken) -> bool:
    return piece.kind == "number" and not (piece.text.isdecimal() and piece.text[0] == "0")
