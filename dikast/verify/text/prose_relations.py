"""Formulas inside sentences: which stretches of a text say that something equals or exceeds something.

A stretch is found by a small automaton that runs over words, numbers and signs: an operand, labels behind it, an
operator, the next operand. Labels (`inches`, `sodas`, `(tests)`) belong to the stretch but not to its formula. Where
a formula may begin, what is an operand and what goes on one are tables of patterns of a piece between its neighbours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from dikast.language import (
    GLUED,
    NOTHING,
    TextToken,
    TokenKind,
    TokenRule,
    TokenTest,
    fits_any,
    is_ideograph,
    kind_in,
    pattern,
    text_in,
    token_at,
    windows,
    word_group,
)
from dikast.verify.syntax.commands import FUNCTIONS, GREEK
from dikast.verify.syntax.unit_table import is_unit
from dikast.verify.text.formula_tokens import STOPS, formula_tokens
from dikast.verify.text.number_words import is_scale, spelt_scale
from dikast.verify.text.unit_words import with_symbols
from dikast.verify.text.word_phrases import goes_on_in

_SIGNS = frozenset({"+", "*", "/", "^", "\\times", "\\cdot", "\\div"})
_FORMULA_WORDS = frozenset(FUNCTIONS) | GREEK | {"lim", "pi", "dx", "dt", "dy"}
_TIMES = frozenset({"x", "X"})
_PER = "per"
_DIVIDING = frozenset({"/", "*", "\\cdot", _PER})
_INSIDE = frozenset({",", ";", ":", ".", "->", "\\to"})
_CLOCK = frozenset({"am", "pm"})
_ARTICLES, _WORDS_OF_ONE = word_group("words of one letter", "en"), word_group("words of one letter")
_POSTFIX = frozenset({"!", "%", "'"})
_PREFIX = frozenset({"-", "+", "\\pm", "\\mp", "_", "^"})
_LABEL, _SHORT = 3, 3  # letters: the fewest of a label, the most of a product
_MAX_LABELS, _MAX_IN_BRACKETS = 4, 5  # words

PieceMove = tuple[int, bool]
"""What a piece does to the depth of brackets, and whether an operand must follow."""


@dataclass(frozen=True)
class ProseRelation:
    """A stretch of the text with a relation in it: as it is written, and without its labels."""

    text: str
    bare: str
    start: int
    end: int


def prose_relations(text: str) -> Iterator[ProseRelation]:
    """Every stretch of the text with a relation in it, from left to right."""
    scanner = _Scanner(list(with_symbols(formula_tokens(text))))
    row, at = scanner.row, 0
    while at < len(row):
        end, pieces = scanner.run(at) if scanner.may_begin(at) else (at, [])
        if any(piece.kind == "relation" for piece in pieces) and not scanner.is_cut(end):
            start, at = row[at].start, end
            yield ProseRelation(text[start : row[end - 1].end].strip(), _written(pieces), start, row[end - 1].end)
        else:
            at = scanner.after_word(at)


def _is_one_term(row: Sequence[TextToken], at: int) -> bool:
    """The x of `3x`, but not of `设x`, which has no blank before it in Chinese."""
    are_letters = {token_at(row, at - 1).kind, token_at(row, at).kind} <= {"number", "word"}
    return token_at(row, at).glued and are_letters and not is_ideograph(row[at - 1].text)


def _written(pieces: Sequence[TextToken]) -> str:
    """The formula's text: its pieces with the blanks between them."""
    text, end = "", pieces[0].start
    for piece in pieces:
        is_scaled = piece.kind == "word" and is_scale(piece.text)
        written = spelt_scale(piece.text) if is_scaled else piece.text.replace(" ", "")
        if piece.kind == "word" and piece.end - piece.start != len(piece.text):
            written = f" {written} "  # the h of `3小时=`, which is no letter
        text += " " * (piece.start > end) + written
        end = piece.end
    return text


