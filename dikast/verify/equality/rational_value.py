"""Values without letters as rationals, exactly or to 60 digits."""

from __future__ import annotations

from fractions import Fraction

from dikast.verify.equality.exact import Undefined, rational
from dikast.verify.equality.numeric import enclose
from dikast.verify.syntax.nodes import Node, TooCostly

_MAX_LOG10, _MAX_BITS, _MIN_DIGITS = 300, 4_000, 25


def rational_value(node: Node) -> Fraction | None:
    """The value as a rational, or to 60 digits; None if it has symbols, or no real value known that precisely."""
    import mpmath

    if node.symbols() or (value := rational(node)) is not None:
        return None if node.symbols() else value
    try:
        ball = enclose(node)
    except (Undefined, TooCostly):
        return None
    centre = ball.centre
    is_precise = ball.radius <= max(abs(centre), 1) * mpmath.mpf(10) ** -_MIN_DIGITS
    if not is_precise or isinstance(centre, mpmath.mpc) or abs(centre) > mpmath.mpf(10) ** _MAX_LOG10:
        return None
    binary = mpmath.mpf(centre)._mpf_
    return None if abs(binary[2]) > _MAX_BITS else Fraction(*map(int, mpmath.libmp.to_rational(binary)))
