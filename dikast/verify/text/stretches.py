"""Formulas inside sentences: which stretches of a text say that something equals or exceeds something.

A stretch is found by a small automaton that runs over words, numbers and signs: an operand, labels behind it, an
operator, the next operand. Labels (`inches`, `sodas`, `(tests)`) belong to the stretch but not to its formula.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dikast.language import is_ideograph
from dikast.verify.syntax.commands import FUNCTIONS, GREEK
from dikast.verify.syntax.unit_table import is_unit, unit
from dikast.verify.text.number_words import is_scale, spelt_scale
from dikast.verify.text.pieces import Piece, piece_at, pieces

_SIGNS = frozenset({"+", "*", "/", "^", "\\times", "\\cdot", "\\div"})
_FORMULA_WORDS = frozenset(FUNCTIONS) | GREEK | {"lim", "pi", "dx", "dt", "dy"}
_INSIDE = frozenset({",", ";", ":", ".", "->", "\\to"})
_CLOCK = frozenset({"am", "pm"})
_ARTICLES = frozenset({"a", "A", "I"})
_WORDS_OF_ONE = _ARTICLES | {"à", "y", "o", "e"}
_POSTFIX = frozenset({"!", "%", "'"})
_ANDS = frozenset({"and", "und", "et", "y"})
_PREFIX = frozenset({"-", "+", "\\pm", "\\mp", "_", "^"})
_LABEL, _SHORT = 3, 3  # letters: the fewest of a label, the most of a product
_MAX_LABELS, _MAX_IN_BRACKETS = 4, 5  # words

PieceMove = tuple[int, bool]
"""What a piece does to the depth of brackets, and whether an operand must follow."""


@dataclass(frozen=True)
class Stretch:
    """A stretch of the text with a relation in it: as it stands, and without its labels."""

    text: str
    bare: str
    start: int
    end: int


def stretches(text: str) -> Iterator[Stretch]:
    """Every stretch of the text with a relation in it, from left to right."""
    row = pieces(text)
    at = 0
    while at < len(row):
        end, kept = _run(row, at) if _may_begin(row, at) else (at, [])
        if any(piece.kind == "rel" for piece in kept) and not _is_cut(row, end):
            start, at = row[at].start, end
            yield Stretch(text[start : row[end - 1].end].strip(), _written(kept), start, row[end - 1].end)
        else:
            at = _after_word(row, at)


def _after_word(row: Sequence[Piece], at: int) -> int:
    """The next place worth a start: never inside `3x` or `f(x)`, whose rest would be another formula."""
    at += 1
    while _is_one_term(row, at):
        at += 1
    return at


def _is_one_term(row: Sequence[Piece], at: int) -> bool:
    """The x of `3x`, but not of `设x`, which has no blank before it in Chinese."""
    are_letters = {piece_at(row, at - 1).kind, piece_at(row, at).kind} <= {"num", "word"}
    return piece_at(row, at).glued and are_letters and not is_ideograph(row[at - 1].text)


def _written(kept: Sequence[Piece]) -> str:
    """The formula's text: kept pieces with the blanks that stood between them."""
    text, end = "", kept[0].start
    for piece in kept:
        is_scaled = piece.kind == "word" and is_scale(piece.text)
        written = spelt_scale(piece.text) if is_scaled else piece.text.replace(" ", "")
        text += " " * (piece.start > end) + written
        end = piece.end
    return text


def _is_cut(row: Sequence[Piece], end: int) -> bool:
    """Whether the formula goes on: behind a colon (a time of day, a ratio), or by a sign before words."""
    return _is_colon_inside(row, end + 1) or _goes_on(row, end)


def _goes_on(row: Sequence[Piece], at: int) -> bool:
    """`22 * divisor`: a sign between two, both near or both far; `4* and` ends what stands in italics."""
    sign, after = piece_at(row, at), piece_at(row, at + 1)
    is_operator = sign.text in _SIGNS and after.kind in ("word", "num", "open", "cash")
    return is_operator and sign.glued == after.glued


def _is_colon_inside(row: Sequence[Piece], at: int) -> bool:
    """Whether it is the second half of `10:30`, `(3 + 5) : 4` or `x : 2`; `Step 3: 4` has a blank only behind."""
    first, colon, second = (piece_at(row, i) for i in (at - 2, at - 1, at))
    is_name = len(first.text) == 1 or is_unit(first.text)
    is_letter = first.kind == "word" and is_name and first.text not in _WORDS_OF_ONE
    is_operand = first.kind in ("num", "close", "cash") or is_letter
    is_between = colon.text == ":" and is_operand and second.kind in ("num", "open", "cash")
    return is_between and (second.glued or not colon.glued)


