"""`1 + 2 + … + 100`: what an ellipsis leaves out, where the terms around it leave no doubt."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from dikast.language import TextToken
from dikast.verify.text.formula_tokens import STOPS, formula_tokens

_TIMES = frozenset({"*", "\\times", "\\cdot"})
_MIN_TERMS = 2


def filled_in(text: str) -> str:
    """The formula with the closed form of each sum or product that has an ellipsis; unchanged where in doubt.

    The terms before the ellipsis must be numbers in arithmetic progression, and the last one a number that belongs to
    it, or a letter.
    """
    row = formula_tokens(text)
    for at, piece in enumerate(row):
        if piece.kind == "dots" and (closed_form := _around(row, at)) is not None:
            first, closed = closed_form
            return text[: row[first].start] + closed + filled_in(text[row[at + 2].end :])
    return text


def _around(row: Sequence[TextToken], at: int) -> tuple[int, str] | None:
    """Where the terms before the ellipsis begin, and the closed form; None if the rule of the terms is in doubt."""
    if not 0 < at < len(row) - 2 or row[at - 1].text != row[at + 1].text or not _ends(row, at + 2):
        return None
    sign, first = row[at - 1].text, at
    terms: list[str] = []
    while first >= 2 and row[first - 1].text == sign and row[first - 2].kind == "number":
        first -= 2
        terms.insert(0, row[first].text)
    if len(terms) < _MIN_TERMS or not _begins(row, first) or not all(term.isdecimal() for term in terms):
        return None
    closed = _closed([int(term) for term in terms], sign, row[at + 2].text)
    return None if closed is None else (first, closed)


def _ends(row: Sequence[TextToken], at: int) -> bool:
    """Whether the last term is a number or a letter, and nothing is bound to it from behind."""
    is_term = row[at].text.isdecimal() or (row[at].kind == "word" and len(row[at].text) == 1)
    return is_term and (at + 1 == len(row) or row[at + 1].kind in ("relation", "close", *STOPS))


def _begins(row: Sequence[TextToken], at: int) -> bool:
    return at == 0 or row[at - 1].kind in ("relation", "open", *STOPS)


def _closed(terms: Sequence[int], sign: str, last: str) -> str | None:
    step = terms[1] - terms[0]
    if step == 0 or any(b - a != step for a, b in pairwise(terms)):
        return None
    if sign in _TIMES:
        return f"({last})!" if terms[0] == step == 1 else None
    if sign != "+":
        return None
    if last.isdecimal():
        count = Fraction(int(last) - terms[0], step) + 1
        if count.denominator != 1 or count < len(terms):
            return None
    return f"(({terms[0]}+{last})*(({last}-{terms[0]})/{step}+1)/2)"
