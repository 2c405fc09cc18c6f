"""A judge's own reading of a claim that was refuted: is it a reading of what the step says?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dikast.language import TextToken
from dikast.verify.syntax.normalize import plain
from dikast.verify.text.formula_tokens import formula_tokens

_EQUALS = frozenset({"=", "=="})
_MARKS = frozenset({"!"})


def is_reading_of(reading: str, step: str, claims: Sequence[str]) -> bool:
    """Whether the reading says what the step says, and covers every one of the refuted claims in it.

    Its numbers must be in the step, in that order, and so must those of every claim be in it: a reading may add
    brackets and signs, but adds no number and leaves none out. It may not compare by a sign that the step does not use
    (`≥` for `=`), nor leave out the letters of a claim.
    """
    read, whole = _row(reading), _row(step)
    numbers = _numbers(read)
    if not numbers or not _is_subsequence(numbers, _numbers(whole)):
        return False
    if not _comparisons(read) <= _comparisons(whole):
        return False
    letters = _letters(read)
    rows = list(map(_row, claims))
    return all(_is_subsequence(_numbers(row), numbers) and letters >= _letters(row) for row in rows)


def calculates_with_letters(claim: str) -> bool:
    """Whether the claim has a letter that stands for a quantity: one that is no command and no part of a word."""
    return bool(_letters(_row(claim)))


def _row(text: str) -> Sequence[TextToken]:
    return formula_tokens(plain(text).replace("$", " "))


def _numbers(row: Iterable[TextToken]) -> list[str]:
    return [piece.text for piece in row if piece.kind == "number"]


def _comparisons(row: Iterable[TextToken]) -> set[str]:
    return {p.text for p in row if (p.kind == "relation" and p.text not in _EQUALS) or p.text in _MARKS}


def _letters(row: Iterable[TextToken]) -> set[str]:
    return {piece.text for piece in row if piece.kind == "word" and len(piece.text) == 1}


def _is_subsequence(part: Sequence[str], whole: Sequence[str]) -> bool:
    remaining = iter(whole)
    return all(element in remaining for element in part)
