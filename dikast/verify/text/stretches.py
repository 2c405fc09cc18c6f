"""Formulas inside sentences: which stretches of a text say that something equals or exceeds something.

A stretch is found by a small automaton that runs over words, numbers and signs: an operand, labels behind it, an
operator, the next operand. Labels (`inches`, `sodas`, `(tests)`) belong to the stretch but not to its formula.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dikast.language import is_ideograph
from dikast.verify.syntax.commands import FUNCTIONS, GREEK
from dikast.verify.syntax.unit_table import is_unit
from dikast.verify.text.pieces import Piece, pieces

_SIGNS = frozenset({"+", "*", "/", "^", "\\times", "\\cdot", "\\div"})
_FORMULA_WORDS = frozenset(FUNCTIONS) | GREEK | {"lim", "mod", "pi", "dx", "dt", "dy"}
_INSIDE = frozenset({",", ";", ":", ".", "->", "\\to"})
_CLOCK = frozenset({"am", "pm"})
_APPLIED = frozenset(FUNCTIONS) | {"mod"}
_ARTICLES = frozenset({"a", "A", "I"})


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
        if not _may_begin(row, at):
            at += 1
            continue
        end, kept = _run(row, at)
        signs = [p for p in kept if p.kind == "rel"]
        if signs and kept[-1].kind != "rel" and end > at and not _is_cut(row, end):
            yield _stretch(text, row[at:end], kept)
            at = end
        else:
            at = _after_word(row, at)


def _after_word(row: list[Piece], at: int) -> int:
    """The next place worth a start: never inside `3x` or `f(x)`, whose rest would be another formula."""
    at += 1
    while (
        at < len(row)
        and row[at].start == row[at - 1].end
        and row[at - 1].kind in ("num", "word")
        and row[at].kind in ("word", "num")
    ):
        at += 1
    return at


def _stretch(text: str, row: list[Piece], kept: list[Piece]) -> Stretch:
    """The formula's text: kept pieces with the blanks that stood between them."""
    parts: list[str] = []
    for before, piece in zip([None, *kept], kept, strict=False):
        if before is not None and piece.start > before.end:
            parts.append(" ")
        parts.append(piece.text.replace(" ", ""))
    return Stretch(text[row[0].start : row[-1].end].strip(), "".join(parts), row[0].start, row[-1].end)


def _is_cut(row: list[Piece], end: int) -> bool:
    """Whether the formula goes on: behind a colon (a time of day, a ratio), or by a sign before words."""
    if end + 1 >= len(row):
        return False
    return (row[end].text == ":" and _is_colon_inside(row, end + 1)) or _goes_on(row, end)


def _goes_on(row: list[Piece], at: int) -> bool:
    """`22 * divisor`: a sign between two, both near or both far; `4* and` ends what stands in italics."""
    before, sign, after = row[at - 1], row[at], row[at + 1]
    is_even = (before.end == sign.start) == (sign.end == after.start)
    return sign.text in _SIGNS and after.kind in ("word", "num", "open", "cash") and is_even


def _is_colon_inside(row: list[Piece], at: int) -> bool:
    """Whether the number here is the second half of `10:30` or `8 : 2`; `Step 3: 4` has a blank only behind."""
    if at < 2 or row[at - 1].text != ":" or row[at - 2].kind != "num" or row[at].kind != "num":
        return False
    is_open_before = row[at - 2].end < row[at - 1].start
    return is_open_before or row[at - 1].end == row[at].start


def _is_after_dots(row: list[Piece], at: int) -> bool:
    """`1+2+...+10`: what is left out stands before the sign."""
    return at > 1 and row[at - 1].kind == "op" and row[at - 2].kind == "dots"


