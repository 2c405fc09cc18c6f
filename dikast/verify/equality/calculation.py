"""calculated: the value of an expression without letters, as text."""

from __future__ import annotations

from dikast.verify.equality.exact import rational
from dikast.verify.equality.numeric import rational_value
from dikast.verify.equality.value_texts import in_digits
from dikast.verify.syntax.nodes import Node, TooCostly, Unparsed
from dikast.verify.syntax.parser import readings

# How many digits are shown of a value that is no fraction, and how long a fraction may be to be shown.
DIGITS = 15
LONGEST_FRACTION = 60


def calculated(expression: str) -> str | None:
    """The value: exact where it is a fraction (`144`, `3/8 = 0.375`), else to 15 digits (`≈ 1.4142135623731`).

    None for a text that is no expression, has letters or units, or has no value or too large a one, and where its
    readings differ in their values.
    """
    try:
        values = {_shown_value(reading.trees[0]) for reading in readings(expression)}
    except (Unparsed, TooCostly):
        return None
    return values.pop() if len(values) == 1 else None


def _shown_value(node: Node) -> str | None:
    value = rational_value(node)
    if value is None:
        return None
    exact = str(value)
    if rational(node) is None or len(exact) > LONGEST_FRACTION:
        return f"≈ {in_digits(value, DIGITS)}"
    return exact if value.denominator == 1 else f"{exact} = {in_digits(value, DIGITS)}"
