"""The numbers of a text where they stand, and the text with another number in their place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

_MAX_DIGITS = 40
# A run of digits, points and commas that no letter or digit touches on the left: `x2` is a name.
_RUN = re.compile(r"(?<![\w.,\\])\d[\d.,]*")
_NUMERAL = re.compile(r"(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?")


_ENDS_OPERAND = frozenset(")]}%°!")
_MINUS = frozenset("-−")


@dataclass(frozen=True)
class StatedNumber:
    """A decimal number of a text, with its sign, and where it stands."""

    value: Fraction
    start: int
    end: int


def stated_numbers(text: str) -> Iterator[StatedNumber]:
    """The decimal numbers of the text in order. One that may be read in two ways (`3,14`, `1.234.567`) is left out."""
    for run in _RUN.finditer(text):
        written = run[0].rstrip(".,")
        if len(written) <= _MAX_DIGITS and _NUMERAL.fullmatch(written):
            value = Fraction(written.replace(",", ""))
            end = run.start() + len(written)
            if _has_sign(text, run.start()):
                yield StatedNumber(-value, run.start() - 1, end)
            else:
                yield StatedNumber(value, run.start(), end)


def _has_sign(text: str, start: int) -> bool:
    """Whether the character before a number is its minus sign, and takes nothing away from what is before it."""
    if start == 0 or text[start - 1] not in _MINUS:
        return False
    before = text[max(0, start - 40) : start - 1]
    bare = before.rstrip()
    if not bare:
        return True
    if bare[-1].isalnum():
        # `is -5`, but not `x -5`.
        return bare != before and bare[-2:].isalpha()
    return bare[-1] not in _ENDS_OPERAND


def with_numbers(text: str, changes: Mapping[Fraction, Fraction]) -> str:
    """The text with every number that `changes` has a new value for written anew."""
    parts: list[str] = []
    end = 0
    for number in stated_numbers(text):
        if number.value in changes:
            parts += [text[end : number.start], as_numeral(changes[number.value])]
            end = number.end
    return "".join([*parts, text[end:]])


def as_numeral(value: Fraction) -> str:
    """The value as it can stand in a formula: `16`, `4.5`, `(1/3)`, `(-2)`."""
    shown = str(value) if value.denominator == 1 else _decimal(value)
    return f"({shown})" if not shown.replace(".", "").isdigit() else shown


def _decimal(value: Fraction) -> str:
    """A short decimal if the value is one exactly, else a fraction."""
    shown = f"{float(value):.6f}".rstrip("0")
    return shown if Fraction(shown) == value else str(value)


def number_of(text: object) -> Fraction | None:
    """The value of a number as a witness writes it, such as `-3`, `4.5` or `1/3`; None for anything else."""
    shown = str(text)
    if len(shown) > _MAX_DIGITS or not set(shown) <= set("-0123456789./"):
        return None
    try:
        return Fraction(shown)
    except (ValueError, ZeroDivisionError):
        return None
