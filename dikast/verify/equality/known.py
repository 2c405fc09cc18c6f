"""Values without letters as rationals, exactly or to 60 digits."""

from __future__ import annotations

from fractions import Fraction

from dikast.verify.equality.exact import Undefined, rational
from dikast.verify.equality.numeric import enclose
from dikast.verify.syntax.nodes import Node, TooCostly

_MAX_LOG10, _MAX_BITS, _MIN_DIGITS = 300, 4_000, 25


def known(node: Node) -> Fraction | None:
    """The value as a rational, or to 60 digits; None if it has symbols or no real value."""
    if node.symbols():
        return None
    value = rational(node)
    return _to_60_digits(node) if value is None else value


def _to_60_digits(node: Node) -> Fraction | None:
    import mpmath

    try:
        ball = enclose(node)
    except (Undefined, TooCostly):
        return None
    centre = ball.centre
    is_told = ball.radius <= max(abs(centre), 1) * mpmath.mpf(10) ** -_MIN_DIGITS
    if not is_told or isinstance(centre, mpmath.mpc) or abs(centre) > mpmath.mpf(10) ** _MAX_LOG10:
        return None
    sign, man, exp, _ = mpmath.mpf(centre)._mpf_
    if abs(exp) > _MAX_BITS:
        return None
    size = Fraction(int(man)) * Fraction(2) ** int(exp)
    return -size if sign else size
