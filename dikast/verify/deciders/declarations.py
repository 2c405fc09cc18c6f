"""What sentences declare of names: real, positive, measures of something, an operation of the problem's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from dikast.language import Clause, CueMeaning, TextToken, clauses, tokens
from dikast.verify.syntax.commands import GREEK
from dikast.verify.syntax.normalize import plain
from dikast.verify.text.pieces import Piece, pieces

_CACHED = 1_024
_MAX_TEXT = 20_000
_GREATER = frozenset({">", ">=", "\\ge", "\\geq", "\\gt", "\\geqslant"})
_USUAL_SIGNS = frozenset({"+", "-", "/", "^", "_", "'", "\\cdot", "\\times"})
_ASKS: frozenset[CueMeaning] = frozenset({"question", "operation"})


@dataclass(frozen=True)
class Declared:
    """What a text says of its names, and which kinds of words are in it."""

    real: frozenset[str] = frozenset()
    positive: frozenset[str] = frozenset()
    measured: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()
    signs: frozenset[str] = frozenset()
    meanings: frozenset[CueMeaning] = frozenset()

    @property
    def asks(self) -> bool:
        return bool(self.meanings & _ASKS)


@lru_cache(_CACHED)
def declared(text: str) -> Declared:
    """What the clauses of a text declare."""
    if len(text) > _MAX_TEXT:
        return Declared()
    text = plain(text)
    found = clauses(text)
    above = _above_zero(pieces(text.replace("$", " ")))
    positive = frozenset(name for clause in found for name in _said_to_be(clause, "positive")) | above
    real = frozenset(name for clause in found if _is_of_reals(clause) for name in names(clause.tokens))
    return Declared(
        real=real | positive,
        positive=positive,
        measured=_all_names(found, "measure"),
        named=_all_names(found, "definition") | _segments(pieces(text.replace("$", " "))),
        signs=_own_signs(pieces(text.replace("$", " "))),
        meanings=frozenset(m for clause in found for m in clause.meanings if m != "trial" or _counts_cases(clause)),
    )


def _counts_cases(clause: Clause) -> bool:
    """`Case 2:`, `for the first case x = 3`, but not `case closed`."""
    return any(token.kind in ("number", "formula") or token.text in ("=", ":") for token in clause.tokens)


def names(row: Sequence[TextToken]) -> Iterator[str]:
    """The letters that stand alone, in formulas too."""
    for token in row:
        if token.kind == "formula":
            yield from names(tokens(token.inner))
        elif token.kind == "word" and len(token.text) == 1 and token.text.isascii() and token.text not in "aAI":
            yield token.text
        elif token.kind == "command" and token.text[1:] in GREEK:
            yield token.text[1:]


def _all_names(found: Sequence[Clause], meaning: CueMeaning) -> frozenset[str]:
    """The names in the sentences that have a cue of the meaning."""
    sentences = {clause.sentence for clause in found if meaning in clause.meanings}
    return frozenset(name for clause in found if clause.sentence in sentences for name in names(clause.tokens))


def _said_to_be(clause: Clause, meaning: CueMeaning) -> Iterator[str]:
    """The names before the copula in `a and b are positive`."""
    copula = next((cue for cue in clause.cues if "copula" in cue.meanings), None)
    said = any(meaning in cue.meanings and copula is not None and cue.first >= copula.last for cue in clause.cues)
    if copula is not None and said and "negation" not in clause.meanings:
        yield from _letters(clause.tokens[: copula.first])


def _letters(row: Sequence[TextToken]) -> Iterator[str]:
    for token in row:
        inner = tokens(token.inner) if token.kind == "formula" else [token]
        yield from (t.text for t in inner if t.kind == "word" and len(t.text) == 1 and t.text.isascii())


def _is_of_reals(clause: Clause) -> bool:
    return bool(clause.meanings & {"real", "universal"})


def _above_zero(row: Sequence[Piece]) -> frozenset[str]:
    """`a, b > 0`, `x >= 2`."""
    found: set[str] = set()
    for i, piece in enumerate(row[:-1]):
        at = i - 1
        if piece.text not in _GREATER or row[i + 1].kind != "num":
            continue
        while at >= 0 and (row[at].text == "," or (row[at].kind == "word" and len(row[at].text) == 1)):
            found |= {row[at].text} - {","}
            at -= 1
    return frozenset(found)


def _segments(row: Sequence[Piece]) -> frozenset[str]:
    """The AB of `AB² = 25`, a length between two points, where neither letter stands alone."""
    alone = {piece.text for piece in row if len(piece.text) == 1}
    squared = (row[i].text for i in range(len(row) - 1) if row[i].kind == "word" and row[i + 1].text == "^")
    return frozenset(name for name in squared if len(name) == 2 and name.isupper() and not alone & set(name))


def _own_signs(row: Sequence[Piece]) -> frozenset[str]:
    """The sign between two letters before an equals sign, `a * b = a² + b`, if it is none of the usual."""
    found: set[str] = set()
    for i in range(1, len(row) - 2):
        is_between = row[i - 1].kind == row[i + 1].kind == "word" and len(row[i - 1].text) == len(row[i + 1].text) == 1
        if is_between and row[i + 2].text == "=" and row[i].kind in ("op", "cmd", "stop"):
            found.add(row[i].text)
    return frozenset(found) - _USUAL_SIGNS
