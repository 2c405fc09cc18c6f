"""Trees as sympy objects, and proofs that a difference is zero.

Nothing here reads text. Sizes are checked before sympy, which evaluates as it builds, sees a tree.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from types import FrameType
from typing import Any

from dikast.verify.equality.exact import MAX_BITS, Doubtful, Undefined, exact
from dikast.verify.equality.quadrature import agrees
from dikast.verify.syntax.nodes import Node, TooCostly


class TooLong(Exception):
    """A bounded attempt used up its time."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raises TooLong inside the block once the time is used up. Only in a worker: it takes over SIGALRM.

    It bounds Python code only; what hangs in C is left to the caller's deadline.
    """

    def stop(signum: int, frame: FrameType | None) -> None:
        raise TooLong(f"more than {seconds} s")

    if not hasattr(signal, "setitimer"):  # on Windows only the caller's deadline bounds it
        yield
        return
    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def check_size(node: Node) -> None:
    """Raises TooCostly for a tree whose building or expansion would be too large."""
    for part in node.walk():
        if part.op == "num" and isinstance(part.value, Fraction) and part.value.numerator.bit_length() > MAX_BITS:
            raise TooCostly("a number of too many digits")
        if part.op == "pow":
            exponent = _value(part.args[1])
            if exponent is not None and abs(exponent) > 60 and _value(part.args[0]) is None:
                raise TooCostly("a power too high to expand")
        if part.op in ("pow", "call", "sum", "prod"):
            _value(part)


def _value(node: Node) -> Fraction | None:
    try:
        return exact(node)
    except Undefined:
        return None


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
    if agrees(node, result) is False:
        raise Doubtful(f"quadrature does not come to {result}"[:200])
    return result


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
    "cbrt": lambda sp, a: sp.cbrt(a), "root": lambda sp, a, n: sp.root(a, n), "ceil": lambda sp, a: sp.ceiling(a),
    "conj": lambda sp, a: sp.conjugate(a), "binom": lambda sp, n, k: sp.binomial(n, k),
    "perm": lambda sp, n, k: sp.factorial(n) / sp.factorial(n - k), "mod": lambda sp, a, b: sp.Mod(a, b),
    "max": lambda sp, *p: sp.Max(*p), "min": lambda sp, *p: sp.Min(*p), "gcd": lambda sp, *p: sp.gcd_list(list(p)),
    "lcm": lambda sp, *p: sp.lcm_list(list(p)),
}  # fmt: skip
_RATIONAL = frozenset({"num", "sym", "add", "mul", "div", "neg", "pow", "paren", "percent", "ratio", "const", "apply"})


def is_rational(node: Node) -> bool:
    """Whether the tree is a rational function of its symbols (and of i, π, e taken as symbols)."""
    for part in node.walk():
        if part.op not in _RATIONAL or (part.op == "const" and part.value in ("oo",)):
            return False
        if part.op == "pow":
            exponent = _value(part.args[1])
            if exponent is None or exponent.denominator != 1:
                return False
    return True


def prove_zero(difference: Node, seconds: float) -> bool:
    """Whether the difference was proved to be zero. False says nothing."""
    import sympy

    try:
        with within(seconds):
            expression = build(difference)
            if is_rational(difference):
                above = sympy.fraction(sympy.together(expression))[0]
                return bool(sympy.expand(above) == 0)
            if expression == 0 or sympy.expand(expression) == 0:
                return True
            if not expression.free_symbols and expression.is_algebraic:
                x = sympy.Symbol("x")
                return bool(sympy.minimal_polynomial(expression, x) == x)
            return bool(sympy.simplify(expression) == 0)
    except (TooLong, Undefined, TooCostly, NotImplementedError, ValueError, TypeError, AttributeError, RecursionError):
        return False
    except (ArithmeticError, LookupError, sympy.SympifyError, AssertionError):
        return False
