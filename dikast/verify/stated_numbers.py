"""The numbers of a text where they stand, and the text with another number in their place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from dikast.language import tokens

_MAX_DIGITS = 40
_ENDS_OPERAND = frozenset(")]}%°!")
_MINUS = frozenset("-−")
_FIRST_IDEOGRAPH = "\u2e80"
_IN_NAME = frozenset("_.,\\")


@dataclass(frozen=True)
class StatedNumber:
    """A decimal number of a text, with its sign, and where it stands."""

    value: Fraction
    start: int
    end: int


@lru_cache(maxsize=256)
def stated_numbers(text: str) -> tuple[StatedNumber, ...]:
    """The decimal numbers of the text in order. One that may be read in two ways (`3,14`, `1.234.567`) is left out."""
    numbers: list[StatedNumber] = []
    for start, written in _written(text, 0):
        value = _decimal_value(written)
        if value is not None and not (start and _is_of_name(text[start - 1])):
            signed = _has_sign(text, start)
            numbers.append(StatedNumber(-value if signed else value, start - signed, start + len(written)))
    return tuple(numbers)


def _written(text: str, offset: int) -> Iterator[tuple[int, str]]:
    """The places and the texts of the number tokens, in formulas too."""
    for token in tokens(text):
        if token.kind == "number":
            yield offset + token.start, token.text
        elif token.kind == "formula":
            yield from _written(token.inner, offset + token.start + token.text.index(token.inner))


def _is_of_name(before: str) -> bool:
    """Whether a number right behind this character is a part of a name or a number: `x2`, but `有2个`."""
    return before in _IN_NAME or (before.isalnum() and before < _FIRST_IDEOGRAPH)


def _decimal_value(written: str) -> Fraction | None:
    """`1,200`, `3.50` and `.5`; None for a number that may be read in two ways."""
    whole, _, places = written.partition(".")
    first, *groups = whole.split(",")
    is_grouped = 1 <= len(first) <= 3 and all(len(group) == 3 for group in groups)
    is_decimal = written.isascii() and "".join((first, *groups, places)).isdigit()
    if len(written) > _MAX_DIGITS or not is_decimal or written.endswith("."):
        return None
    return Fraction(written.replace(",", "")) if is_grouped or not groups else None


def _has_sign(text: str, start: int) -> bool:
    """Whether the character before a number is its minus sign, and not a subtraction."""
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
    numeral = str(value) if value.denominator == 1 else _decimal(value)
    return f"({numeral})" if not numeral.replace(".", "").isdigit() else numeral


def _decimal(value: Fraction) -> str:
    """A short decimal if the value is one exactly, else a fraction."""
    numeral = f"{float(value):.6f}".rstrip("0")
    return numeral if Fraction(numeral) == value else str(value)


def number_of(text: object) -> Fraction | None:
    """The value of a number as a witness writes it, such as `-3`, `4.5` or `1/3`; None for anything else."""
    numeral = str(text)
    if len(numeral) > _MAX_DIGITS or not set(numeral) <= set("-0123456789./"):
        return None
    try:
        return Fraction(numeral)
    except (ValueError, ZeroDivisionError):
        return None
