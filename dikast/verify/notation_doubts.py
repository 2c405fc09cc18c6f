"""Doubts about a claim's notation: signs, digits and letters that may be meant otherwise than they were read."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from dikast.language import TextToken, lexicon
from dikast.verify.equality.numeric import rational_value
from dikast.verify.failed_claim import Failed
from dikast.verify.other_arithmetics import holds_below_root, holds_multiplied, holds_with_powers
from dikast.verify.syntax.nodes import num
from dikast.verify.text.formula_tokens import formula_tokens
from dikast.verify.text.number_words import number_in_words

_TIMES = ("*", "\\times", "\\cdot", "x")
_CARRYING = ("+", "-", "/", "\\div", *_TIMES)
_MINUS = ("-", "−", "–")


def is_prime_count(failed: Failed) -> bool:
    """`\\pi(100) - \\pi(10) = 21`: every pi stands before a whole number in brackets, and the result is whole, too."""
    value = None if failed.tree.op != "rel" else rational_value(failed.ends[1])
    if value is None or value.denominator > 1 or failed.ends[1].has("const"):
        return False
    row = [piece.text for piece in failed.formula_tokens]
    behind = [row[i + 1 : i + 4] for i, text in enumerate(row) if text == "\\pi"]
    return bool(behind) and all(texts[::2] == ["(", ")"] and texts[1].isdecimal() for texts in behind)


def is_exclaimed(failed: Failed) -> bool:
    return failed.claim.text.rstrip().endswith("!")


def has_differentials(failed: Failed) -> bool:
    """`dy = 2x dx`."""
    names = [piece.text for piece in failed.formula_tokens if piece.kind == "word"]
    return "d" in failed.tree.symbols() and any(len(name) == 2 and name[0] == "d" for name in names)


def has_flat_power(failed: Failed) -> bool:
    """`4.2 × 10-3`, `32 + 42 = 52`: an exponent lost its height when the text was copied."""
    row = failed.formula_tokens
    if any(_is_flat_power(row[i : i + 4]) for i in range(len(row))):
        return True
    is_in_signs = any(piece.text == "=" for piece in row)
    has_kept_powers = failed.tree.has("pow", "call")  # so no other one lost its height
    return is_in_signs and not has_kept_powers and holds_with_powers(failed.tree)


def _is_flat_power(row: Sequence[TextToken]) -> bool:
    """`× 10-3`, with no blank behind the 10."""
    if len(row) < 4 or row[0].text not in _TIMES:
        return False
    _, base, sign, exponent = row
    is_power = base.text == "10" and sign.text in _MINUS and exponent.text.isdecimal()
    return is_power and sign.glued and exponent.glued


def has_lost_bar(failed: Failed) -> bool:
    """`√9 + 16 = 5`, where `\\sqrt{9} + 16` says how far the root goes."""
    return "\\sqrt " in failed.claim.text and holds_below_root(failed.tree)


def is_multiplied(failed: Failed) -> bool:
    """`8 sets of 3 + 1 = 25`: right before the claim, a number and words that may multiply it."""
    for behind, piece in enumerate(reversed(formula_tokens(failed.claim.before))):
        count = piece.text if piece.kind == "number" else number_in_words(piece.text.casefold()) or ""
        if count.isdecimal():
            return behind > 0 and holds_multiplied(failed.tree, num(int(count)))
        if piece.kind not in ("word", "join") or "copula" in lexicon().meanings(piece.text):
            return False  # `the chance of two heads is (1/2)^2`
    return False


def is_cut_ratio(failed: Failed) -> bool:
    """The `4 = 1` of `2: 4 = 1: 2`."""
    before = failed.claim.before.rstrip()
    return before.endswith(":") and before[:-1].rstrip()[-1:].isdecimal() and failed.claim.after.startswith(":")


def carries_on(failed: Failed) -> bool:
    """`3 × 4 = 12, + 5 = 17`: behind a comma, a sign apart from its number."""
    row = failed.formula_tokens
    threes = zip(row, row[1:], row[2:], strict=False)
    return any(comma.text == "," and sign.text in _CARRYING and not behind.glued for comma, sign, behind in threes)


def has_glued_index(failed: Failed) -> bool:
    """`x1 = 2 and x2 = 5`: a digit behind a letter may be its index, or an exponent that lost its height."""
    return failed.has_letters and any(_is_indexed(*pair) for pair in pairwise(failed.formula_tokens))


def _is_indexed(before: TextToken, digit: TextToken) -> bool:
    is_letter = before.kind == "word" and len(before.text) == 1
    return is_letter and digit.kind == "number" and digit.glued
