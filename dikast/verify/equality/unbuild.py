"""Closed results of the algebra as trees again, so that they can be evaluated and compared like any other."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from dikast.verify.equality.exact import Undefined
from dikast.verify.syntax.nodes import Node, neg, num, raised, sym

_NAMES = {
    "log": "ln", "Abs": "abs", "asin": "arcsin", "acos": "arccos", "atan": "arctan", "asinh": "arcsinh",
    "acosh": "arccosh", "atanh": "arctanh", "acot": "arccot", "ceiling": "ceil", "Max": "max", "Min": "min",
}  # fmt: skip
_KNOWN = frozenset("sin cos tan cot sec csc sinh cosh tanh exp factorial sign floor erf gamma".split())


def unbuild(expression: Any) -> Node:
    """The tree of a sympy expression. Raises Undefined for what has no place in one."""
    if expression.is_Rational:
        return num(Fraction(int(expression.p), int(expression.q)))
    if expression.is_Symbol:
        return sym(expression.name)
    if (constant := _constant(expression)) is not None:
        return constant
    if expression.is_Add or expression.is_Mul:
        parts = tuple(unbuild(a) for a in expression.args)
        return Node("add" if expression.is_Add else "mul", parts)
    if expression.is_Pow:
        return raised(unbuild(expression.base), unbuild(expression.exp))
    name = type(expression).__name__
    if name in _NAMES or name in _KNOWN:
        return Node("call", tuple(unbuild(a) for a in expression.args), _NAMES.get(name, name))
    raise Undefined(f"{name} has no tree")


def _constant(expression: Any) -> Node | None:
    """π, e, i or an infinity as a tree; None for anything else."""
    import sympy

    for constant, name in ((sympy.pi, "pi"), (sympy.E, "e"), (sympy.I, "i"), (sympy.oo, "oo")):
        if expression == constant:
            return Node("const", value=name)
    return neg(Node("const", value="oo")) if expression == -sympy.oo else None
