"""A text with its formulas and its `\\text{…}` opened, so their contents are read like the text beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dikast.language import TextToken, TokenSense, token_at, tokens
from dikast.verify.syntax.unit_table import is_unit
from dikast.verify.text.braces import WORDED, closing
from dikast.verify.text.math_words import is_prose
from dikast.verify.text.unit_words import foreign_unit, is_dividing, money_name_at

_FRAMES = frozenset({"\\begin", "\\end"})
_NOONS = frozenset("apAP")  # a.m. and p.m.
_OPENED = WORDED | _FRAMES | {"\\mathbf"}
_SPACES = frozenset(r"\ \, \; \: \! \quad \qquad \displaystyle \left \right \blacksquare \qed ~".split()) | {"\\ "}
"""Commands that are a blank here; the end of a proof says nothing."""


def with_single_backslashes(text: str) -> str:
    """`\\\\le` as `\\le`: a backslash that a file's format doubled; the ends of a matrix's rows stay."""
    if "\\begin" in text:
        return text
    first, *others = text.split("\\\\")
    return first + "".join(("\\" if behind[:1].isalpha() else "\\\\") + behind for behind in others)


def opened(text: str, is_formal: bool) -> Iterator[TextToken]:
    """The tokens with every formula and every `\\text` replaced by what is in it."""
    row = tokens(text)
    at, is_parted = 0, False
    while at < len(row):
        token = row[at]._replace(glued=False) if is_parted else row[at]
        is_delimiter = token.text == "\\$" and not _is_price(token_at(row, at + 1))
        if token.text in _SPACES or is_delimiter:
            at, is_parted = at + 1, token.text not in ("\\left", "\\right")
            continue
        group, end = _group(row, at, is_formal, is_parted) or _sign(row, at, token, is_formal)
        yield from group
        is_parted = token.text in _OPENED - _FRAMES and row[end - 2].text == ")"
        at = end


def _group(row: Sequence[TextToken], at: int, is_formal: bool, is_parted: bool) -> tuple[list[TextToken], int] | None:
    """What a formula, `\\text{…}` or `\\begin{…}` opens, and the place behind it; None where none begins here."""
    token = row[at]
    if token.kind == "formula":
        return list(opened(token.inner.strip(), True)), at + 1
    if token.text not in _OPENED or token_at(row, at + 1).text != "{":
        return None
    end = closing(row, at + 1)
    if token.text in _FRAMES:
        named = token.text + "".join(piece.text for piece in row[at + 1 : end + 1])
        return [token._replace(text=named, is_formal=is_formal)], end + 1
    if _is_vector(row[at : end + 1]):
        return [token._replace(text=f"{token.text}{{{row[at + 2].text}}}", is_formal=is_formal)], end + 1
    return list(_worded(row[at + 2 : end], is_formal, is_parted)), end + 1


def _is_vector(row: Sequence[TextToken]) -> bool:
    """`\\mathbf{a}`: a small letter in bold; a capital one may be a choice."""
    letter = row[2].text if len(row) == 4 and row[0].text == "\\mathbf" else ""
    return len(letter) == 1 and letter.islower()


def _sign(row: Sequence[TextToken], at: int, token: TextToken, is_formal: bool) -> tuple[list[TextToken], int]:
    """One token, or several that are one: a unit's name in another language, `,\\!` in a number, `a.m.`."""
    if (unit := foreign_unit(row, at)) is not None:
        return [token._replace(text=unit[0], glued=unit[0] == "°", is_formal=True)], at + unit[1]
    if (money := money_name_at(row, at)) is not None:
        return [token._replace(text=money[0], glued=False, sense="word")], at + money[1]
    if is_dividing(row, at):
        return [token._replace(text="per", glued=False, is_formal=is_formal)], at + 1
    if token.text == "," and token_at(row, at + 1).text == "\\!":
        return [token._replace(text=",\\!", is_formal=is_formal)], at + 2
    if token.text in _NOONS and [piece.text for piece in row[at + 1 : at + 3]] in ([".", "m"], [".", "M"]):
        return [token._replace(text=f"{token.text}m", is_formal=is_formal)], at + 3
    return [token._replace(is_formal=True) if is_formal else token], at + 1


def _is_price(token: TextToken) -> bool:
    return token.kind == "number" or token.text in ("-", "−")


def _worded(inner: Sequence[TextToken], is_formal: bool, is_parted: bool) -> Iterator[TextToken]:
    """What `\\text{…}` holds: words, unless it is a unit, a number or letters of a formula."""
    is_unit_alone = len(inner) == 1 and is_unit(inner[0].text)  # `90 \text{min}`, which is no minimum
    has_words = not is_unit_alone and any(is_prose(token) for token in inner)
    for token in inner:
        if token.text in _SPACES:
            is_parted = True
            continue
        sense: TokenSense = "word" if has_words and token.kind == "word" else ""
        is_glued = token.glued and not is_parted
        yield token._replace(glued=is_glued, is_formal=is_formal and not has_words, sense=sense)
        is_parted = False
