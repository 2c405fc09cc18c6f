"""A text with its formulas and its `\\text{…}` opened, so that what is in them can be read as what is beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from dikast.language import TextToken, tokens
from dikast.verify.text.math_words import is_prose

AtomKind = Literal["math", "word", "joint", "open", "close", "label"]

_WORDED = frozenset(
    {"\\text", "\\mbox", "\\textbf", "\\textit", "\\textrm", "\\hbox", "\\texttt", "\\mathrm", "\\mathbf"}
)
_SPACES = frozenset(
    {"\\,", "\\;", "\\:", "\\!", "\\ ", "\\quad", "\\qquad", "\\displaystyle", "\\left", "\\right", "~"}
)


@dataclass(frozen=True, slots=True)
class Atom:
    """A token of a statement. `is_formal` says that it was written in a formula."""

    kind: AtomKind
    token: TextToken
    is_formal: bool = False

    @property
    def text(self) -> str:
        return self.token.text


def with_single_backslashes(text: str) -> str:
    """`\\\\le` as `\\le`: a backslash that a file's format doubled; the ends of a matrix's rows stay."""
    if "\\begin" in text:
        return text
    first, *rest = text.split("\\\\")
    return first + "".join(("\\" if part[:1].isalpha() else "\\\\") + part for part in rest)


def opened(text: str, is_formal: bool) -> Iterator[Atom]:
    """The tokens with every formula and every `\\text` replaced by what is in it."""
    row = tokens(text)
    at, is_parted = 0, False
    while at < len(row):
        was_parted, is_parted = is_parted, False
        token = replace(row[at], glued=False) if was_parted else row[at]
        at += 1
        if token.kind == "formula":
            yield from opened(token.inner.strip(), True)
        elif token.text in _WORDED and at < len(row) and row[at].text == "{":
            end = _closing(row, at)
            yield from _worded(row[at + 1 : end], is_formal, was_parted)
            at, is_parted = end + 1, row[end - 1].text == ")"
        elif token.text in ("\\begin", "\\end") and at < len(row) and row[at].text == "{":
            end = _closing(row, at)
            yield Atom("math", replace(token, text=token.text + "".join(t.text for t in row[at : end + 1])), is_formal)
            at = end + 1
        elif token.text == "," and at < len(row) and row[at].text == "\\!":
            yield Atom("math", replace(token, text=",\\!"), is_formal)
            at += 1
        elif token.text in _SPACES or (token.text == "\\$" and not _is_price(row, at)):
            is_parted = token.text not in ("\\left", "\\right")
        elif _is_meridiem(row, at):
            yield Atom("math", replace(token, text=f"{token.text}m"), is_formal)
            at += 2
        else:
            yield Atom("math", token, is_formal)


def _is_price(row: Sequence[TextToken], at: int) -> bool:
    return at < len(row) and (row[at].kind == "number" or row[at].text in "-−")


def _is_meridiem(row: Sequence[TextToken], at: int) -> bool:
    """`a.m.` and `p.m.`, whose first letter is the token before this place."""
    texts = [token.text for token in row[at - 1 : at + 2]]
    return len(texts) == 3 and texts[0] in "aApP" and texts[1] == "." and texts[2] in "mM"


def _worded(inner: Sequence[TextToken], is_formal: bool, is_parted: bool) -> Iterator[Atom]:
    """What `\\text{…}` holds: words, unless it is a unit, a number or letters of a formula."""
    has_words = any(is_prose(token) for token in inner)
    for token in inner:
        if token.text in _SPACES:
            is_parted = True
            continue
        kind: AtomKind = "word" if has_words and token.kind == "word" else "math"
        yield Atom(kind, replace(token, glued=token.glued and not is_parted), is_formal and not has_words)
        is_parted = False


def _closing(row: Sequence[TextToken], opening: int) -> int:
    """The index of the bracket that closes the one at `opening`; the end where none does."""
    depth = 0
    for i in range(opening, len(row)):
        depth += (row[i].kind == "open") - (row[i].kind == "close")
        if depth == 0:
            return i
    return len(row)
