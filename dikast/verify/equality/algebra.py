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
    return _built(node, assume or {})


def _built(node: Node, assume: dict[str, bool]) -> Any:
    import sympy

    rule = _OPERATIONS.get(node.op)
    if rule is None:
        raise Undefined(f"{node.op} is no number")
    if node.op == "sym":
        return sympy.Symbol(str(node.value), **assume)
    return rule(sympy, node, *(_built(a, assume) for a in node.args))


def _call(sp: Any, node: Node, *parts: Any) -> Any:
    rule = _FUNCTIONS.get(str(node.value))
    if rule is None:
        raise Undefined(f"{node.value} is not known to the algebra")
    return rule(sp, *parts)


def _ratio(sp: Any, node: Node, a: Any, *others: Any) -> Any:
    if len(others) != 1:
        raise Undefined("a ratio of several parts is no number")
    return a / others[0]


def _limit(sp: Any, node: Node, body: Any, variable: Any, target: Any) -> Any:
    try:
        # Where no side is given, both must agree; infinity has only one.
        side = str(node.value or "") or ("+-" if target.is_finite else "+")
        result = sp.limit(body, variable, target, side)
    except ValueError as error:
        raise NoLimit(f"the limit does not exist: {error}") from error
    if result.has(sp.AccumBounds, sp.nan, sp.zoo):
        raise NoLimit("a limit that does not exist")
    return result


def _integral(sp: Any, node: Node, body: Any, *bounds: Any) -> Any:
    if len(bounds) != 3:
        raise Undefined("an integral without bounds")
    result = sp.integrate(body, bounds)
    if result.has(sp.Integral, sp.nan, sp.zoo):
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
    return lambda sp, *parts: getattr(sp, name)(*parts)


_OPERATIONS: dict[str, Callable[..., Any]] = {
    "num": lambda sp, n: sp.Rational(n.value.numerator, n.value.denominator), "sym": lambda sp, n: sp.Symbol(n.value),
    "const": lambda sp, n: {"pi": sp.pi, "e": sp.E, "i": sp.I, "oo": sp.oo}[n.value],
    "apply": lambda sp, n, *p: sp.Function(n.value)(*p), "call": _call,
    "add": lambda sp, n, *p: sp.Add(*p), "mul": lambda sp, n, *p: sp.Mul(*p), "neg": lambda sp, n, a: -a,
    "div": lambda sp, n, a, b: a / b, "ratio": _ratio, "pow": lambda sp, n, a, b: a**b,
    "paren": lambda sp, n, a: a, "percent": lambda sp, n, a: a / 100,
    "sum": lambda sp, n, body, *steps: sp.Sum(body, steps).doit(),
    "prod": lambda sp, n, body, *steps: sp.Product(body, steps).doit(),
    "diff": lambda sp, n, body, variable, times: sp.diff(body, variable, int(times)),
    "lim": _limit, "int": _integral,
}  # fmt: skip
_NAMES = {
    "ln": "log", "abs": "Abs", "ceil": "ceiling", "conj": "conjugate", "binom": "binomial", "mod": "Mod",
    "max": "Max", "min": "Min", **{f"arc{n}": f"a{n}" for n in "sin cos tan cot sec csc sinh cosh tanh".split()},
    **{n: n for n in "sin cos tan cot sec csc sinh cosh tanh coth sech csch exp".split()},
    **{n: n for n in "re im arg factorial sign floor erf gamma".split()},
}  # fmt: skip
"""Our functions and sympy's."""
_FUNCTIONS: dict[str, Callable[..., Any]] = {
    **{ours: _named(theirs) for ours, theirs in _NAMES.items()}, "sqrt": _named("sqrt"),
    "logb": lambda sp, a, b: sp.log(a) / sp.log(b), "cbrt": lambda sp, a: _root(sp, a, sp.Integer(3)), "root": _root,
    "perm": lambda sp, n, k: sp.factorial(n) / sp.factorial(n - k),
    "gcd": lambda sp, *p: _of_numbers(sp.gcd_list, p), "lcm": lambda sp, *p: _of_numbers(sp.lcm_list, p),
}  # fmt: skip
_CALLS = {theirs: ours for ours, theirs in _NAMES.items()}
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
