"""Where a sentence ends: at a full stop, but not at that of an abbreviation."""

from __future__ import annotations

from collections.abc import Sequence

from dikast.language.tokens import TextToken

_ENDS = frozenset(".!?。！？")
# Short forms that are read as a word; one of at most three letters without a vowel (`Nr. 5`) needs no row.
_ABBREVIATIONS = frozenset(
    "approx circa ca no nos eq fig vol sec ex abb tab kap art est avg max min num id aprox env".split()
)
_MAX_ABBREVIATION = 3  # letters
_VOWELS = frozenset("aeiouyäöü")


def ends_sentence(row: Sequence[TextToken], i: int) -> bool:
    """A full stop with a blank or nothing behind it, but not that of `approx. 3` or `Rs. 500`."""
    token = row[i]
    if token.text not in _ENDS:
        return False
    after = row[i + 1] if i + 1 < len(row) else None
    if token.text == "!" and i > 0 and row[i - 1].kind in ("number", "close"):
        return False
    if after is None or after.kind == "newline" or token.text in "。！？":
        return True
    return not after.glued and not (token.text == "." and _is_abbreviation(row, i))


def _is_abbreviation(row: Sequence[TextToken], i: int) -> bool:
    """Whether a short word with a point goes on in a small letter, or before a number."""
    before, after = row[i - 1] if i else None, row[i + 1]
    if before is None or before.kind != "word" or not before.text.isascii():
        return False
    if after.kind == "word":
        return after.text[0].islower()
    is_inner = i > 1 and row[i - 2].text == "." and before.glued
    word = before.text.casefold()
    is_known = is_inner or word in _ABBREVIATIONS
    is_short = 1 < len(word) <= _MAX_ABBREVIATION and _VOWELS.isdisjoint(word)
    return (is_known or is_short) and after.kind in ("number", "formula", "sign")
