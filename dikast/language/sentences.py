"""Where a sentence ends: at a full stop, but not at that of an abbreviation."""

from __future__ import annotations

from collections.abc import Sequence

from dikast.language.tokens import TextToken

_MAX_ABBREVIATION = 3  # letters
_GOES_ON = frozenset({"number", "formula", "sign"})
_ENDS = frozenset(".!?。！？")
_DISPLAYED = ("\\[", "$$")
# A word of a sentence is none of these, so `The bus is new. 3 + 4 = 7` has two sentences.
_ABBREVIATIONS = frozenset(
    """approx aprox circa ca rs no nos nr núm fig figs eq eqs sec ch vol pp vs cf ex resp abs max min avg dr mr mrs ms
    st prof thm prop cor def art bzw env inkl ggf vgl sog abb tab kap est id vol""".split()
)


def ends_sentence(row: Sequence[TextToken], i: int) -> bool:
    """A full stop with a blank or nothing behind it, but not that of `approx. 3` or `Rs. 500`."""
    token = row[i]
    after = row[i + 1] if i + 1 < len(row) else None
    if token.kind == "formula" and token.text.startswith(_DISPLAYED):
        # Behind a formula on a line of its own a capital letter begins a sentence, with or without a full stop.
        return after is not None and after.kind == "word" and after.text[:1].isupper()
    if token.text not in _ENDS:
        return False
    if token.text == "!" and i > 0 and row[i - 1].kind in ("number", "close"):
        return False
    if after is None or after.kind == "newline" or token.text in "。！？":
        return True
    return not after.glued and not (token.text == "." and _is_abbreviation(row, i))


def _is_abbreviation(row: Sequence[TextToken], i: int) -> bool:
    """Whether a word with a point is an abbreviation that goes on: in a small letter, or before a number."""
    before, after = row[i - 1] if i else None, row[i + 1]
    if before is None or before.kind != "word" or not (after.text[:1].islower() or after.kind in _GOES_ON):
        return False
    is_inner = i > 1 and row[i - 2].text == "." and (before.glued or _is_abbreviation(row, i - 2))
    is_spaced = len(before.text) == len(after.text) == 1 and row[i + 2 : i + 3] != [] and row[i + 2].text == "."
    # `5 in. long`: a unit behind its number.
    is_measured = i > 1 and row[i - 2].kind == "number" and len(before.text) <= _MAX_ABBREVIATION
    is_unit = is_measured and after.kind == "word" and len(after.text) > 1
    return is_inner or is_spaced or is_unit or before.text.casefold() in _ABBREVIATIONS
