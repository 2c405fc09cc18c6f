"""Values as people read them in a witness."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from dikast.verify.syntax.nodes import Node
from dikast.verify.syntax.printer import written
from dikast.verify.syntax.unit_table import Dimension
from dikast.verify.witness import Dimensions, Values

_LONGEST_BELOW, _LONGEST_ABOVE, _MOST_DIGITS = 10**6, 10**20, 60
_BASE_UNITS = ("m", "kg", "s", "A", "K", "mol", "cd", "$", "dB", "month")


def shown(value: Fraction, digits: int = 10) -> str:
    """A rational: in full if it is short, else its first digits."""
    is_short = value.denominator <= _LONGEST_BELOW and abs(value.numerator) <= _LONGEST_ABOVE
    return str(value) if is_short else in_digits(value, digits)


def in_digits(value: Fraction, digits: int) -> str:
    """A rational as a decimal of so many digits."""
    import mpmath

    with mpmath.workdps(_MOST_DIGITS):
        return str(mpmath.nstr(mpmath.mpf(value.numerator) / value.denominator, digits))


def told_apart(left: Fraction, right: Fraction) -> Values:
    """Both values, with enough digits to show that they differ."""
    for digits in (10, 25, 50):
        sides = Values(shown(left, digits), shown(right, digits))
        if sides.left != sides.right:
            return sides
    return Values(f"{shown(right)} + ({shown(left - right)})", shown(right))


def place(point: Mapping[str, Fraction]) -> dict[str, str]:
    """The values of the names at a point."""
    return {name: str(value) for name, value in point.items()}


def as_written(a: Node, b: Node) -> Values:
    """Both sides in the notation and the units that they were written in."""
    return Values(written(a), written(b))


def dimensions(a: Dimension, b: Dimension) -> Dimensions:
    """Two dimensions by their base units."""
    return Dimensions(_product(a), _product(b))


def _product(dimension: Dimension) -> str:
    powers = zip(_BASE_UNITS, dimension, strict=True)
    return "·".join(f"{unit}^{n}" if n != 1 else unit for unit, n in powers if n) or "none"


def count(n: int) -> str:
    """A number of members."""
    return f"{n} member" if n == 1 else f"{n} members"
