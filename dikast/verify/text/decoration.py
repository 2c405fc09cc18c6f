"""Signs of a text that say nothing: mark-up, quotes, full stops, pictures; and those that look like them and do."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from dikast.language import TextToken
from dikast.verify.text.math_words import is_name, is_prose
from dikast.verify.text.opened_text import Atom, atom_at

_MARKUP = frozenset({"*", "**", "_", "__", "`", "#", "~", '"', "“", "”", "?", "？", ".", "。", "!", "！", "．", "•"})
OPERATORS = frozenset("+-*/^_=<>|%°'′″±∓×÷·⋅−–≤≥≠≈≡√∛∈∉∪∩⊂⊆∅∞∠→∶$€£¥₹¢&!½⅓⅔¼¾⅛⅜⅝⅞²³⁴⁻¹") | {
    "**", "<=", ">=", "!=", "==", "~=", "=>", "->", "<-", "-->", "//", "...", "<=>", ",\\!",
}  # fmt: skip
_BETWEEN = frozenset({"*", "**", "_"})
_ENDS_OF_PROOF = frozenset("∎□")
_ARROWS = frozenset("↑↓→←")
_QUOTES = frozenset("'‘’`")


def is_decoration(row: Sequence[Atom], i: int) -> bool:
    """Mark-up, quotes, a full stop, an emoji: signs that say nothing; a `*` or `!` between operands is an operator."""
    sign = row[i].text
    if row[i].token.kind != "sign":
        return False
    if sign == "$":
        return not _is_price_here(row, i)
    is_at_end = i == 0 or (i == len(row) - 1 and row[0].text in _QUOTES)
    if sign in _QUOTES and is_at_end:
        return True
    if sign in _MARKUP:
        return not (is_inner_point(row, i) or is_decimal_point(row, i) or _is_operator_here(row, i))
    is_picture = unicodedata.category(sign[0]) in ("So", "Sk") or sign in _ENDS_OF_PROOF
    return is_picture and sign not in OPERATORS and sign[0] not in _ARROWS


def _is_price_here(row: Sequence[Atom], i: int) -> bool:
    """A dollar sign beside a number; one alone is what is left of a formula's delimiters."""
    before, after = atom_at(row, i - 1).token, atom_at(row, i + 1).token
    return "number" in (before.kind, after.kind) or after.text in ("-", "−")


def is_inner_point(row: Sequence[Atom], i: int) -> bool:
    """The points of `i.e` and `a.m`."""
    return _is_glued_point(row, i) and row[i - 1].token.kind == row[i + 1].token.kind == "word"


def is_decimal_point(row: Sequence[Atom], i: int) -> bool:
    """The point of `0.(3)` and `0.\\overline{3}`."""
    return _is_glued_point(row, i) and row[i - 1].token.kind == "number"


def _is_glued_point(row: Sequence[Atom], i: int) -> bool:
    return row[i].text == "." and row[i].token.glued and atom_at(row, i + 1).token.glued


def _is_operator_here(row: Sequence[Atom], i: int) -> bool:
    """A factorial behind its operand in a formula; a product between two operands; an index."""
    token, before, after = row[i].token, atom_at(row, i - 1).token, atom_at(row, i + 1).token
    if token.text == "!":
        is_operand = before.kind in ("number", "close") or before.text == "!" or is_name(before.text)
        return token.glued and (row[i].is_formal or is_operand)
    if token.text not in _BETWEEN or token.glued != after.glued:
        return False
    return _is_operand(before) and (_is_operand(after) or after.text == "-")


def _is_operand(token: TextToken) -> bool:
    return token.kind in ("number", "command", "close", "open") or (token.kind == "word" and not is_prose(token))
