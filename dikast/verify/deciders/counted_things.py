"""What comes out of a calculation whose numbers all say what they count: `4 pizzas × 8 slices/pizza` gives slices.

The names multiply and cancel as units do. A result that is called by another of them is refuted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from dikast.language import CueMeaning, TextToken, clauses, lexicon, token_at
from dikast.verify.decision import Decision, refuted
from dikast.verify.syntax.normalize import plain
from dikast.verify.syntax.unit_table import NONE, POWERS, Dimension, Unit, joined, unit
from dikast.verify.text.formula_tokens import formula_tokens
from dikast.verify.text.markup import without_markup
from dikast.verify.text.number_words import is_scale
from dikast.verify.text.segments import segments, without_notes
from dikast.verify.text.unit_words import DIVIDING, unit_name_at
from dikast.verify.text.word_phrases import SIGNS_OF_MONEY
from dikast.verify.witness import Values

_POWERS = {"\\times": 1, "\\cdot": 1, "*": 1, "x": 1, "X": 1, "/": -1, "\\div": -1}
_TERM_SIGNS = frozenset({"+", "-"})
_EACH = "each"
_QUESTIONS = frozenset("?")
_ENDS = frozenset(".,;:!?)")
_BINDING = frozenset({"operator", "number", "open", "close", "command"})
_LAYOUT = frozenset({"\\text", "\\mathrm", "\\,", "{", "}"})
_PLURALS = frozenset({"", "s", "es", "n", "en"})
_ONE = Unit(Fraction(1), NONE)
# Words that leave open what a sentence says of its result, or say more of it.
_OPEN: frozenset[CueMeaning] = frozenset(
    {"negation", "denial", "supposition", "question", "opinion", "alternative", "option"}
)
_AFTER: frozenset[CueMeaning] = frozenset({"extent", "addition", "conclusion"})


@dataclass(frozen=True)
class _Counted:
    """The unit of a number, and the power of each thing that it counts: `slice` 1 and `pizza` -1."""

    measure: Unit = _ONE
    things: frozenset[tuple[str, int]] = frozenset()

    def times(self, other: _Counted, n: int) -> _Counted:
        """What the product with the other one's n-th power counts."""
        unit_product = Unit(
            self.measure.factor * other.measure.factor**n, joined(self.measure.dimension, other.measure.dimension, n)
        )
        powers = dict(self.things)
        for thing, power in other.things:
            powers[thing] = powers.get(thing, 0) + n * power
        return _Counted(unit_product, frozenset((thing, power) for thing, power in powers.items() if power))

    @property
    def kind(self) -> tuple[Dimension, frozenset[tuple[str, int]]]:
        """What can be equal to it: miles to kilometres, but not to hours."""
        return self.measure.dimension, self.things

    @property
    def is_rate(self) -> bool:
        return min(self.measure.dimension) < 0 or any(power < 0 for _, power in self.things)

    @property
    def is_amount(self) -> bool:
        """Whether it is of one thing, or only of units: nothing that should have cancelled is left."""
        is_of_one = self.measure.dimension == NONE and [power for _, power in self.things] == [1]
        return is_of_one or (not self.things and min(self.measure.dimension) >= 0 < max(self.measure.dimension))


def misnamed_results(step: str) -> Iterator[tuple[str, Decision]]:
    """The calculations of a step whose result is called by a name that its own names can't give."""
    text, _ = without_notes(without_markup(plain(step)))
    if "=" not in text:
        return
    for segment in segments(text):
        row = [token for token in formula_tokens(segment.text) if token.text not in _LAYOUT]
        for at in range(len(row)):
            if (misnamed := _Calculation(row, segment.text).read(at)) is not None:
                written, finding = misnamed
                is_meant = _is_said(text, segment.start + row[at].start)
                yield written, finding if is_meant else finding.opened("ambiguous", "perhaps not said to be right")


def _is_said(text: str, place: int) -> bool:
    """Whether the sentence at a place says so, and none puts anything right."""
    all_clauses = clauses(text)
    sentence = next((clause.sentence for clause in all_clauses if clause.start <= place < clause.end), None)
    own = [clause for clause in all_clauses if clause.sentence == sentence]
    is_asked = any(token.text in _QUESTIONS for clause in own for token in clause.tokens)
    is_put_right = any("correction" in clause.meanings for clause in all_clauses)
    return not (is_asked or is_put_right or any(clause.meanings & _OPEN for clause in own))


