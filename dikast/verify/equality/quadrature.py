"""Definite integrals by numbers, beside the algebra's closed form: where the two disagree, neither is believed."""

from __future__ import annotations

from typing import Any

from dikast.verify.equality.exact import Undefined
from dikast.verify.equality.numeric import value_at
from dikast.verify.syntax.nodes import Node, TooCostly

_DIGITS = 15
_DEGREE = 6
_CONVERGED = 1e-9
_AGREEING = 1e-6


def agrees(integral: Node, closed_form: Any) -> bool | None:
    """Whether quadrature comes to the same as a sympy number; None where it does not settle, or there are symbols.

    Tanh-sinh quadrature (mpmath.quad) over the real line, ends included; its own estimate of its error says
    whether it settled.
    """
    import mpmath

    body, variable, low, high = integral.args
    if integral.symbols() or not closed_form.is_finite:
        return None
    name = str(variable.value)
    with mpmath.workdps(_DIGITS):
        try:
            ends = [value_at(bound, {}) for bound in (low, high)]
            found, error = mpmath.quad(lambda x: value_at(body, {name: x}), ends, error=True, maxdegree=_DEGREE)
            expected = mpmath.mpmathify(closed_form.evalf(_DIGITS))
        except (Undefined, TooCostly, ZeroDivisionError, ValueError, OverflowError, TypeError):
            return None
        scale = max(abs(expected), mpmath.mpf(1) / 1000)
        if not error <= _CONVERGED * scale:
            return None
        return bool(abs(found - expected) <= _AGREEING * scale)
