"""When a decimal stands for another value: only by a rounding rule, never by a tolerance."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from dikast.verify.syntax.nodes import Node


@dataclass(frozen=True)
class Decimal:
    """A number as it was printed: its value, the unit of its last place, its significant figures."""

    value: Fraction
    ulp: Fraction
    figures: int

    def holds(self, value: Fraction) -> bool:
        """Whether the printed number is a correct rounding of the value (a half may go either way)."""
        return abs(self.value - value) <= self.ulp / 2


def printed(node: Node) -> Decimal | None:
    """The decimal that a tree is, with its sign and power of ten; None for anything else."""
    while node.op == "paren":
        node = node.args[0]
    if node.op == "neg":
        inner = printed(node.args[0])
        return None if inner is None else Decimal(-inner.value, inner.ulp, inner.figures)
    if node.op == "num" and isinstance(node.value, Fraction):
        return _literal(node.value, node.literal)
    if node.op == "mul" and len(node.args) == 2 and (scale := _power_of_ten(node.args[1])) is not None:
        inner = printed(node.args[0])
        return None if inner is None else Decimal(inner.value * scale, inner.ulp * scale, inner.figures)
    if node.op in ("percent",):
        inner = printed(node.args[0])
        return None if inner is None else Decimal(inner.value / 100, inner.ulp / 100, inner.figures)
    return None


def _literal(value: Fraction, literal: str) -> Decimal:
    mantissa, _, exponent = literal.lower().partition("e")
    scale = Fraction(10) ** int(exponent or 0)
    places = len(mantissa.partition(".")[2])
    digits = mantissa.replace(".", "").lstrip("0")
    figures = len(digits) if "." in mantissa else len(digits.rstrip("0")) or 1
    return Decimal(value, scale / 10**places, max(figures, 1))


def _power_of_ten(node: Node) -> Fraction | None:
    if node.op == "num" and isinstance(node.value, Fraction) and node.value in (10, 100, 1000):
        return node.value
    if node.op == "pow" and node.args[0].value == 10:
        exponent = node.args[1]
        sign = -1 if exponent.op == "neg" else 1
        leaf = exponent.args[0] if exponent.op in ("neg", "paren") else exponent
        if isinstance(leaf.value, Fraction) and leaf.value.denominator == 1 and abs(leaf.value) < 400:
            return Fraction(10) ** (sign * int(leaf.value))
    return None


def is_decimal(node: Node) -> bool:
    """Whether the number was printed with a decimal point or as a power of ten."""
    while node.op in ("neg", "paren", "percent"):
        node = node.args[0]
    if node.op == "num":
        return "." in node.literal or "e" in node.literal.lower()
    return node.op == "mul" and printed(node) is not None
