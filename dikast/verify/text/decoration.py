"""Signs of a text that say nothing: mark-up, quotes, full stops, pictures; and those that look like them and do."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from dikast.language import (
    GLUED,
    IS_FORMAL,
    IS_NUMBER,
    IS_WORD,
    NO_TOKEN,
    TextToken,
    TokenRule,
    TokenWindow,
    fits_any,
    kind_in,
    pattern,
    text_in,
    windows,
)
from dikast.verify.syntax.currency_table import SIGNS
from dikast.verify.text.math_words import IS_NAME, IS_PROSE

_MARKUP = frozenset(
    {"*", "**", "_", "__", "`", "#", "~", '"', "“", "”", "«", "»", "?", "？", ".", "。", "!", "！", "．", "•"}
)
OPERATORS = frozenset("+-*/^_=<>|%°'′″±∓×÷·⋅−–≤≥≠≈≡√∛∈∉∪∩⊂⊆∅∞∠△→∶¢&!½⅓⅔¼¾⅛⅜⅝⅞²³⁴⁻¹") | SIGNS | {
    "**", "<=", ">=", "!=", "==", "~=", "=>", "->", "<-", "-->", "//", "...", "<=>", ",\\!",
}  # fmt: skip
_ENDS_OF_PROOF = frozenset("∎□")
_ARROWS = frozenset("↑↓→←")
_REJECTING = frozenset("✗✘✖❌❎🚫👎")
_QUOTES = frozenset("'‘’`")

_IS_POINT = GLUED & text_in({"."})
_IS_DOLLAR, _IS_FACTORIAL = text_in({"$"}), GLUED & text_in({"!"})
_IS_PRODUCT, _IS_MINUS = text_in({"*", "**", "_"}), text_in({"-", "−"})
_IS_OPERAND = kind_in("number", "command", "close", "open") | (IS_WORD & ~IS_PROSE)
_MAY_HAVE_FACTORIAL = kind_in("number", "close") | text_in({"!"}) | IS_NAME

is_inner_point: TokenRule = pattern(_IS_POINT, before=IS_WORD, after=GLUED & IS_WORD)
"""The points of `i.e` and `a.m`."""

is_decimal_point: TokenRule = pattern(_IS_POINT, before=IS_NUMBER, after=GLUED)
"""The point of `0.(3)` and `0.\\overline{3}`."""

# Signs that look like mark-up and are not.
_MEANT: tuple[TokenRule, ...] = (
    is_inner_point,
    is_decimal_point,
    pattern(_IS_FACTORIAL & IS_FORMAL),
    pattern(_IS_FACTORIAL, before=_MAY_HAVE_FACTORIAL | text_in({"∃", "\\exists"})),
    pattern(GLUED & text_in({"#"}), before=IS_WORD),  # `C#`
    # A product or an index has the same blanks on both sides.
    pattern(_IS_PRODUCT & GLUED, before=_IS_OPERAND, after=GLUED & (_IS_OPERAND | text_in({"-"}))),
    pattern(_IS_PRODUCT & ~GLUED, before=_IS_OPERAND, after=~GLUED & (_IS_OPERAND | text_in({"-"}))),
)
# Dollar signs beside a number; one alone is what is left of a formula's delimiters.
_PRICES: tuple[TokenRule, ...] = (
    pattern(_IS_DOLLAR, before=IS_NUMBER),
    pattern(_IS_DOLLAR, after=IS_NUMBER | _IS_MINUS),
)
_OPENING_QUOTES = pattern(text_in(_QUOTES), before=NO_TOKEN)
_CLOSING_QUOTES = pattern(text_in(_QUOTES), after=NO_TOKEN)


def without_decoration(row: Sequence[TextToken]) -> list[TextToken]:
    """The tokens without mark-up, quotes, full stops, and pictures: signs that say nothing."""
    is_quoted = bool(row) and row[0].text in _QUOTES
    return [around.here for around in windows(row) if not _is_decoration(around, is_quoted)]


def _is_decoration(around: TokenWindow, is_quoted: bool) -> bool:
    sign = around.here.text
    if around.here.kind != "sign":
        return False
    if sign == "$":
        return not fits_any(around, _PRICES)
    if _OPENING_QUOTES(around) or (is_quoted and _CLOSING_QUOTES(around)):
        return True
    if sign in _MARKUP:
        return not fits_any(around, _MEANT)
    return sign not in OPERATORS and _is_picture(sign)


def pictures(text: str) -> frozenset[str]:
    """The pictures of a text, such as `♠`; shapes and lines are bullets and rules, which say nothing."""
    if text.isascii():
        return frozenset()
    signs = {sign for sign in text if not "\u2500" <= sign <= "\u25ff"} - OPERATORS
    return frozenset(filter(_is_picture, signs))


def _is_picture(sign: str) -> bool:
    says_something = sign[0] in _ARROWS or sign[0] in _REJECTING
    return sign in _ENDS_OF_PROOF or (unicodedata.category(sign[0]) in ("So", "Sk") and not says_something)
