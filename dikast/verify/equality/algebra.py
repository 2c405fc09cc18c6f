"""Trees as sympy objects, and back. No text is read here; sizes are checked first: sympy evaluates as it builds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from dikast.verify.equality.exact import Doubtful, Undefined
from dikast.verify.equality.numeric import value_at
from dikast.verify.equality.work_limits import GIVING_UP, check_size
from dikast.verify.equality.work_limits import TooLong as TooLong
from dikast.verify.equality.work_limits import within as within
from dikast.verify.syntax.nodes import IMAGINARY, OO, PI, E, Node, call, neg, num, sym

_DIGITS, _DEGREE = 15, 6
_CONVERGED, _AGREEING = 1e-9, 1e-6
"""How well quadrature must converge, and how near it must be to the closed form."""


class NoLimit(Undefined):
    """A limit that does not exist."""


def build(node: Node, assume: dict[str, bool] | None = None) -> Any:
    """The sympy object of a tree. Raises Undefined for operations without one, TooCostly for too large ones."""
    check_size(node)
    return _Builder(assume or {}).build(node)


class _Builder:
    def __init__(self, assume: dict[str, bool]) -> None:
        import sympy

        self.sp: Any = sympy
        self.assume = assume

    def build(self, node: Node) -> Any:
        sp = self.sp
        op, value = node.op, node.value
        if op == "num" and isinstance(value, Fraction):
            return sp.Rational(value.numerator, value.denominator)
        if op == "sym":
            return sp.Symbol(str(value), **self.assume)
        if op == "apply":
            return sp.Function(str(value))(*map(self.build, node.args))
        if op == "const":
            return {"pi": sp.pi, "e": sp.E, "i": sp.I, "oo": sp.oo}[str(value)]
        if op == "call":
            return self._call(str(value), [self.build(a) for a in node.args])
        if op in ("sum", "prod", "int", "lim", "diff"):
            return self._calculus(node)
        rule = _OPERATIONS.get(op)
        if rule is None:
            raise Undefined(f"{op} is no number")
        return rule(sp, [self.build(a) for a in node.args])

    def _call(self, name: str, parts: list[Any]) -> Any:
        rule = _FUNCTIONS.get(name)
        if rule is None:
            raise Undefined(f"{name} is not known to the algebra")
        return rule(self.sp, *parts)

    def _calculus(self, node: Node) -> Any:
        sp, parts = self.sp, [self.build(a) for a in node.args]
        if node.op == "sum":
            return sp.Sum(parts[0], tuple(parts[1:])).doit()
        if node.op == "prod":
            return sp.Product(parts[0], tuple(parts[1:])).doit()
        if node.op == "diff":
            return sp.diff(parts[0], parts[1], int(parts[2]))
        if node.op == "lim":
            return _limit(sp, parts[0], parts[1], parts[2], str(node.value or ""))
        if len(parts) == 4:
            return _definite(sp, node, parts[0], tuple(parts[1:]))
        raise Undefined("an integral without bounds")


def _limit(sp: Any, body: Any, variable: Any, target: Any, side: str) -> Any:
    try:
        # Where no side is given, both must agree; infinity has only one.
        result = sp.limit(body, variable, target, side or ("+-" if target.is_finite else "+"))
    except ValueError as error:
        raise NoLimit(f"the limit does not exist: {error}") from error
    if result.has(sp.AccumBounds, sp.nan, sp.zoo):
        raise NoLimit("a limit that does not exist")
    return result


def _definite(sp: Any, node: Node, body: Any, bounds: tuple[Any, Any, Any]) -> Any:
    result = sp.integrate(body, bounds)
    if result.has(sp.Integral) or result.has(sp.nan) or result.has(sp.zoo):
        raise Undefined("an integral without a value")
    if _agrees(node, result) is False:
        raise Doubtful(f"quadrature does not come to {result}"[:200])
    return result


def _agrees(integral: Node, closed_form: Any) -> bool | None:
    """Whether quadrature agrees with a sympy number; None where it does not converge, or there are symbols.

    Tanh-sinh quadrature (mpmath.quad) over the real line, ends included; its own estimate of its error says
    whether it converged.
    """
    import mpmath

    body, variable, low, high = integral.args
    if integral.symbols() or not closed_form.is_finite:
        return None
    name = str(variable.value)
    with mpmath.workdps(_DIGITS):
        try:
            ends = [value_at(bound, {}) for bound in (low, high)]
            value, error = mpmath.quad(lambda x: value_at(body, {name: x}), ends, error=True, maxdegree=_DEGREE)
            expected = mpmath.mpmathify(closed_form.evalf(_DIGITS))
        except GIVING_UP:
            return None
        scale = max(abs(expected), mpmath.mpf(1) / 1000)
        if not error <= _CONVERGED * scale:
            return None
        return bool(abs(value - expected) <= _AGREEING * scale)


def _root(sp: Any, a: Any, n: Any) -> Any:
    """The real root, also of a negative number where the index is odd."""
    return -sp.root(-a, n) if a.is_negative and n.is_odd else sp.root(a, n)


def _of_numbers(function: Callable[[list[Any]], Any], numbers: Sequence[Any]) -> Any:
    """A common divisor or multiple of numbers. Raises Undefined for letters: of polynomials it is something else."""
    if any(number.free_symbols for number in numbers):
        raise Undefined("a common divisor or multiple of letters")
    return function(list(numbers))


def _named(name: str) -> Callable[..., Any]:
    return lambda sp, a: getattr(sp, name)(a)


_OPERATIONS: dict[str, Callable[[Any, list[Any]], Any]] = {
    "add": lambda sp, p: sp.Add(*p), "mul": lambda sp, p: sp.Mul(*p), "div": lambda sp, p: p[0] / p[1],
    "ratio": lambda sp, p: p[0] / p[1], "neg": lambda sp, p: -p[0], "pow": lambda sp, p: p[0] ** p[1],
    "paren": lambda sp, p: p[0], "percent": lambda sp, p: p[0] / 100,
}  # fmt: skip
_FUNCTIONS: dict[str, Callable[..., Any]] = {
    **{n: _named(n) for n in
       "sin cos tan cot sec csc sinh cosh tanh coth sech csch exp sqrt re im arg conjugate "
       "factorial sign floor erf gamma".split()},
    **{f"arc{n}": _named(f"a{n}") for n in
       "sin cos tan cot sec csc sinh cosh tanh".split()},
    "ln": lambda sp, a: sp.log(a), "logb": lambda sp, a, b: sp.log(a) / sp.log(b), "abs": lambda sp, a: sp.Abs(a),
    "cbrt": lambda sp, a: _root(sp, a, sp.Integer(3)), "root": _root,
    "ceil": lambda sp, a: sp.ceiling(a),
    "conj": lambda sp, a: sp.conjugate(a), "binom": lambda sp, n, k: sp.binomial(n, k),
    "perm": lambda sp, n, k: sp.factorial(n) / sp.factorial(n - k), "mod": lambda sp, a, b: sp.Mod(a, b),
    "max": lambda sp, *p: sp.Max(*p), "min": lambda sp, *p: sp.Min(*p),
    "gcd": lambda sp, *p: _of_numbers(sp.gcd_list, p), "lcm": lambda sp, *p: _of_numbers(sp.lcm_list, p),
}  # fmt: skip

_CALLS = {
    "log": "ln", "Abs": "abs", "asin": "arcsin", "acos": "arccos", "atan": "arctan", "asinh": "arcsinh",
    "acosh": "arccosh", "atanh": "arctanh", "acot": "arccot", "ceiling": "ceil", "Max": "max", "Min": "min",
    **{name: name for name in "sin cos tan cot sec csc sinh cosh tanh exp factorial sign floor erf gamma".split()},
}  # fmt: skip
_JOINED = {"Add": "add", "Mul": "mul", "Pow": "pow"}
_CONSTANTS = {"Pi": PI, "Exp1": E, "ImaginaryUnit": IMAGINARY, "Infinity": OO, "NegativeInfinity": neg(OO)}
"""sympy's functions, operations and constants, by the names of their types."""


def unbuild(expression: Any) -> Node:
    """The tree of a sympy expression. Raises Undefined for what a tree can't hold."""
    name = type(expression).__name__
    if expression.is_Rational:
        return num(Fraction(int(expression.p), int(expression.q)))
    if expression.is_Symbol:
        return sym(expression.name)
    if name in _CONSTANTS:
        return _CONSTANTS[name]
    if name not in _CALLS and name not in _JOINED:
        raise Undefined(f"{name} has no tree")
    parts = tuple(unbuild(a) for a in expression.args)
    return Node(_JOINED[name], parts) if name in _JOINED else call(_CALLS[name], *parts)
