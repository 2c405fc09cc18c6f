"""A text with its formulas and its `\\text{…}` opened, so their contents are read like the text beside them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Literal, NamedTuple

from dikast.language import NOTHING, ItemTest, TextToken, TokenKind, Window, token_at, tokens
from dikast.verify.syntax.unit_table import is_unit
from dikast.verify.text.braces import WORDED, closing
from dikast.verify.text.math_words import is_name, is_prose
from dikast.verify.text.unit_words import foreign_unit, is_dividing, money_name_at

AtomKind = Literal["math", "word", "joint", "open", "close", "label"]

_FRAMES = frozenset({"\\begin", "\\end"})
_NOONS = frozenset("apAP")  # a.m. and p.m.
_OPENED = WORDED | _FRAMES | {"\\mathbf"}
_SPACES = frozenset(
    {"\\", "\\,", "\\;", "\\:", "\\!", "\\ ", "\\quad", "\\qquad", "\\displaystyle", "\\left", "\\right", "~"}
)


class Atom(NamedTuple):
    """A token of a statement. `is_formal` says that it was written in a formula."""

    kind: AtomKind
    token: TextToken
    is_formal: bool = False

    @property
    def text(self) -> str:
        """How it is written."""
        return self.token.text

    @property
    def glued(self) -> bool:
        """Whether no blank is before it."""
        return self.token.glued


def token_in(*kinds: TokenKind) -> ItemTest[Atom]:
    """The test for atoms whose tokens are of these kinds."""
    return ItemTest(lambda atom: atom.token.kind in kinds)


def said_in(texts: Collection[str]) -> ItemTest[Atom]:
    """The test for atoms that are written in one of these ways."""
    return ItemTest(lambda atom: atom.token.text in texts)


IS_GLUED = ItemTest[Atom](lambda atom: atom.token.glued)
IS_NUMBER, IS_WORD = token_in("number"), token_in("word")
IS_PROSE = ItemTest[Atom](lambda atom: is_prose(atom.token))
IS_NAME = ItemTest[Atom](lambda atom: is_name(atom.text))
IS_FORMAL = ItemTest[Atom](lambda atom: atom.is_formal)


NO_ATOM = Atom("joint", NOTHING)
"""What is before the first atom of a row and behind its last one."""

AtomWindow = Window[Atom]
AtomRule = Callable[[AtomWindow], bool]


def atom_at(row: Sequence[Atom], i: int) -> Atom:
    """The atom at a place of a row; NO_ATOM before the first and behind the last one."""
    return row[i] if 0 <= i < len(row) else NO_ATOM


def with_single_backslashes(text: str) -> str:
    """`\\\\le` as `\\le`: a backslash that a file's format doubled; the ends of a matrix's rows stay."""
    if "\\begin" in text:
        return text
    first, *others = text.split("\\\\")
    return first + "".join(("\\" if behind[:1].isalpha() else "\\\\") + behind for behind in others)


def opened(text: str, is_formal: bool) -> Iterator[Atom]:
    """The tokens with every formula and every `\\text` replaced by what is in it."""
    row = tokens(text)
    at, is_parted = 0, False
    while at < len(row):
        token = row[at]._replace(glued=False) if is_parted else row[at]
        is_delimiter = token.text == "\\$" and not _is_price(token_at(row, at + 1))
        if token.text in _SPACES or is_delimiter:
            at, is_parted = at + 1, token.text not in ("\\left", "\\right")
            continue
        atoms, end = _group(row, at, is_formal, is_parted) or _sign(row, at, token, is_formal)
        yield from atoms
        is_parted = token.text in _OPENED - _FRAMES and row[end - 2].text == ")"
        at = end


def _group(row: Sequence[TextToken], at: int, is_formal: bool, is_parted: bool) -> tuple[list[Atom], int] | None:
    """What a formula, `\\text{…}` or `\\begin{…}` opens, and the place behind it; None where none begins here."""
    token = row[at]
    if token.kind == "formula":
        return list(opened(token.inner.strip(), True)), at + 1
    if token.text not in _OPENED or token_at(row, at + 1).text != "{":
        return None
    end = closing(row, at + 1)
    if token.text in _FRAMES:
        named = token.text + "".join(piece.text for piece in row[at + 1 : end + 1])
        return [Atom("math", token._replace(text=named), is_formal)], end + 1
    if _is_vector(row[at : end + 1]):
        return [Atom("math", token._replace(text=f"{token.text}{{{row[at + 2].text}}}"), is_formal)], end + 1
    return list(_worded(row[at + 2 : end], is_formal, is_parted)), end + 1


def _is_vector(row: Sequence[TextToken]) -> bool:
    """`\\mathbf{a}`: a small letter in bold; a capital one may be a choice."""
    letter = row[2].text if len(row) == 4 and row[0].text == "\\mathbf" else ""
    return len(letter) == 1 and letter.islower()


def _sign(row: Sequence[TextToken], at: int, token: TextToken, is_formal: bool) -> tuple[list[Atom], int]:
    """One token, or several that are one: a unit's name in another language, `,\\!` in a number, `a.m.`."""
    if (unit := foreign_unit(row, at)) is not None:
        return [Atom("math", token._replace(text=unit[0], glued=unit[0] == "°"), True)], at + unit[1]
    if (money := money_name_at(row, at)) is not None:
        return [Atom("word", token._replace(text=money[0], glued=False))], at + money[1]
    if is_dividing(row, at):
        return [Atom("math", token._replace(text="per", glued=False), is_formal)], at + 1
    if token.text == "," and token_at(row, at + 1).text == "\\!":
        return [Atom("math", token._replace(text=",\\!"), is_formal)], at + 2
    if token.text in _NOONS and [piece.text for piece in row[at + 1 : at + 3]] in ([".", "m"], [".", "M"]):
        return [Atom("math", token._replace(text=f"{token.text}m"), is_formal)], at + 3
    return [Atom("math", token, is_formal)], at + 1


def _is_price(token: TextToken) -> bool:
    return token.kind == "number" or token.text in ("-", "−")


def _worded(inner: Sequence[TextToken], is_formal: bool, is_parted: bool) -> Iterator[Atom]:
    """What `\\text{…}` holds: words, unless it is a unit, a number or letters of a formula."""
    is_unit_alone = len(inner) == 1 and is_unit(inner[0].text)  # `90 \text{min}`, which is no minimum
    has_words = not is_unit_alone and any(is_prose(token) for token in inner)
    for token in inner:
        if token.text in _SPACES:
            is_parted = True
            continue
        kind: AtomKind = "word" if has_words and token.kind == "word" else "math"
        yield Atom(kind, token._replace(glued=token.glued and not is_parted), is_formal and not has_words)
        is_parted = False
