"""Several values of one name as one claim: `x = 2 or x = 3`, `x = 3 or -3`, `$x = 2$ or $3$`."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, takewhile
from typing import Literal

from dikast.language import CueMeaning, TextToken, lexicon, tokens
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
    run = list(takewhile(_is_of_list, row))
    while run and _is_between(run[-1]):
        run.pop()
    is_whole = len(run) == len(row) or row[len(run)].text in _ENDS
    groups = [list(group) for is_between, group in groupby(run, _is_between) if not is_between]
    if not run or not _is_between(run[0]):
        return [], 0
    if not is_whole or not all(map(_is_value, groups)):
        return [], 0
    return ["".join(piece.text for piece in group) for group in groups], run[-1].end


def _is_of_list(piece: TextToken) -> bool:
    return piece.kind == "number" or piece.text in ("-", "/") or _is_between(piece)


def _is_between(piece: TextToken) -> bool:
    """A comma, an `and` or an `or` between two values."""
    return piece.text in (",", "and") or "alternative" in lexicon().meanings(piece.text)


def _is_value(pieces: Sequence[TextToken]) -> bool:
    """A number or a fraction, which may have a minus."""
    number = pieces[1:] if pieces[0].text == "-" else pieces
    are_numbers = all(piece.kind == "number" for piece in number[::2])
    is_fraction = len(number) == 3 and number[1].text == "/"
    return are_numbers and (len(number) == 1 or is_fraction)
