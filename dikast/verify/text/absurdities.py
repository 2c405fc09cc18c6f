"""Equations from which something absurd is drawn: `5 + 3 = 9, so 1 = 2` shows that the first is false.

So does a lone `5 = 3`, where what follows draws no number from it: `so there is no solution`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from dikast.language import Clause, TextToken, clauses, token_at
from dikast.verify.syntax.normalize import plain
from dikast.verify.text.claims import Claim
from dikast.verify.text.formula_tokens import formula_tokens
from dikast.verify.text.known_words import phrase_formula
from dikast.verify.text.markup import without_markup
from dikast.verify.text.segments import without_notes

_NOTHING_IS = frozenset({r"\emptyset", "DNE"})
_ROOT = "\\sqrt"


def with_absurdities(claims: Sequence[Claim], step: str) -> list[Claim]:
    """The claims; one is only supposed if what follows concludes that two different numbers are the same, or that
    nothing can be so."""
    revised = list(claims)
    for i, (claim, drawn) in enumerate(pairwise([*claims, None])):
        is_shown_false = drawn is not None and _is_drawn(drawn) and _is_absurd(drawn)
        is_given_up = claim is not None and _is_absurd(claim) and _is_given_up(claim, drawn, step)
        if is_shown_false or is_given_up:
            revised[i] = replace(revised[i], cues=revised[i].cues.supposed())
    return revised


def _is_drawn(claim: Claim) -> bool:
    return claim.is_implied or "conclusion" in claim.cues.opener | claim.cues.last_cue


def _is_absurd(claim: Claim) -> bool:
    """`1 = 2`, `0 = -4`: not a slip in a calculation, since there is none."""
    row = formula_tokens(claim.text)
    sign = next((i for i, piece in enumerate(row) if piece.text == "="), len(row))
    left, right = _number(row[:sign]), _number(row[sign + 1 :])
    return bool(left and right) and left != right


def _number(row: Sequence[TextToken]) -> str:
    """A number with its sign; nothing for anything else."""
    is_number = bool(row) and row[-1].kind == "number" and [piece.text for piece in row[:-1]] in ([], ["-"])
    return "".join(piece.text for piece in row) if is_number else ""


def _is_given_up(claim: Claim, following: Claim | None, step: str) -> bool:
    """Whether the words right behind the claim conclude something without a number, or that there is no solution."""
    text, _ = without_notes(without_markup(plain(step)))
    for clause in clauses(text):
        row = [token for token in clause.tokens if token.start >= claim.end]
        if any(token.kind in ("word", "number", "formula") for token in row):
            is_free = following is None or following.start >= clause.end
            return is_free and (_says_nothing_is(row) or _concludes(clause, row))
    return False


def _says_nothing_is(row: Sequence[TextToken]) -> bool:
    """`no solution`, `无解`."""
    return phrase_formula(tuple(token.text.casefold() for token in row if token.kind == "word")) in _NOTHING_IS


def _concludes(clause: Clause, row: Sequence[TextToken]) -> bool:
    """`so √2 is irrational`: a root is no number that could be drawn from the equation."""
    numbers = (i for i, token in enumerate(row) if token.kind == "number")
    are_of_roots = all(token_at(row, i - 1).text.startswith(_ROOT) for i in numbers)
    return "conclusion" in clause.opening and len(row) == len(clause.tokens) and are_of_roots
