"""Decimals against other values: what rounding may account for, and values as rationals."""

from __future__ import annotations

from fractions import Fraction

from dikast.verify.decision import Decision, unknown, verified
from dikast.verify.equality.exact import Undefined, exact
from dikast.verify.equality.numeric import enclose
from dikast.verify.equality.rounding import is_decimal, printed
from dikast.verify.policy import Policy
from dikast.verify.syntax.nodes import Node, TooCostly
from dikast.verify.syntax.quantities import has_units

_FIGURES = 3


def rounded(a: Node, b: Node, exactly: Decision, policy: Policy, scale: tuple[Node, Node] | None = None) -> Decision:
    """A decimal reference may be what the answer rounds to, a long decimal answer what the reference rounds to."""
    if policy.rounding == "none" or exactly.reason in ("cost", "timeout"):
        return exactly
    left, right = printed(_number_of(a)), printed(_number_of(b))
    x, y = (known(n) for n in (scale or (a, b)))
    if x is None or y is None:
        return exactly
    values, factors = (x, y), (_factor(left, x), _factor(right, y))
    if left and factors[0] and is_decimal(_number_of(a)) and left.figures >= 2:
        if right is None or not is_decimal(_number_of(b)) or right.figures >= left.figures:
            if abs(values[0] - values[1]) <= left.ulp * factors[0] / 2:
                return _by_figures(left.figures)
        elif factors[1] and abs(values[0] - values[1]) <= right.ulp * factors[1] / 2:
            return unknown("precision", "rounding", figures=right.figures, needed=left.figures)
    exact_reference = left is None or not is_decimal(_number_of(a))
    if exact_reference and right and factors[1] and is_decimal(_number_of(b)):
        is_near = abs(values[0] - values[1]) <= right.ulp * factors[1] / 2
        is_rounded = is_near and right.figures >= policy.significant_figures
        return verified("rounding", "rounded", figures=right.figures) if is_rounded else exactly
    return exactly


def _by_figures(figures: int) -> Decision:
    """A reference of two figures is too short to say that what rounds to it is meant."""
    if figures < _FIGURES:
        return unknown("precision", "rounding", figures=figures, needed=_FIGURES)
    return verified("rounding", "rounded", places=figures)


def _number_of(node: Node) -> Node:
    """A quantity's number, or an angle's in degrees."""
    if node.literal == "degrees":
        return node.args[0].args[0]
    return (
        node.args[0]
        if node.op == "mul" and node.args[-1].op in ("unit", "div", "mul", "pow") and has_units(node)
        else node
    )


def _factor(number: object, value: Fraction) -> Fraction | None:
    """How many SI units the number's own unit is, from both values."""
    printed_value = getattr(number, "value", None)
    if printed_value is None:
        return None
    return abs(value / printed_value) if printed_value else Fraction(1)


def rational(node: Node) -> Fraction | None:
    try:
        return exact(node)
    except (Undefined, TooCostly):
        return None


def known(node: Node) -> Fraction | None:
    """The value as a rational, or to 60 digits; None if it has symbols or no real value."""
    import mpmath

    if node.symbols():
        return None
    value = rational(node)
    if value is not None:
        return value
    try:
        centre = enclose(node).centre
    except (Undefined, TooCostly):
        return None
    if not mpmath.isfinite(centre) or abs(centre) > mpmath.mpf(10) ** 300:
        return None
    sign, man, exp, _ = mpmath.mpf(getattr(centre, "real", centre))._mpf_
    if abs(exp) > 4000:
        return None
    size = Fraction(int(man)) * Fraction(2) ** int(exp)
    return -size if sign else size
