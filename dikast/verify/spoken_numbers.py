"""The numbers of a sentence, in figures and in words, and what its words may add to a formula of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from dikast.verify.stated_numbers import StatedNumber, stated_numbers
from dikast.verify.text.number_words import number_in_words

WORD = re.compile(r"[^\W\d_]+")
"""A run of letters."""

_HALF = frozenset({"half", "hälfte", "moitié", "mitad"})
_DOUBLE = frozenset({"twice", "double", "doppelte", "doble"})


@dataclass(frozen=True)
class ImpliedNumber:
    """A number that a word such as `half` or `twice` may add to a formula, and what must stand beside it there."""

    value: Fraction
    before: str = ""
    after: str = ""

    def suits(self, number: StatedNumber, formula: str) -> bool:
        """Whether this is the number of the formula, with what must stand before or after it."""
        before, after = formula[: number.start].rstrip(" ($"), formula[number.end :].lstrip(" )")
        return number.value == self.value and before.endswith(self.before) and after.startswith(self.after)


# `half of 90` is 90/2, 1/2*90, 0.5*90 or 90*0.5; `twice 4` is 2*4 or 4*2.
_IMPLIED_BY_HALF = (
    ImpliedNumber(Fraction(2), before="/"),
    ImpliedNumber(Fraction(1), after="/2"),
    ImpliedNumber(Fraction(1, 2), before="*"),
    ImpliedNumber(Fraction(1, 2), after="*"),
)
_IMPLIED_BY_DOUBLE = (ImpliedNumber(Fraction(2), before="*"), ImpliedNumber(Fraction(2), after="*"))


@dataclass(frozen=True)
class SpokenNumbers:
    """The numbers of a text in their order, and those that its words imply."""

    stated: tuple[StatedNumber, ...]
    implied: tuple[ImpliedNumber, ...]


def spoken_numbers(text: str) -> SpokenNumbers:
    """The numbers of the text."""
    stated = list(stated_numbers(text))
    implied: list[ImpliedNumber] = []
    for match in WORD.finditer(text):
        word = match[0].casefold()
        spoken = number_in_words(word)
        if word in _HALF:
            implied += _IMPLIED_BY_HALF
        elif word in _DOUBLE:
            implied += _IMPLIED_BY_DOUBLE
        elif spoken is not None:
            stated.append(StatedNumber(Fraction(spoken), match.start(), match.end()))
    stated.sort(key=lambda number: number.start)
    return SpokenNumbers(tuple(stated), tuple(implied))


def numbers_beyond(formula: str, spoken: SpokenNumbers) -> list[Fraction] | None:
    """The formula's numbers that are neither stated nor implied; None where not all stated ones are in it, in order."""
    remaining = [number.value for number in spoken.stated]
    beyond: list[Fraction] = []
    for number in stated_numbers(formula):
        if remaining and number.value == remaining[0]:
            remaining.pop(0)
        elif not any(implied.suits(number, formula) for implied in spoken.implied):
            beyond.append(number.value)
    return None if remaining else beyond
