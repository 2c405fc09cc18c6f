"""Signs of a text that say nothing: mark-up, quotes, full stops, pictures; and those that look like them and do."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from dikast.language import TextToken
from dikast.verify.text.math_words import is_name, is_prose
from dikast.verify.text.opened_text import Atom

_MARKUP = frozenset({"*", "**", "_", "__", "`", "#", "~", '"', "“", "”", "?", "？", ".", "。", "!", "！", "．", "•"})
OPERATORS = frozenset("+-*/^_=<>|%°'′″±∓×÷·⋅−–≤≥≠≈≡√∛∈∉∪∩⊂⊆∅∞∠→∶$€£¥₹¢&!½⅓⅔¼¾⅛⅜⅝⅞²³⁴⁻¹") | {
    "**", "<=", ">=", "!=", "==", "~=", "=>", "->", "<-", "-->", "//", "...", "<=>", ",\\!",
}  # fmt: skip
_QUOTES = frozenset("'‘’`")


def is_decoration(row: Sequence[Atom], i: int) -> bool:
    """Mark-up, quotes, a full stop, an emoji: signs that say nothing; a `*` or `!` between operands is an operator."""
    atom = row[i]
    token = atom.token
    if token.kind == "newline":
        return False
    if token.kind != "sign":
        return False
    if token.text == "$":
        return not _is_price_here(row, i)
    if token.text in _QUOTES and (i == 0 or (i == len(row) - 1 and row[0].text in _QUOTES)):
        return True
    if token.text in _MARKUP:
        is_point = is_inner_point(row, i) or is_decimal_point(row, i)
        return not is_point and not _is_operator_here(row, i)
    is_picture = unicodedata.category(token.text[0]) in ("So", "Sk") or token.text in "∎□"
    return is_picture and token.text not in OPERATORS and token.text[0] not in "↑↓→←"


def _is_price_here(row: Sequence[Atom], i: int) -> bool:
    """A dollar sign beside a number; one alone is what is left of a formula's delimiters."""
    before = row[i - 1].token.kind if i else ""
    after = row[i + 1].token if i + 1 < len(row) else None
    return before == "number" or (after is not None and (after.kind == "number" or after.text in "-−"))


def is_inner_point(row: Sequence[Atom], i: int) -> bool:
    """The points of `i.e` and `a.m`."""
    is_inner = 0 < i < len(row) - 1 and row[i].text == "." and row[i].token.glued and row[i + 1].token.glued
    return is_inner and row[i - 1].token.kind == row[i + 1].token.kind == "word"


def is_decimal_point(row: Sequence[Atom], i: int) -> bool:
    """The point of `0.(3)` and `0.\\overline{3}`."""
    if not 0 < i < len(row) - 1 or row[i].text != ".":
        return False
    return row[i - 1].token.kind == "number" and row[i].token.glued and row[i + 1].token.glued


def _is_operator_here(row: Sequence[Atom], i: int) -> bool:
    """A factorial behind its operand in a formula; a product between two operands; an index."""
    token = row[i].token
    before = row[i - 1].token if i else None
    after = row[i + 1].token if i + 1 < len(row) else None
    if token.text == "!":
        is_behind = before is not None and (before.kind in ("number", "close") or before.text == "!")
        return token.glued and (row[i].is_formal or is_behind or (before is not None and is_name(before.text)))
    if token.text not in ("*", "**", "_") or before is None or after is None:
        return False
    is_even = token.glued == after.glued
    return is_even and _is_operand(before) and (_is_operand(after) or after.text in "-{([")


def _is_operand(token: TextToken) -> bool:
    return token.kind in ("number", "command", "close", "open") or (token.kind == "word" and not is_prose(token))
