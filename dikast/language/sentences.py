"""Where a sentence ends: at a full stop, but not at that of an abbreviation."""

from __future__ import annotations

from collections.abc import Sequence

from dikast.language.calendar_words import MONTHS
from dikast.language.tokens import TextToken, token_at
from dikast.language.words import word_group

_MAX_ABBREVIATION = 3  # letters
_GOES_ON = frozenset({"number", "formula", "sign"})
_ENDS = frozenset(".!?。！？")
_WIDE_ENDS = frozenset("。！？")
_DISPLAYED = ("\\[", "$$")


def ends_sentence(row: Sequence[TextToken], i: int) -> bool:
    """A full stop with a blank or nothing behind it, but not that of `approx. 3` or `Rs. 500`."""
    token = row[i]
    if token.kind != "formula" and token.text not in _ENDS:
        return False
    before, after = token_at(row, i - 1), token_at(row, i + 1)
    if token.kind == "formula":
        # Behind a formula on a line of its own a capital letter begins a sentence, with or without a full stop.
        return token.text.startswith(_DISPLAYED) and after.text[:1].isupper()
    if token.text == "!" and _is_factorial(before, after):
        return False
    if after.kind == "newline" or token.text in _WIDE_ENDS:
        return True
    return not after.glued and not _is_abbreviation(row, i) and not _is_day(row, i)


def _is_factorial(before: TextToken, after: TextToken) -> bool:
    """`5!`, `(n-1)!`; `n! = 120`, but not `It is B! So …`."""
    is_in_formula = len(before.text) == 1 and before.kind == "word" and after.kind in ("sign", "command")
    return before.kind in ("number", "close") or is_in_formula


def _is_day(row: Sequence[TextToken], i: int) -> bool:
    """The point of `5. März 2024`: behind a number, before a month with a year, a comma or nothing behind it."""
    day, month, behind = (token_at(row, k) for k in (i - 1, i + 1, i + 2))
    is_date = day.kind == "number" and month.text.casefold() in MONTHS
    return is_date and (behind.kind in ("number", "newline") or behind.text in ",.")


def _is_abbreviation(row: Sequence[TextToken], i: int) -> bool:
    """Whether a word with a point is an abbreviation that goes on: in a small letter, or before a number."""
    first, before, after = (token_at(row, k) for k in (i - 2, i - 1, i + 1))
    goes_on = after.kind in _GOES_ON or after.text[:1].islower()
    if row[i].text != "." or before.kind != "word" or not goes_on:
        return False
    if before.text.casefold() in word_group("abbreviations"):
        return True
    if first.kind == "number":  # `5 in. long`: a unit behind its number
        return after.kind == "word" and len(before.text) <= _MAX_ABBREVIATION
    # `i. e. it`, `z. B. so`
    is_first = len(before.text) == len(after.text) == 1 and token_at(row, i + 2).text == "."
    if is_first or first.text != ".":
        return is_first
    return before.glued or _is_abbreviation(row, i - 2)
