"""Closed results of the algebra as trees again, so that they can be evaluated and compared like any other."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from dikast.verify.equality.exact import Undefined
from dikast.verify.syntax.nodes import IMAGINARY, OO, PI, E, Node, call, neg, num, sym

_NAMES = {
    "log": "ln", "Abs": "abs", "asin": "arcsin", "acos": "arccos", "atan": "arctan", "asinh": "arcsinh",
    "acosh": "arccosh", "atanh": "arctanh", "acot": "arccot", "ceiling": "ceil", "Max": "max", "Min": "min",
    **{name: name for name in "sin cos tan cot sec csc sinh cosh tanh exp factorial sign floor erf gamma".split()},
}  # fmt: skip
_OPERATIONS = {"Add": "add", "Mul": "mul", "Pow": "pow"}
_CONSTANTS = {"Pi": PI, "Exp1": E, "ImaginaryUnit": IMAGINARY, "Infinity": OO, "NegativeInfinity": neg(OO)}
"""sympy's functions, operations and constants, by the names of their types."""


def unbuild(expression: Any) -> Node:
    """The tree of a sympy expression. Raises Undefined for what has no place in one."""
    name = type(expression).__name__
    if expression.is_Rational:
        return num(Fraction(int(expression.p), int(expression.q)))
    if expression.is_Symbol:
        return sym(expression.name)
    if name in _CONSTANTS:
        return _CONSTANTS[name]
    if name not in _NAMES and name not in _OPERATIONS:
        raise Undefined(f"{name} has no tree")
    parts = tuple(unbuild(a) for a in expression.args)
    return Node(_OPERATIONS[name], parts) if name in _OPERATIONS else call(_NAMES[name], *parts)
