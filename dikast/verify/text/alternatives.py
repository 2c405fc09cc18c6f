"""Several values of one name as one claim: `x = 2 or x = 3`, `x = 3 or -3`, `$x = 2$ or $3$`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from dikast.language import CueMeaning, TextToken, lexicon, token_at, tokens
from dikast.verify.text.braces import WORDED
from dikast.verify.text.formula_tokens import STOPS, formula_tokens

Joint = Literal["or", "and"]

_LAYOUT = WORDED | {"\\quad", "\\qquad", "\\,", "\\;", "{", "}", "(", ":", "$"}
_OR_SIGNS = frozenset({"\\lor", "\\vee"})
_COMMAS = frozenset({",", ";", "，", "；"})
_ENDS = frozenset({".", ";", ":", ")", "$", "\n", ",", "are", "as"})
_ALTERNATIVE: frozenset[CueMeaning] = frozenset({"alternative"})
_JOINING: frozenset[CueMeaning] = frozenset({"alternative", "addition"})
_NAME_PIECES = 4
_REACH = 200  # characters


def joint(between: str) -> Joint | None:
    """Whether a stretch of text only joins what is on both sides, and how."""
    row = [token for token in tokens(between) if token.text not in _LAYOUT]
    meanings_of_words = [_meanings(token.text) for token in row if token.text not in _COMMAS]
    if not row or not all(meanings & _JOINING for meanings in meanings_of_words):
        return None
    return "or" if any("alternative" in meanings for meanings in meanings_of_words) else "and"


def _meanings(word: str) -> frozenset[CueMeaning]:
    return _ALTERNATIVE if word in _OR_SIGNS else lexicon().meanings(word)


def named(form: str) -> tuple[str, str] | None:
    """The name and the value of `x_1 = 2`; None if the formula is anything else."""
    row = formula_tokens(form)
    sign = next((i for i, piece in enumerate(row[: _NAME_PIECES + 1]) if piece.text == "="), 0)
    value = row[sign + 1 :]
    if sign == 0 or row[0].kind not in ("word", "command") or not all(map(_is_in_name, row[1:sign])):
        return None
    if not value or any(piece.kind in ("relation", *STOPS) for piece in value):
        return None
    return form[: row[sign].start].strip(), form[row[sign].end :].strip()


def _is_in_name(piece: TextToken) -> bool:
    return piece.kind in ("number", "word", "open", "close") or piece.text in ("_", "'")


def are_values_of_one_name(first: str, second: str) -> bool:
    """`x = 4` and `x = -2`."""
    a, b = named(first), named(second)
    if a is None or b is None:
        return False
    return a[0] == b[0] and a[1] != b[1]


def further_values(after: str) -> tuple[list[str], int]:
    """The numbers that follow a value, `or -3`, `, 3, 5`, up to the end of the clause; and where they end."""
    row = formula_tokens(after[:_REACH])
    values: list[str] = []
    at = end = 0
    while (taken := _further(row, at)) is not None:
        value, at = taken
        values.append(value)
        end = row[at - 1].end
    is_whole = at >= len(row) or row[at].text in _ENDS
    return (values, end) if is_whole else ([], 0)


def _further(row: Sequence[TextToken], begin: int) -> tuple[str, int] | None:
    """One more value behind a joint: its text, and the piece behind it."""
    at = begin
    while token_at(row, at).text == "," or _is_conjunction(token_at(row, at)):
        at += 1
    is_joined = at > begin
    sign = "-" if token_at(row, at).text == "-" else ""
    at += len(sign)
    value = token_at(row, at)
    if not is_joined or value.kind != "number":
        return None
    if token_at(row, at + 1).text == "/" and token_at(row, at + 2).kind == "number":
        return _ended(row, at + 3, f"{sign}{value.text}/{row[at + 2].text}")
    return _ended(row, at + 1, sign + value.text)


def _ended(row: Sequence[TextToken], at: int, value: str) -> tuple[str, int] | None:
    """The value and the place behind it; None if something is bound to it from behind."""
    after = token_at(row, at)
    is_part = after.kind in ("operator", "relation", "word", "open") and after.text not in ("are", "as")
    return None if is_part and not _is_conjunction(after) else (value, at)


def _is_conjunction(piece: TextToken) -> bool:
    return piece.text == "and" or "alternative" in lexicon().meanings(piece.text)