_IS_UNIT = TokenTest(lambda piece: is_unit(piece.text))
_IS_SCALE = TokenTest(lambda piece: is_scale(piece.text))
_IS_LONE = TokenTest(lambda piece: len(piece.text) == 1 and not is_ideograph(piece.text))
_IS_LETTER = _IS_LONE & ~text_in(_ARTICLES)
_IS_PRODUCT = TokenTest(lambda piece: 1 < len(piece.text) <= _SHORT)
_IS_LONG_WORD = kind_in("word") & TokenTest(lambda piece: len(piece.text) >= _LABEL) & ~text_in(_FORMULA_WORDS)
# What may name what is counted, and the same without units.
_IS_LABEL = _IS_LONG_WORD | (kind_in("word") & text_in(_CLOCK))
_IS_THING = _IS_LABEL & ~_IS_SCALE & (text_in({"in"}) | ~_IS_UNIT)
# What a colon may divide, in `(3 + 5) : 4` or `x : 2`.
_IS_DIVIDED = kind_in("number", "close", "money") | (kind_in("word") & (_IS_LONE | _IS_UNIT) & ~text_in(_WORDS_OF_ONE))
_IS_COLON, _IS_SIGN, _IS_OPERATOR = text_in({":"}), text_in(_SIGNS), kind_in("operator")
_BEGINS_VALUE, _IS_SIGNED = kind_in("number", "open", "money"), kind_in("word", "number", "open", "money")
_IS_SOMETHING = ~kind_in(*STOPS, "relation", "open")
# What shows that the letters before it belong to a formula.
_GOES_ON_FORMULA = kind_in("relation", "operator", "close") | (GLUED & kind_in("open", "number"))

# The second half of `10:30`, `(3 + 5) : 4` or `x : 2`; `Step 3: 4` has a blank only behind its colon.
_BEHIND_COLON: tuple[TokenRule, ...] = (
    pattern(_BEGINS_VALUE & GLUED, before=_IS_COLON, first=_IS_DIVIDED),
    pattern(_BEGINS_VALUE, before=_IS_COLON & ~GLUED, first=_IS_DIVIDED),
)
# Where no formula begins, since the piece belongs to what is before it.
_NO_BEGINNINGS: tuple[TokenRule, ...] = (
    *_BEHIND_COLON,
    pattern(kind_in("number"), before=text_in({"."}) & ~GLUED, first=kind_in("number")),  # `5 . 6 = 30`
    pattern(kind_in("number"), before=kind_in("number")),  # `1 2 + 1 3 = 5 6`: fractions that lost their bars
    pattern(kind_in("word") & GLUED, before=kind_in("number")),  # the `e` of `5e`
    pattern(kind_in("word"), before=kind_in("number"), first=kind_in("command")),  # the `du` of `\\frac12 du`
    # A sign takes the piece from something that can't be in a formula: words, dots. One near its number and far
    # from the text before it belongs to the number: `was +5`.
    pattern(~GLUED, before=_IS_OPERATOR, first=_IS_SOMETHING),
    pattern(GLUED, before=_IS_OPERATOR, first=kind_in("dots")),
    pattern(kind_in("number"), before=kind_in("money"), first=_IS_SIGN),  # the 42 000 of `$17 500. + $42 000 = …`
    pattern(kind_in("money"), before=_IS_SIGN, first=text_in({"."})),
    pattern(GLUED, before=_IS_OPERATOR & _IS_SIGN & GLUED, first=_IS_SOMETHING),
)
# `22 * divisor`: a sign with blanks on both sides or on neither; `4* and` ends text in italics.
_SIGNED: tuple[TokenRule, ...] = (
    pattern(_IS_SIGN & GLUED, after=(_IS_SIGNED | kind_in("join")) & GLUED),
    pattern(_IS_SIGN & ~GLUED, after=_IS_SIGNED & ~GLUED),
)
# Words that are part of a formula everywhere, or before a sign.
_NAMES: tuple[TokenRule, ...] = (
    pattern(text_in(_FORMULA_WORDS) | _IS_LETTER),
    pattern(text_in(_ARTICLES) | (_IS_PRODUCT & ~_IS_UNIT), after=_GOES_ON_FORMULA),
    pattern(_IS_PRODUCT & _IS_UNIT, before=~kind_in("number", "close"), after=_GOES_ON_FORMULA),
    pattern(_IS_PRODUCT & ~_IS_LABEL, before=kind_in("relation", "operator")),
    pattern(_IS_PRODUCT & ~_IS_LABEL & ~_IS_UNIT & GLUED, before=kind_in("number", "close")),
)
_BEGINNINGS: tuple[TokenRule, ...] = (
    pattern(kind_in("number", "money", "command") | (kind_in("open") & ~GLUED)),
    pattern(kind_in("open") & ~text_in({"{"}), before=~kind_in("word", "number")),
    pattern(text_in({"-"}) & ~GLUED, after=GLUED),
    lambda around: around.here.kind == "word" and fits_any(around, _NAMES),
)
# A word behind an operand that belongs to the formula: a letter side by side, a function, a unit, a times `x`.
_GOING_ON: tuple[TokenRule, ...] = (
    pattern(text_in(_TIMES | _FORMULA_WORDS) | _IS_LETTER | (_IS_UNIT & ~text_in({"in"}))),
    pattern(text_in({"in"}), after=kind_in(*STOPS, "relation", "operator")),
    pattern(GLUED & (_IS_PRODUCT | text_in(_ARTICLES))),
)
# A number behind an operand that belongs to it: a mixed number, or one that is glued to a letter.
_BESIDE_NUMBER: tuple[TokenRule, ...] = (
    pattern(GLUED),
    pattern(kind_in("number"), before=kind_in("open", "command") | text_in({"x", "of", "!"})),
    pattern(kind_in("number"), before=kind_in("number"), first=text_in({"_"})),  # `log_2 8`
)


