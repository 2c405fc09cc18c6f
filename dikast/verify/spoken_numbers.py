"""The numbers of a sentence, in figures and in words, and what its words may add to a formula of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from dikast.verify.stated_numbers import StatedNumber, stated_numbers
from dikast.verify.text.number_words import number_in_words

_WORD = re.compile(r"[^\W\d_]+")
_HALF = frozenset({"half", "hälfte", "moitié", "mitad"})
_DOUBLE = frozenset({"twice", "double", "doppelte", "doble"})


@dataclass(frozen=True)
class SpokenNumbers:
    """The numbers of a text in their order, and those that a formula of it may have besides.

    `half` may be written as `1/2`, as `0.5` or as a division by 2, and `twice` as a factor of 2.
    """

    stated: tuple[StatedNumber, ...]
    optional: tuple[Fraction, ...]


def spoken_numbers(text: str) -> SpokenNumbers:
    """The numbers of the text."""
    stated = list(stated_numbers(text))
    optional: list[Fraction] = []
    for match in _WORD.finditer(text):
        word = match[0].casefold()
        spoken = number_in_words(word)
        if word in _HALF:
            optional += [Fraction(1), Fraction(2), Fraction(1, 2)]
        elif word in _DOUBLE:
            optional.append(Fraction(2))
        elif spoken is not None:
            stated.append(StatedNumber(Fraction(spoken), match.start(), match.end()))
    stated.sort(key=lambda number: number.start)
    return SpokenNumbers(tuple(stated), tuple(optional))


def numbers_beyond(formula: str, spoken: SpokenNumbers) -> list[Fraction] | None:
    """The formula's numbers that are not among these; None where these are not all in it, in their order."""
    remaining = [number.value for number in spoken.stated]
    optional = list(spoken.optional)
    beyond: list[Fraction] = []
    for number in stated_numbers(formula):
        if remaining and number.value == remaining[0]:
            remaining.pop(0)
        elif number.value in optional:
            optional.remove(number.value)
        else:
            beyond.append(number.value)
    return None if remaining else beyond