def _may_begin(row: list[Piece], at: int) -> bool:
    piece = row[at]
    before = row[at - 1] if at else None
    if _is_colon_inside(row, at) or _is_after_dots(row, at) or _is_inside_term(row, at):
        return False
    if before is not None and before.kind == "op" and _has_left(row, at - 1):
        # A sign near its number and far from what stands before it is the number's own: `was +5`.
        is_joined = before.text in _SIGNS and (row[at - 2].end == before.start) == (before.end == piece.start)
        if before.end < piece.start or is_joined:
            return False
    if piece.kind in ("num", "cash", "cmd"):
        return True
    if piece.kind == "open":
        is_glued = before is not None and before.end == piece.start
        return not (is_glued and before is not None and (piece.text == "{" or before.kind in ("word", "num")))
    if piece.text == "-":
        after = row[at + 1] if at + 1 < len(row) else None
        return after is not None and after.start == piece.end and (before is None or before.end < piece.start)
    return piece.kind == "word" and _is_operand(row, at)


def _is_inside_term(row: list[Piece], at: int) -> bool:
    """The `e` of `5e`, the `du` of `\\frac12 du`."""
    before = row[at - 1] if at else None
    if row[at].kind != "word" or before is None or before.kind != "num":
        return False
    return before.end == row[at].start or (at > 1 and row[at - 2].kind == "cmd")


def _has_left(row: list[Piece], at: int) -> bool:
    """Whether the sign here has something on its left: words, then, that no formula can be made of."""
    return at > 0 and row[at - 1].kind not in ("stop", "rel", "open")


def _is_operand(row: list[Piece], at: int) -> bool:
    """Whether a word is part of a formula here: a letter, a function, letters side by side before a sign."""
    word = row[at].text
    after = row[at + 1] if at + 1 < len(row) else None
    glued = after is not None and after.start == row[at].end
    if word in _FORMULA_WORDS:
        return True
    signed = after is not None and (after.kind in ("rel", "op", "close") or (glued and after.kind in ("open", "num")))
    if word in _ARTICLES:
        return signed
    if len(word) == 1:
        return not is_ideograph(word)
    before = row[at - 1] if at else None
    beside = before is not None and (
        (before.end == row[at].start and before.kind in ("num", "close")) or before.kind in ("rel", "op")
    )
    return (
        len(word) <= 3
        and not (is_unit(word) and at and row[at - 1].kind in ("num", "close"))
        and (signed or (beside and not _is_label(row, at)))
    )


def _is_label(row: list[Piece], at: int) -> bool:
    word = row[at]
    return word.kind == "word" and (len(word.text) > 2 or word.text in _CLOCK) and word.text not in _FORMULA_WORDS


def _run(row: list[Piece], at: int) -> tuple[int, list[Piece]]:
    """How far the automaton comes from here, and the pieces that make the formula."""
    kept: list[Piece] = []
    depth, wants_operand, end = 0, True, at
    while at < len(row):
        piece = row[at]
        if piece.kind == "stop" and not (depth and piece.text in _INSIDE):
            break
        if not wants_operand and (skipped := _labels(row, at)) > at:
            at = end = skipped
            continue
        moved = _operand(row, at, kept) if wants_operand else _after_operand(row, at, kept, depth)
        if moved is None:
            break
        depth, wants_operand = depth + moved[0], moved[1]
        kept.append(piece)
        at += 1
        end = at
    return _closed(row, end, kept)


TextMove = tuple[int, bool]
"""What a piece does to the depth of brackets, and whether an operand must follow."""


def _after_operand(row: list[Piece], at: int, kept: list[Piece], depth: int) -> TextMove | None:
    """What a piece behind an operand does; None if it does not belong to the formula."""
    piece = row[at]
    if piece.kind == "close":
        return (-1, False) if depth else None
    if piece.kind == "open":
        return (0, False) if piece.text == "|" else (1, True)
    if piece.kind in ("op", "rel", "stop"):
        return 0, piece.text not in ("!", "%", "'")
    if piece.text == "of" and kept[-1].kind in ("num", "op", "close") and _number_follows(row, at):
        return 0, True
    if piece.kind == "join":
        return None
    if piece.kind == "word":
        return (0, piece.text in _APPLIED) if _continues(row, at) else None
    return None if piece.kind == "num" and not _beside_number(row, at) else (0, False)