class _Scanner:
    """The automaton over the pieces of one text."""

    def __init__(self, row: Sequence[TextToken]) -> None:
        self.row = row
        self.around = windows([*row, NOTHING, NOTHING])

    @cached_property
    def second_quantities(self) -> frozenset[int]:
        """The 30 of `1 hour 30 minutes` or `1 hour and 30 minutes`: numbers between two units of one kind."""
        return frozenset(at for at, piece in enumerate(self.row) if piece.kind == "number" and self._is_second(at))

    def _is_second(self, at: int) -> bool:
        unit_at = at - 2 if token_at(self.row, at - 1).text in word_group("and") else at - 1
        number, larger, smaller = (token_at(self.row, i) for i in (unit_at - 1, unit_at, at + 1))
        return number.kind == "number" and goes_on_in(larger.text, smaller.text)

    def after_word(self, at: int) -> int:
        """The next place to start from: never inside `3x` or `f(x)`, whose end would be another formula."""
        at += 1
        while _is_one_term(self.row, at):
            at += 1
        return at

    def is_cut(self, end: int) -> bool:
        """Whether the formula goes on: behind a colon (a time of day, a ratio), by a sign before words, or a rate."""
        is_timed = fits_any(self.around[end + 1], _BEHIND_COLON)
        return is_timed or fits_any(self.around[end], _SIGNED) or self._is_of_rate(end)

    def _is_of_rate(self, end: int) -> bool:
        """`60 cans / 4` before `cans per person = 15 persons`."""
        per = self._past_labels(end)
        behind = token_at(self.row, self._past_labels(per + 1))
        return per > end and token_at(self.row, per).text == _PER and behind.kind in ("relation", "operator")

    def _past_labels(self, at: int) -> int:
        while _IS_LABEL(token_at(self.row, at)):
            at += 1
        return at

    def may_begin(self, at: int) -> bool:
        """Whether a formula may begin with the piece."""
        around = self.around[at]
        if not fits_any(around, _BEGINNINGS):
            return False
        return at not in self.second_quantities and not fits_any(around, _NO_BEGINNINGS)

    def run(self, at: int) -> tuple[int, list[TextToken]]:
        """How far the automaton gets from here, and the pieces of the formula."""
        pieces: list[TextToken] = []
        ends: list[int] = []
        depth, wants_operand = 0, True
        while at < len(self.row):
            piece = self.row[at]
            if piece.kind in STOPS and not (depth and piece.text in _INSIDE):
                break
            if not wants_operand and (skipped := self._labels(at)) > at:
                at = ends[-1] = skipped
                continue
            move = self._operand(at, pieces) if wants_operand else self._behind_operand(at, depth)
            if move is None:
                break
            depth, wants_operand = depth + move[0], move[1]
            at += 1
            pieces.append(piece)
            ends.append(at)
        # Signs at the end have no operand.
        while pieces and _is_dangling(pieces[-1]):
            at = ends.pop() - 1
            pieces.pop()
        return at, pieces

    def _operand(self, at: int, pieces: Sequence[TextToken]) -> PieceMove | None:
        """What an operand's first piece does; None if it can't be one."""
        piece = self.row[at]
        if piece.kind == "open":
            return int(piece.text != "|"), True
        if piece.kind == "operator":
            return (0, True) if piece.text in _PREFIX else None
        if piece.kind == "word":
            is_named = _takes_word(pieces, piece) or fits_any(self.around[at], _NAMES)
            is_alone = self.around[at].after.text == "}"  # `\\mathrm{lcm}`
            return (0, piece.text in FUNCTIONS and not is_alone) if is_named else None
        if piece.kind in ("number", "command", "money", "dots"):
            return 0, piece.kind == "money" or piece.text[1:] in FUNCTIONS
        return None

    def _behind_operand(self, at: int, depth: int) -> PieceMove | None:
        """What a piece behind an operand does; None if it does not belong to the formula."""
        _, before, piece, after, _ = self.around[at]
        if piece.text == "of":
            is_share = before.kind in ("number", "operator", "close") and _BEGINS_VALUE(after)
            return (0, True) if is_share else None
        if piece.text == _PER:  # `180 miles per hour`
            return (0, True) if is_unit(before.text) and is_unit(after.text) else None
        if piece.kind == "word":
            is_minutes = is_unit(piece.text) and before.kind == "number"  # `30 min`
            return (0, piece.text in FUNCTIONS and not is_minutes) if self._goes_on(at) else None
        if piece.kind == "number":
            return (0, False) if self._is_beside(at) else None
        if piece.kind == "close" and not depth:
            return None
        return _MOVES[piece.kind](piece)

    def _goes_on(self, at: int) -> bool:
        """Whether a word behind an operand belongs to the formula."""
        around = self.around[at]
        if is_scale(around.here.text):
            return around.before.kind == "number"
        is_inches = around.here.text == "in" and at - 1 in self.second_quantities
        return is_inches or fits_any(around, _GOING_ON)

    def _is_beside(self, at: int) -> bool:
        """Whether a number behind an operand belongs to it."""
        around = self.around[at]
        is_of_index = around.first.text == "_"
        if around.before.text == "}" and token_at(self.row, at - 4).text == "_":
            return True  # `log₂ 8`
        if around.before.kind == "number" and around.after.text == "/" and not is_of_index:
            return around.last.kind == "number"
        return at in self.second_quantities or fits_any(around, _BESIDE_NUMBER)

    def _labels(self, at: int) -> int:
        """Where labels that start here end, if a sign or the end follows them; else `at`."""
        piece, after = self.row[at], self.around[at].after
        if piece.text == "/":
            return at + 2 if _IS_LABEL(after) and not is_unit(after.text) else at
        if piece.text == "(":
            return self._words_in_brackets(at)
        if piece.text in word_group("and") and at + 1 in self.second_quantities:
            return at + 1
        return self._things(at)

    def _things(self, at: int) -> int:
        """The end of `red apples`, `apples/box`."""
        end = at
        while end - at < _MAX_LABELS and _IS_THING(token_at(self.row, end)):
            end += 1
        if end > at and self.around[end].here.text == "/" and _IS_LABEL(self.around[end].after):
            end += 2
        _, _, sign, behind, _ = self.around[end]
        is_times = sign.text in _TIMES and _BEGINS_VALUE(behind)  # `6 packs x 4`, but not `144 for x`
        follows = sign.kind in ("operator", "relation", "close") or is_times
        return end if follows and sign.text != "'" else at

    def _words_in_brackets(self, at: int) -> int:
        """The end of `(average)`; `at` if something else is in the brackets."""
        end = at + 1
        while end - at <= _MAX_IN_BRACKETS and _IS_LONG_WORD(token_at(self.row, end)):
            end += 1
        return end + 1 if end > at + 1 and token_at(self.row, end).text == ")" else at