class _Calculation:
    """The reader of one calculation, with the names that it meets on its way."""

    def __init__(self, row: Sequence[TextToken], text: str) -> None:
        self.row, self.text = row, text
        self.names: dict[_Counted, str] = {}  # as they are written

    def read(self, at: int) -> tuple[str, Decision] | None:
        """The calculation that begins here, if its result is misnamed."""
        before = token_at(self.row, at - 1) if at else None
        if self.row[at].kind not in ("number", "money") or (before is not None and _binds(before)):
            return None
        terms = self._terms(at)
        if terms is None:
            return None
        (outcome, *others), sign = terms
        mentioned = dict(self.names)
        result = self._result(sign)
        if result is None or not outcome.is_amount or any(other.kind != outcome.kind for other in others):
            return None
        stated, end = result
        if stated.kind == outcome.kind or stated not in mentioned:
            return None
        comes_out = next((name for counted, name in mentioned.items() if counted.kind == outcome.kind), "no such rate")
        written = self.text[self.row[at].start : self.row[end - 1].end]
        return written, refuted("things", Values(comes_out, mentioned[stated]))

    def _terms(self, at: int) -> tuple[list[_Counted], int] | None:
        """What the terms before an equals sign count, and its place; None if one has no name, or none is a rate."""
        terms: list[_Counted] = []
        sign, has_rate = "+", False
        while (operand := self._operand(at)) is not None:
            counted, at = operand
            if token_at(self.row, at).text == _EACH and terms and sign in _POWERS:  # `4 boxes * 6 eggs each`
                counted, at = counted.times(terms[-1], -1), at + 1
            has_rate |= counted.is_rate
            terms += [counted] if sign in _TERM_SIGNS else [terms.pop().times(counted, _POWERS[sign])]
            sign = token_at(self.row, at).text
            if sign == "=":
                return (terms, at) if has_rate else None
            if sign not in _POWERS and sign not in _TERM_SIGNS:
                return None
            at += 1
        return None

    def _result(self, sign: int) -> tuple[_Counted, int] | None:
        """What the last member counts, and its end; members without words may be before it."""
        while token_at(self.row, sign).text == "=":
            result = self._operand(sign + 1)
            if result is not None and self._ends(result[1]):
                return result
            sign += 1
            while sign < len(self.row) and self.row[sign].kind in ("number", "operator", "open", "close", "money"):
                sign += 1
        return None

    def _ends(self, at: int) -> bool:
        """Whether nothing behind a result says more of it."""
        after = token_at(self.row, at)
        if after.kind in ("newline", "money") or not after.text or after.text in _ENDS:
            return True
        cue = next((cue for cue in lexicon().find(self.row[at : at + 4]) if cue.first == 0), None)
        return after.text != _EACH and cue is not None and bool(cue.meanings & _AFTER)

    def _operand(self, at: int) -> tuple[_Counted, int] | None:
        """What `8 slices/pizza`, `$5/hour` or `60 mph` counts, and the place behind it; None without a name."""
        named = self._amount(at)
        if named is None or token_at(self.row, named[1]).text.casefold() not in DIVIDING:
            return named
        counted, here = named
        below = self._thing(here + 1)
        if below is None:
            return named if self.row[here].text == "/" else None  # `12 eggs / 4`
        rate = counted.times(below[0], -1)
        self.names[rate] = f"{self.names[counted]}/{self.names[below[0]]}"
        return rate, below[1]

    def _amount(self, at: int) -> tuple[_Counted, int] | None:
        """What a number counts by the sign of money at one of its sides, or by the words behind it."""
        first, second = token_at(self.row, at), token_at(self.row, at + 1)
        if {first.kind, second.kind} == {"money", "number"}:
            sign = first.text if first.kind == "money" else second.text
            return self._counted_by(sign, sign), at + 2
        return self._thing(at + 1) if first.kind == "number" else None

    def _thing(self, at: int) -> tuple[_Counted, int] | None:
        """What the last of the words here names, and the place behind them."""
        end = at
        while _is_name(token_at(self.row, end)):
            end += 1
        if end == at or any(token.text in POWERS for token in self.row[at:end]):
            return None
        symbol = unit_name_at(self.row, end - 1)
        word = self.row[end - 1].text
        return self._counted_by(word if symbol is None else symbol[0], word), end

    def _counted_by(self, name: str, written: str) -> _Counted:
        known = unit("pound") if name == "£" else SIGNS_OF_MONEY.get(name) or unit(name)
        counted = (
            _Counted(known) if isinstance(known, Unit) else _Counted(things=frozenset({(self._singular(name), 1)}))
        )
        self.names.setdefault(counted, written)
        return counted

    def _singular(self, name: str) -> str:
        """The name as it was met first: `pizza` and `pizzas`, `Kiste` and `Kisten` are one."""
        word = name.casefold()
        for known in self.names:
            for other, _ in known.things:
                shorter, longer = sorted((word, other), key=len)
                if longer.startswith(shorter) and longer.removeprefix(shorter) in _PLURALS:
                    return other
        return word


def _is_name(token: TextToken) -> bool:
    """A word that may say what is counted; letters may be names of quantities."""
    is_word = token.kind == "word" and len(token.text) > 1
    return is_word and token.text != "in" and not is_scale(token.text)


def _binds(before: TextToken) -> bool:
    """Whether a number belongs to what is before it: a sign, another number, a bracket, `per`."""
    if before.kind == "sign":
        return before.text not in _ENDS
    return before.kind in _BINDING or before.text.casefold() in DIVIDING | {"of"}
