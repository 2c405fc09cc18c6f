"""The words, numbers and signs of running text as the pieces of a formula."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from dikast.language import (
    CueMeaning,
    Lexicon,
    TextToken,
    TokenKind,
    Window,
    in_sentences,
    is_ideograph,
    lexicon,
    token_at,
    tokens,
)
from dikast.verify.syntax.commands import FUNCTIONS
from dikast.verify.syntax.unit_table import is_unit

FormulaTokenKind = Literal["num", "word", "op", "rel", "cmd", "open", "close", "cash", "dots", "stop", "join"]

# A cue of these meanings may name what is counted all the same: `12 cases + 3 cases`, `5 tests`.
_MAY_LABEL: frozenset[CueMeaning] = frozenset(
    {"case", "trial", "denial", "announcement", "check", "operation", "selection", "opinion", "question", "measure",
     "whole", "rounding", "option", "correction", "implication"}
)  # fmt: skip
CURRENCIES = frozenset("€£¥₹₩")  # not the dollar sign, which is a formula's delimiter, too
_VARIABLES = frozenset("uvwxyzrst")
_BESIDE = frozenset({"=", "/"})
_MAX_REMEMBERED = 2_000  # characters
_GAP = 4  # blanks side by side: the next column of a table
_LINE_BEGINS = 20  # characters
_GROUP = 3  # digits of a group in 10 000

_KINDS: dict[str, FormulaTokenKind] = {
    **dict.fromkeys(("=", "==", "!=", "<", ">", "<=", ">=", "~="), "rel"),
    **dict.fromkeys(("+", "-", "*", "/", "//", "**", "^", "_", "!", "%", "'"), "op"),
    **dict.fromkeys(("|",), "open"),
    **dict.fromkeys(("...",), "dots"),
    **dict.fromkeys(("$", *CURRENCIES), "cash"),
}
_KIND_OF: dict[TokenKind, FormulaTokenKind] = {"number": "num", "word": "word", "open": "open", "close": "close"}
_COMMANDS: dict[str, FormulaTokenKind] = {
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


class FormulaToken(NamedTuple):
    """One word, number or sign of a sentence. `glued` says that no blank is before it."""

    kind: FormulaTokenKind
    text: str
    start: int
    end: int
    glued: bool = False


NO_PIECE = FormulaToken("stop", "", 0, 0)
"""What is before the first piece of a row and behind its last one."""

PieceWindow = Window[FormulaToken]


def formula_token_at(row: Sequence[FormulaToken], i: int) -> FormulaToken:
    """The piece at a place of a row; NO_PIECE before the first and behind the last one."""
    return row[i] if 0 <= i < len(row) else NO_PIECE


def formula_tokens(text: str) -> Sequence[FormulaToken]:
    """The words, numbers and signs of a text.

    A line that begins with a relation goes on the line before. A number in groups (`10 000`) is one piece.
    """
    return _remembered(text, lexicon()) if len(text) <= _MAX_REMEMBERED else _read(text, lexicon())


@lru_cache(maxsize=256)
def _remembered(text: str, known: Lexicon) -> tuple[FormulaToken, ...]:
    return _read(text, known)


def _read(text: str, known: Lexicon) -> tuple[FormulaToken, ...]:
    row = list(_tokens(text))
    joining = set(_joining(row, known))
    pieces: list[FormulaToken] = []
    for i, token in enumerate(row):
        if token.kind == "newline" and _kind(token_at(row, i + 1)) == "rel":
            continue
        if pieces and token.start - pieces[-1].end >= _GAP:
            pieces.append(FormulaToken("stop", " ", pieces[-1].end, token.start))
        start = token.start
        if pieces and _is_group(row, i, pieces[-1]):
            start = pieces.pop().start
        kind = "join" if token.start in joining else _kind_in(row, i)
        pieces.append(
            FormulaToken(kind, text[start : token.end], start, token.end, bool(pieces) and _is_glued(pieces[-1], token))
        )
    return tuple(pieces)


def _is_glued(before: FormulaToken, token: TextToken) -> bool:
    """Whether no blank is between; behind an ideograph there never is one, so this says nothing."""
    is_in_text = is_ideograph(before.text[-1:]) and token.kind != "word"
    return before.end == token.start and not is_in_text


def begins_with_relation(text: str) -> bool:
    """Whether a line goes on the one before it: `= 5`, `&< 3`."""
    return formula_token_at(formula_tokens(text.lstrip(" &")[:_LINE_BEGINS]), 0).kind == "rel"


def _joining(row: Sequence[TextToken], known: Lexicon) -> Iterator[int]:
    """Where a word joins clauses or is a verb, in the language of its sentence, so it does not name what is counted."""
    for sentence in in_sentences(row):
        languages = known.languages(sentence)
        for i, token in enumerate(sentence):
            may_join = token.kind == "word" and len(token.text) > 1
            if may_join and known.meanings(token.text, languages) - _MAY_LABEL and not _is_of_formula(sentence, i):
                yield token.start


def _is_of_formula(row: Sequence[TextToken], i: int) -> bool:
    """A function, a unit, or `du` beside an equals sign, where French never has it."""
    word = row[i].text
    if is_differential(word) and not _BESIDE.isdisjoint((token_at(row, i - 1).text, token_at(row, i + 1).text)):
        return True
    return word in FUNCTIONS or is_unit(word)


def is_differential(word: str) -> bool:
    """`dx`, or `du`, which is a word of French too."""
    return len(word) == 2 and word[0] == "d" and word[1] in _VARIABLES


def _tokens(text: str) -> Iterator[TextToken]:
    """The tokens, also of text between two prices, which looks like a formula."""
    for token in tokens(text):
        if token.kind != "formula":
            yield token
            continue
        for nested in _tokens(" " + text[token.start + 1 : token.end]):
            start, end = nested.start + token.start, nested.end + token.start
            yield TextToken(nested.kind, nested.text, start, end, nested.inner, nested.glued)


def _kind_in(row: Sequence[TextToken], i: int) -> FormulaTokenKind:
    """The kind of a token in its row."""
    kind = _kind(row[i])
    if kind != "stop" or not _is_operation(row[i]):
        return kind
    is_between = _may_be_operand(token_at(row, i - 1)) and _may_be_operand(token_at(row, i + 1))
    return "op" if is_between else "stop"


def _kind(token: TextToken) -> FormulaTokenKind:
    if token.kind == "command":
        return _COMMANDS.get(token.text, "cmd")
    return _KIND_OF.get(token.kind) or _KINDS.get(token.text, "stop")


def _is_operation(token: TextToken) -> bool:
    """The sign of `3 ∘ 4 = 7`, which the problem defined: without it, the rest would be read as `4 = 7`."""
    sign = token.text[0]
    is_symbol = sign in "#@&" or unicodedata.category(sign) in ("Sm", "So")
    return token.kind == "sign" and is_symbol and "ARROW" not in unicodedata.name(sign, "")


def _may_be_operand(token: TextToken) -> bool:
    return token.kind in ("number", "open", "close") or (token.kind == "word" and len(token.text) == 1)


def _is_group(row: Sequence[TextToken], i: int, before: FormulaToken) -> bool:
    """Whether the number here is a further group of three digits of the number before: `10 000`."""
    token = row[i]
    if token.kind != "number" or before.kind != "num" or token.start != before.end + 1:
        return False
    first = before.text.split(" ")[0]
    whole = token.text.partition(".")[0]
    is_first = len(first) <= _GROUP and first.isdecimal()
    is_group = len(whole) == _GROUP and whole.isdecimal()
    return is_first and is_group and token_at(row, i + 1).text != "/"