def _takes_word(pieces: Sequence[TextToken], word: TextToken) -> bool:
    """Whether the sign before takes any word, or a unit: `x_max`, `5 m/s`, `5 / (s`."""
    last, before = (token_at(pieces, len(pieces) - n).text for n in (1, 2))
    if last in ("_", "^"):
        return True
    is_divided = last in _DIVIDING or (last == "(" and before == "/")
    return is_divided and is_unit(word.text)


def _is_dangling(piece: TextToken) -> bool:
    """A sign that needs something behind it."""
    return piece.kind in ("relation", "money", "open") or (piece.kind == "operator" and piece.text not in _POSTFIX)


def _ends_operand(piece: TextToken) -> PieceMove:
    return 0, False


def _wants_operand(piece: TextToken) -> PieceMove:
    return 0, piece.text not in _POSTFIX


# What a piece does behind an operand, by its kind.
_MOVES: dict[TokenKind, Callable[[TextToken], PieceMove | None]] = {
    "close": lambda piece: (-1, False),
    "open": lambda piece: (0, False) if piece.text == "|" else (1, True),
    "operator": _wants_operand,
    "relation": _wants_operand,
    "sign": _wants_operand,
    "join": lambda piece: None,
    "command": _ends_operand,
    "money": _ends_operand,
    "dots": _ends_operand,
}