def _may_begin(row: Sequence[Piece], at: int) -> bool:
    """Whether a formula may begin with the piece."""
    piece, before = row[at], piece_at(row, at - 1)
    if piece.kind == before.kind == "num":
        return False  # `1 2 + 1 3 = 5 6`: fractions that lost their bars
    if (
        _is_colon_inside(row, at)
        or _is_inside_term(row, at)
        or _is_behind_sign(row, at)
        or _is_second_quantity(row, at)
    ):
        return False
    if piece.kind == "open":
        is_argument = piece.text == "{" or before.kind in ("word", "num")
        return not (piece.glued and is_argument)
    if piece.text == "-":
        return piece_at(row, at + 1).glued and not piece.glued
    return piece.kind in ("num", "cash", "cmd") or (piece.kind == "word" and _is_operand(row, at))


def _is_behind_sign(row: Sequence[Piece], at: int) -> bool:
    """Whether a sign takes the piece from something that no formula can be made of: words, dots.

    A sign near its number and far from what stands before it is the number's own: `was +5`.
    """
    first, sign, piece = piece_at(row, at - 2), piece_at(row, at - 1), row[at]
    if sign.kind != "op" or first.kind in ("stop", "rel", "open"):
        return False
    is_even = sign.text in _SIGNS and sign.glued == piece.glued
    return first.kind == "dots" or not piece.glued or is_even


def _is_inside_term(row: Sequence[Piece], at: int) -> bool:
    """The `e` of `5e`, the `du` of `\\frac12 du`."""
    is_behind = row[at].kind == "word" and piece_at(row, at - 1).kind == "num"
    return is_behind and (row[at].glued or piece_at(row, at - 2).kind == "cmd")


def _is_second_quantity(row: Sequence[Piece], at: int) -> bool:
    """The 30 of `1 hour 30 minutes` or `1 hour and 30 minutes`: a number between two units of one kind."""
    begin = at - 1 if piece_at(row, at - 1).text in _ANDS else at
    first, before, number, after = (piece_at(row, i) for i in (begin - 2, begin - 1, at, at + 1))
    units = unit(before.text), unit(after.text)
    if first.kind != "num" or number.kind != "num" or units[0] is None or units[1] is None:
        return False
    return units[0].dimension == units[1].dimension and units[0].factor > units[1].factor


def _is_operand(row: Sequence[Piece], at: int) -> bool:
    """Whether a word is part of a formula here: a letter, a function, letters side by side before a sign."""
    piece, before, after = row[at], piece_at(row, at - 1), piece_at(row, at + 1)
    is_signed = after.kind in ("rel", "op", "close") or (after.glued and after.kind in ("open", "num"))
    if piece.text in _FORMULA_WORDS:
        return True
    if piece.text in _ARTICLES:
        return is_signed
    if len(piece.text) == 1:
        return not is_ideograph(piece.text)
    is_value_before = before.kind in ("num", "close")
    if len(piece.text) > _SHORT or (is_value_before and is_unit(piece.text)):
        return False
    is_beside = before.kind in ("rel", "op") or (is_value_before and piece.glued)
    return is_signed or (is_beside and not _is_label(piece))


def _is_label(piece: Piece) -> bool:
    """Whether a word may name what is counted."""
    is_long = len(piece.text) >= _LABEL or piece.text in _CLOCK
    return piece.kind == "word" and is_long and piece.text not in _FORMULA_WORDS


def _run(row: Sequence[Piece], at: int) -> tuple[int, list[Piece]]:
    """How far the automaton comes from here, and the pieces that make the formula."""
    kept: list[Piece] = []
    ends: list[int] = []
    depth, wants_operand = 0, True
    while at < len(row):
        piece = row[at]
        if piece.kind == "stop" and not (depth and piece.text in _INSIDE):
            break
        if not wants_operand and (skipped := _labels(row, at)) > at:
            at = ends[-1] = skipped
            continue
        moved = _operand(row, at, kept) if wants_operand else _after_operand(row, at, depth)
        if moved is None:
            break
        depth, wants_operand = depth + moved[0], moved[1]
        at += 1
        kept.append(piece)
        ends.append(at)
    # Signs at the end are left dangling.
    while kept and (kept[-1].kind in ("rel", "cash", "open") or _is_operator(kept[-1])):
        at = ends.pop() - 1
        kept.pop()
    return at, kept


def _is_operator(piece: Piece) -> bool:
    return piece.kind == "op" and piece.text not in _POSTFIX


