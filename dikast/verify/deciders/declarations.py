"""What sentences declare of names: real, positive, measures of something, an operation of the problem's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from itertools import pairwise, takewhile

from dikast.language import (
    Clause,
    CueMeaning,
    TextToken,
    TokenTest,
    clauses,
    kind_in,
    pattern,
    text_in,
    token_at,
    tokens,
    windows,
    word_group,
)
from dikast.verify.other_arithmetics import OtherArithmetic, named_arithmetics
from dikast.verify.syntax.commands import GREEK
from dikast.verify.syntax.normalize import plain
from dikast.verify.text.formula_tokens import STOPS, formula_tokens

_CACHED = 1_024
_MAX_TEXT = 20_000
_GREATER = frozenset({">", ">=", "\\ge", "\\geq", "\\gt", "\\geqslant"})
_USUAL_SIGNS = frozenset({"+", "-", "/", "^", "_", "'", "\\cdot", "\\times"})
_IS_LETTER = TokenTest(lambda piece: _is_letter(piece.text))
_OWN_SIGN = pattern(kind_in("operator", "command", *STOPS), before=_IS_LETTER, after=_IS_LETTER, last=text_in({"="}))
_IS_MEANING = TokenTest(lambda piece: piece.text.casefold() in word_group("standing for"))
_WORDED_SIGN = pattern(kind_in("operator", "command", *STOPS), before=_IS_LETTER, after=_IS_LETTER, last=_IS_MEANING)
_ASKS: frozenset[CueMeaning] = frozenset({"question", "operation", "calculus"})
_RESTRICTS: frozenset[CueMeaning] = frozenset({"selection", "positive", "whole"})


@dataclass(frozen=True)
class Declared:
    """What a text says of its names, which arithmetics it names beside the usual one, and what its words mean."""

    real: frozenset[str] = frozenset()
    positive: frozenset[str] = frozenset()
    measured: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()
    arithmetics: frozenset[OtherArithmetic] = frozenset()
    meanings: frozenset[CueMeaning] = frozenset()

    def __or__(self, other: Declared) -> Declared:
        """What two texts say together."""
        return Declared(*(getattr(self, of.name) | getattr(other, of.name) for of in fields(self)))

    @property
    def asks(self) -> bool:
        """Whether it asks for something, or tells what to do."""
        return bool(self.meanings & _ASKS)

    @property
    def restricts(self) -> bool:
        """Whether it may speak of some solutions only: `the positive root`, `a solution`, `what integer`."""
        return bool(self.meanings & _RESTRICTS)


@lru_cache(_CACHED)
def declared(text: str) -> Declared:
    """What the clauses of a text declare."""
    if len(text) > _MAX_TEXT:
        return Declared()
    text = plain(text)
    all_clauses, row = clauses(text), formula_tokens(text.replace("$", " "))
    positive = frozenset(name for clause in all_clauses for name in _said_positive(clause)) | _above_zero(row)
    of_all = (clause for clause in all_clauses if clause.meanings & {"real", "universal"})
    real = frozenset(name for clause in of_all for name in names(clause.tokens))
    return Declared(
        real=real | positive,
        positive=positive,
        measured=_all_names(all_clauses, "measure"),
        named=_all_names(all_clauses, "definition") | _segments(row),
        arithmetics=named_arithmetics(text),
        meanings=frozenset(
            m for clause in all_clauses for m in clause.meanings if m != "trial" or _counts_cases(clause)
        ),
    )


def _counts_cases(clause: Clause) -> bool:
    """`Case 2:`, `for the first case x = 3`, but not `case closed`."""
    return any(token.kind in ("number", "formula") or token.text in ("=", ":") for token in clause.tokens)


def names(row: Sequence[TextToken], but: str = "aAI") -> Iterator[str]:
    """The letters that are alone, in formulas too, without those that may be words and the f of `f(x)`."""
    for i, token in enumerate(row):
        if token.kind == "formula":
            yield from names(tokens(token.inner), but)
        elif _is_function(row, i):
            continue
        elif _is_letter(token.text) and token.kind == "word" and token.text not in but:
            yield token.text
        elif token.kind == "command" and token.text[1:] in GREEK:
            yield token.text[1:]


def names_in(text: str) -> frozenset[str]:
    """The letters that are alone in a text, without the article `a`."""
    return frozenset(name for name in names(tokens(text), but="a") if _is_letter(name))


def _is_function(row: Sequence[TextToken], i: int) -> bool:
    """The f of `f(x)` or `f(x, y)`: a letter with others in brackets right behind it."""
    opening = token_at(row, i + 1)
    arguments = [token.text for token in takewhile(lambda token: token.text != ")", row[i + 2 :])]
    are_brackets = opening.text == "(" and opening.glued and len(row) > i + 2 + len(arguments)
    are_letters = all(map(_is_letter, arguments[::2])) and set(arguments[1::2]) <= {","}
    return are_brackets and bool(arguments) and are_letters


def _is_letter(text: str) -> bool:
    return len(text) == 1 and text.isascii() and text.isalpha()


def _all_names(all_clauses: Sequence[Clause], meaning: CueMeaning) -> frozenset[str]:
    """The names in the sentences that have a cue of the meaning."""
    sentences = {clause.sentence for clause in all_clauses if meaning in clause.meanings}
    return frozenset(name for clause in all_clauses if clause.sentence in sentences for name in names(clause.tokens))


def _said_positive(clause: Clause) -> Iterator[str]:
    """The names before the copula in `a and b are positive`."""
    copula = next((cue for cue in clause.cues if "copula" in cue.meanings), None)
    if copula is None or "negation" in clause.meanings:
        return
    if any("positive" in cue.meanings and cue.first >= copula.last for cue in clause.cues):
        yield from names(clause.tokens[: copula.first], but="")


def _above_zero(row: Sequence[TextToken]) -> frozenset[str]:
    """`a, b > 0`, `x >= 2`."""
    bounds = (i for i, (sign, value) in enumerate(pairwise(row)) if sign.text in _GREATER and value.kind == "number")
    texts = [piece.text for piece in row]
    return frozenset(name for i in bounds for name in takewhile(_is_listed, reversed(texts[:i]))) - {","}


def _is_listed(text: str) -> bool:
    return text == "," or _is_letter(text)


def _segments(row: Sequence[TextToken]) -> frozenset[str]:
    """The AB of `AB² = 25`, a length between two points, where neither letter is used alone."""
    alone = {piece.text for piece in row if len(piece.text) == 1}
    squared = (word.text for word, sign in pairwise(row) if word.kind == "word" and sign.text == "^")
    return frozenset(name for name in squared if len(name) == 2 and name.isupper() and alone.isdisjoint(name))


def own_signs(text: str) -> frozenset[str]:
    """The sign between two letters before an equals sign, `a * b = a² + b`, if it is not a usual one.

    So is a usual one whose meaning the text gives, `a - b means a + b + 5`, or that it is an operation.
    """
    row = formula_tokens(plain(text).replace("$", " "))
    signs = frozenset(around.here.text for around in filter(_OWN_SIGN, windows(row)))
    worded = frozenset(around.here.text for around in filter(_WORDED_SIGN, windows(row)))
    names_operation = any(piece.text.casefold() in word_group("operation") for piece in row)
    return worded | (signs if names_operation else signs - _USUAL_SIGNS)
