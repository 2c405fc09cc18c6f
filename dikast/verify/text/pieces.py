"""The words, numbers and signs of running text as the parts that a formula is made of."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from dikast.language import CueMeaning, TextToken, lexicon, tokens
from dikast.verify.syntax.commands import FUNCTIONS
from dikast.verify.syntax.unit_table import is_unit

PieceKind = Literal["num", "word", "op", "rel", "cmd", "open", "close", "cash", "dots", "stop", "join"]

# A cue of these meanings may name what is counted all the same: `12 cases + 3 cases`, `5 tests`.
_MAY_LABEL: frozenset[CueMeaning] = frozenset(
    {"case", "trial", "denial", "announcement", "check", "operation", "selection", "opinion", "question", "measure",
     "whole"}
)  # fmt: skip
_SENTENCE_ENDS = frozenset(".!?;\n")
_VARIABLES = frozenset("uvwxyzrst")
_BESIDE = frozenset({"=", "/"})
_GAP = 4  # blanks side by side: the next column of a table
_GROUP = 3  # digits of a group in 10 000

_KINDS: dict[str, PieceKind] = {
    **dict.fromkeys(("=", "==", "!=", "<", ">", "<=", ">=", "~="), "rel"),
    **dict.fromkeys(("+", "-", "*", "/", "**", "^", "_", "!", "%", "'"), "op"),
    **dict.fromkeys(("|",), "open"),
    **dict.fromkeys(("...",), "dots"),
    "$": "cash",
}
_COMMANDS: dict[str, PieceKind] = {
    **dict.fromkeys("\\approx \\equiv \\le \\leq \\ge \\geq \\ne \\neq \\lt \\gt \\simeq \\cong \\in".split(), "rel"),
    **dict.fromkeys("\\times \\cdot \\div \\pm \\mp \\ast \\cup \\cap \\setminus \\bmod".split(), "op"),
    **dict.fromkeys("\\{ \\langle \\lfloor \\lceil \\lvert".split(), "open"),
    **dict.fromkeys("\\} \\rangle \\rfloor \\rceil \\rvert \\%".split(), "close"),
    **dict.fromkeys("\\ldots \\dots \\cdots".split(), "dots"),
    **dict.fromkeys(
        "\\therefore \\because \\quad \\qquad \\rightarrow \\text \\\\ \\Rightarrow \\implies \\to \\iff".split(),
        "stop",
    ),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """One word, number or sign of a sentence."""

    kind: PieceKind
    text: str
    start: int
    end: int


def pieces(text: str) -> list[Piece]:
    """The words, numbers and signs of a text.

    A line that begins with a relation goes on the line before. A number in groups (`10 000`) is one piece.
    """
    row = list(_tokens(text))
    languages = list(_languages(row))
    found: list[Piece] = []
    for i, token in enumerate(row):
        is_joined = token.kind == "newline" and i + 1 < len(row) and _kind(row[i + 1]) == "rel"
        if is_joined:
            continue
        if found and token.start - found[-1].end >= _GAP:
            found.append(Piece("stop", " ", found[-1].end, token.start))
        if found and _is_group(row, i, found[-1]):
            found[-1] = Piece("num", text[found[-1].start : token.end], found[-1].start, token.end)
            continue
        found.append(Piece(_kind_in(row, i, languages[i]), token.text, token.start, token.end))
    return found


def _kind_in(row: Sequence[TextToken], i: int, languages: frozenset[str]) -> PieceKind:
    """The kind of a token in its row."""
    if _joins(row[i], languages) and not _is_beside_sign(row, i):
        return "join"
    return "op" if _is_operation(row, i) else _kind(row[i])


def _languages(row: Sequence[TextToken]) -> Iterator[frozenset[str]]:
    """The languages of the sentence that each token is in."""
    at = 0
    for i, token in enumerate(row):
        is_end = token.text in _SENTENCE_ENDS and (i + 1 == len(row) or not row[i + 1].glued)
        if is_end or i + 1 == len(row):
            yield from [lexicon().languages(row[at : i + 1])] * (i + 1 - at)
            at = i + 1


def is_differential(word: str) -> bool:
    """`dx`, or `du`, which is a word of French too."""
    return len(word) == 2 and word[0] == "d" and word[1] in _VARIABLES


def _is_beside_sign(row: Sequence[TextToken], i: int) -> bool:
    """Whether `du` stands beside an equals sign, as no French word does."""
    beside = (*row[max(0, i - 1) : i], *row[i + 1 : i + 2])
    return is_differential(row[i].text) and any(token.text in _BESIDE for token in beside)


def _joins(token: TextToken, languages: frozenset[str]) -> bool:
    """Whether a word joins clauses or carries a sentence, in a language of the text: it names no things counted."""
    if token.kind != "word" or len(token.text) == 1 or token.text in FUNCTIONS or is_unit(token.text):
        return False
    return any(cue.meanings - _MAY_LABEL for cue in lexicon().find([token], languages))


def _tokens(text: str) -> Iterator[TextToken]:
    """The tokens; a formula between dollar signs that were prices is looked into."""
    for token in tokens(text):
        if token.kind != "formula":
            yield token
            continue
        for part in _tokens(" " + text[token.start + 1 : token.end]):
            start, end = part.start + token.start, part.end + token.start
            yield TextToken(part.kind, part.text, start, end, part.inner, part.glued)


def _kind(token: TextToken) -> PieceKind:
    if token.kind == "number":
        return "num"
    if token.kind == "command":
        return _COMMANDS.get(token.text, "cmd")
    if token.kind in ("open", "close"):
        return "open" if token.kind == "open" else "close"
    return "word" if token.kind == "word" else _KINDS.get(token.text, "stop")


def _is_operation(row: Sequence[TextToken], i: int) -> bool:
    """`3 ∘ 4 = 7`: a sign between two operands that someone defined. Without it the rest would be read as `4 = 7`."""
    if not 0 < i < len(row) - 1 or _kind(row[i]) != "stop" or row[i].kind != "sign":
        return False
    before, after = row[i - 1], row[i + 1]
    sign = row[i].text[0]
    is_symbol = sign in "#@&" or unicodedata.category(sign) in ("Sm", "So")
    is_arrow = "ARROW" in unicodedata.name(sign, "")
    return is_symbol and not is_arrow and _may_be_operand(before) and _may_be_operand(after)


def _may_be_operand(token: TextToken) -> bool:
    return token.kind in ("number", "open", "close") or (token.kind == "word" and len(token.text) == 1)


def _is_group(row: Sequence[TextToken], i: int, before: Piece) -> bool:
    """Whether the number here is a further group of three digits of the number before: `10 000`."""
    token = row[i]
    if token.kind != "number" or before.kind != "num" or token.start != before.end + 1:
        return False
    heads = before.text.split(" ")
    is_first = len(heads[0]) <= _GROUP and heads[0].isdecimal()
    is_divided = i + 1 < len(row) and row[i + 1].text == "/"
    whole = token.text.partition(".")[0]
    return is_first and len(whole) == _GROUP and whole.isdecimal() and not is_divided