def _after_operand(row: Sequence[Piece], at: int, depth: int) -> PieceMove | None:
    """What a piece behind an operand does; None if it does not belong to the formula."""
    piece = row[at]
    if piece.kind == "close":
        return (-1, False) if depth else None
    if piece.kind == "open":
        return (0, False) if piece.text == "|" else (1, True)
    if piece.kind in ("op", "rel", "stop"):
        return 0, piece.text not in _POSTFIX
    if piece.text == "of":
        return (0, True) if row[at - 1].kind in ("num", "op", "close") and _is_before_number(row, at) else None
    if piece.kind == "word":
        is_function = piece.text in FUNCTIONS and not (is_unit(piece.text) and row[at - 1].kind == "num")  # `30 min`
        return (0, is_function) if _continues(row, at) else None
    if piece.kind == "join" or (piece.kind == "num" and not _is_beside_number(row, at)):
        return None
    return 0, False


def _operand(row: Sequence[Piece], at: int, kept: Sequence[Piece]) -> PieceMove | None:
    """What an operand's first piece does; None if it can't be one."""
    piece, last = row[at], piece_at(kept, len(kept) - 1).text
    if piece.kind == "open":
        return int(piece.text != "|"), True
    if piece.kind == "op":
        return (0, True) if piece.text in _PREFIX else None
    if piece.kind == "word":
        is_divided = last in ("/", "*", "\\cdot") or (last == "(" and piece_at(kept, len(kept) - 2).text == "/")
        is_unit_here = is_divided and is_unit(piece.text)
        is_named = is_unit_here or last in ("_", "^") or _is_operand(row, at)
        return (0, piece.text in FUNCTIONS) if is_named else None
    if piece.kind in ("num", "cmd", "cash", "dots"):
        return 0, piece.kind == "cash" or piece.text[1:] in FUNCTIONS
    return None


def _is_before_number(row: Sequence[Piece], at: int) -> bool:
    return piece_at(row, at + 1).kind in ("num", "cash", "open")


def _continues(row: Sequence[Piece], at: int) -> bool:
    """A word behind an operand that belongs to the formula: a letter side by side, a function, a unit, a times `x`."""
    word = row[at]
    if is_scale(word.text):
        return row[at - 1].kind == "num"
    if word.text in ("x", "X") or word.text in _FORMULA_WORDS:
        return True
    is_inches = piece_at(row, at + 1).kind in ("stop", "rel", "op") or _is_second_quantity(row, at - 1)
    if is_unit(word.text) and (word.text != "in" or is_inches):
        return True
    if len(word.text) == 1:
        return not is_ideograph(word.text) and (word.glued or word.text not in _ARTICLES)
    return word.glued and len(word.text) <= _SHORT


def _is_beside_number(row: Sequence[Piece], at: int) -> bool:
    """A number behind an operand: a mixed number, or glued to a letter."""
    before = row[at - 1]
    if before.kind == "num" and piece_at(row, at + 1).text == "/":
        return piece_at(row, at + 2).kind == "num"
    if _is_second_quantity(row, at):
        return True
    return row[at].glued or before.kind in ("open", "cmd") or before.text in ("x", "of", "!")


def _labels(row: Sequence[Piece], at: int) -> int:
    """Where labels that start here end, if a sign or the end follows them; else `at`."""
    if row[at].text == "/":
        after = piece_at(row, at + 1)
        return at + 2 if _is_label(after) and not is_unit(after.text) else at
    if row[at].text == "(":
        return _words_in_brackets(row, at)
    if row[at].text in _ANDS and _is_second_quantity(row, at + 1):
        return at + 1
    end = at
    while end - at < _MAX_LABELS and _is_thing(piece_at(row, end)):
        end += 1
    if end > at and piece_at(row, end).text == "/" and _is_label(piece_at(row, end + 1)):
        end += 2
    after = piece_at(row, end)
    is_times = after.text in ("x", "X") and _is_before_number(row, end)  # `6 packs x 4`, but not `144 for x`
    follows = after.kind in ("op", "rel", "close") or is_times
    return end if follows and after.text != "'" else at


def _is_thing(piece: Piece) -> bool:
    """A label that is no unit."""
    return _is_label(piece) and not is_scale(piece.text) and (piece.text == "in" or not is_unit(piece.text))


def _words_in_brackets(row: Sequence[Piece], at: int) -> int:
    """The end of `(average)`; `at` if something else stands in the brackets."""
    end = at + 1
    while end - at <= _MAX_IN_BRACKETS and _is_long_word(piece_at(row, end)):
        end += 1
    return end + 1 if end > at + 1 and piece_at(row, end).text == ")" else at


def _is_long_word(piece: Piece) -> bool:
    return piece.kind == "word" and len(piece.text) >= _LABEL and piece.text not in _FORMULA_WORDS