def _closed(row: list[Piece], end: int, kept: list[Piece]) -> tuple[int, list[Piece]]:
    """Without signs left dangling at the end."""
    while kept and (
        kept[-1].kind in ("rel", "cash", "open") or (kept[-1].kind == "op" and kept[-1].text not in ("!", "%", "'"))
    ):
        end = row.index(kept[-1])
        kept.pop()
    return end, kept


def _operand(row: list[Piece], at: int, kept: list[Piece]) -> TextMove | None:
    """What an operand's first piece does; None if it can't be one."""
    piece = row[at]
    if piece.kind == "open":
        return int(piece.text != "|"), True
    if piece.kind in ("num", "cmd", "cash", "dots"):
        return 0, piece.kind == "cash" or piece.text[1:] in _APPLIED
    if piece.kind == "op":
        return (0, True) if piece.text in ("-", "+", "\\pm", "\\mp", "_", "^") else None
    if piece.kind != "word":
        return None
    last = kept[-1].text if kept else ""
    is_divided = last == "(" and len(kept) > 1 and kept[-2].text == "/"
    is_unit_here = (is_divided or last in ("/", "*", "\\cdot")) and is_unit(piece.text)
    if is_unit_here or last in ("_", "^") or _is_operand(row, at):
        return 0, piece.text in _APPLIED
    return None


def _number_follows(row: list[Piece], at: int) -> bool:
    return at + 1 < len(row) and row[at + 1].kind in ("num", "cash", "open")


def _continues(row: list[Piece], at: int) -> bool:
    """A word behind an operand that belongs to the formula: a letter side by side, a function, a unit, a times `x`."""
    word, before = row[at], row[at - 1]
    if word.text in ("x", "X", "mod") or word.text in _FORMULA_WORDS:
        return True
    if is_unit(word.text) and (word.text != "in" or at + 1 == len(row) or row[at + 1].kind in ("stop", "rel")):
        return True
    glued = before.end == word.start
    if len(word.text) == 1:
        return not is_ideograph(word.text) and (word.text not in _ARTICLES or glued)
    return glued and len(word.text) <= 3


def _beside_number(row: list[Piece], at: int) -> bool:
    """A number behind an operand: a mixed number, or glued to a letter."""
    before = row[at - 1]
    is_fraction = at + 2 < len(row) and row[at + 1].text == "/" and row[at + 2].kind == "num"
    return (
        (before.kind == "num" and is_fraction)
        or before.end == row[at].start
        or before.kind in ("open", "cmd")
        or before.text in ("x", "of", "!")
    )


def _labels(row: list[Piece], at: int) -> int:
    """Where labels that start here end, if a sign or the end follows them; else `at`."""
    here = at
    if row[here].text == "/" and here + 1 < len(row) and _is_label(row, here + 1) and not is_unit(row[here + 1].text):
        return here + 2
    if row[here].text == "(" and (close := _words_in_brackets(row, here)):
        return close
    while here < len(row) and here - at < 4 and _is_label(row, here) and not _is_known_unit(row, here):
        here += 1
    if here == at:
        return at
    if here < len(row) and row[here].text == "/" and here + 1 < len(row) and _is_label(row, here + 1):
        here += 2
    ahead = row[here] if here < len(row) else None
    follows = ahead is not None and (ahead.kind in ("op", "rel", "close") or _is_times(row, here))
    return here if follows and ahead is not None and ahead.text != "'" else at


def _is_times(row: list[Piece], at: int) -> bool:
    """`6 packs x 4`, but not `144 for x`."""
    return row[at].text in ("x", "X") and _number_follows(row, at)


def _is_known_unit(row: list[Piece], at: int) -> bool:
    return is_unit(row[at].text) and row[at].text not in ("in",)


def _words_in_brackets(row: list[Piece], at: int) -> int:
    """The end of `(average)`; 0 if something else stands in the brackets."""
    here = at + 1
    while (
        here < len(row)
        and here - at < 6
        and row[here].kind == "word"
        and len(row[here].text) > 2
        and row[here].text not in _FORMULA_WORDS
    ):
        here += 1
    return here + 1 if here > at + 1 and here < len(row) and row[here].text == ")" else 0
