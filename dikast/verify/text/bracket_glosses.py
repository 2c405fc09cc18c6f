"""Brackets behind a blank at the end of a side: `1 - 0.3 = 0.7 (70%)`, a gloss of the value or a factor of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dikast.language import TextToken, token_at
from dikast.verify.text.claims import Claim
from dikast.verify.text.formula_tokens import STOPS, formula_tokens

_BRACKETS = {"(": ")", "[": "]"}
_OPEN, _CLOSED = frozenset("([{"), frozenset(")]}")


@dataclass(frozen=True)
class GlossedClaim:
    """A claim without what is in brackets behind its sides, and what each of the brackets says of its side.

    `is_apart` says that a blank is before each of them. `may_be_number` says that a bracket is only the number of the
    equation.
    """

    bare: Claim
    said: tuple[Claim, ...]
    is_apart: bool
    may_be_number: bool


@dataclass(frozen=True)
class _Bracket:
    """The text in a bracket, the side before it, the sign before that, and where the bracket begins and ends."""

    inner: str
    side: str
    sign: str
    start: int
    end: int
    is_apart: bool


def glossed(claim: Claim) -> GlossedClaim | None:
    """The claim and its glosses; None where no side ends in brackets."""
    form = _plainer(claim.forms[0]) if claim.forms else ""
    brackets = list(_brackets(form, formula_tokens(form)))
    if not brackets:
        return None
    begins, ends = [0, *(bracket.end for bracket in brackets)], [*(bracket.start for bracket in brackets), len(form)]
    bare = " ".join(form[a:b].strip() for a, b in zip(begins, ends, strict=True)).strip()
    last = brackets[-1]
    is_digit = last.is_apart and len(last.inner) == 1 and last.inner.isdecimal()
    is_number = is_digit and len(brackets) == 1 and last.end == len(form)
    said = (f"{bracket.side} {bracket.sign} {bracket.inner}" for bracket in brackets)
    return GlossedClaim(
        replace(claim, forms=(bare,)),
        tuple(replace(claim, text=text, forms=(text,), may_be_negative=False) for text in said),
        all(bracket.is_apart for bracket in brackets),
        is_number,
    )


def _plainer(form: str) -> str:
    for command in ("\\left", "\\right", "\\ "):
        form = form.replace(command, " " if command == "\\ " else "")
    return form


def _brackets(form: str, row: Sequence[TextToken]) -> Iterator[_Bracket]:
    """The brackets that end a side behind the first sign."""
    begin, sign, depth, opened = 0, "", 0, -1
    for i, piece in enumerate(row):
        if piece.kind == "relation" and not depth:
            begin, sign = piece.end, piece.text
        opened = i if piece.text in _BRACKETS and not depth else opened
        depth += (piece.text in _OPEN) - (piece.text in _CLOSED)
        ends_side = token_at(row, i + 1).kind in ("relation", *STOPS)
        if depth or not sign or opened < 0:
            continue
        if not ends_side or piece.text != _BRACKETS[row[opened].text]:
            continue
        side, inner = form[begin : row[opened].start].strip(), form[row[opened].end : piece.start].strip()
        if side and inner:
            yield _Bracket(inner, side, sign, row[opened].start, piece.end, not row[opened].glued)
