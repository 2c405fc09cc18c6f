"""Values as people read them in a witness."""

from __future__ import annotations

from fractions import Fraction

from dikast.verify.syntax.nodes import Node
from dikast.verify.syntax.printer import written
from dikast.verify.syntax.unit_table import Dimension
from dikast.verify.witness import Dimensions, Values

_LONGEST = 10**40
_BASE_UNITS = ("m", "kg", "s", "A", "K", "mol", "cd", "$")


def shown(value: Fraction) -> str:
    """A rational: as it is while it is short, else its first digits."""
    if max(abs(value.numerator), value.denominator) <= _LONGEST:
        return str(value)
    import mpmath

    text: str = mpmath.nstr(mpmath.mpf(value.numerator) / value.denominator, 12)
    return text


def as_written(a: Node, b: Node) -> Values:
    """Both sides in the notation and the units that they were written in."""
    return Values(written(a), written(b))


def dimensions(a: Dimension, b: Dimension) -> Dimensions:
    """Two dimensions by their base units."""
    return Dimensions(_product(a), _product(b))


def _product(dimension: Dimension) -> str:
    powers = zip(_BASE_UNITS, dimension, strict=True)
    return "·".join(f"{unit}^{n}" if n != 1 else unit for unit, n in powers if n) or "none"
