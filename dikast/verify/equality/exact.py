"""Exact rational arithmetic on trees, with every value's size bounded before it is computed."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

from dikast.verify.equality.evaluation import Evaluation
from dikast.verify.syntax.nodes import Node, TooCostly

MAX_BITS = 20_000
MAX_TERMS = 2_000
ExactValues = Mapping[str, Fraction]


class Undefined(Exception):
    """The expression has no value here: a division by zero, a logarithm of zero."""


class Doubtful(Undefined):
    """Two ways to compute a value came to different ones."""


class _Irrational(Exception):
    """The value is not known to be rational."""


def exact(node: Node, values: ExactValues | None = None) -> Fraction | None:
    """The rational value of a tree, or None where it is not known to be rational.

    Raises Undefined where there is none at all, TooCostly where it would be too large to compute.
    """
    try:
        return Fraction(_Exactly(dict(values or {})).value(node))
    except _Irrational:
        return None


def rational(node: Node, values: ExactValues | None = None) -> Fraction | None:
    """The rational value of a tree, or None where there is none, or it costs too much."""
    try:
        return exact(node, values)
    except (Undefined, TooCostly):
        return None


def whole(node: Node) -> int | None:
    """The value of a tree if it is a whole number."""
    value = rational(node)
    return int(value) if value is not None and value.denominator == 1 else None


def _bits(value: Fraction) -> int:
    return max(value.numerator.bit_length(), value.denominator.bit_length())


class _Exactly(Evaluation):
    """Rational arithmetic, every value's size bounded before it is computed."""

    missing = _Irrational

    def plus(self, a: Fraction, b: Fraction) -> Fraction:
        _bounded(a, b)
        return a + b

    def times(self, a: Fraction, b: Fraction) -> Fraction:
        _bounded(a, b)
        return a * b

    def quotient(self, a: Fraction, b: Fraction) -> Fraction:
        if not b:
            raise Undefined("a division by zero")
        _bounded(a, b)
        return a / b

    def steps(self, node: Node) -> Iterator[Fraction]:
        low, high = (self.value(bound) for bound in node.args[2:4])
        if low.denominator != 1 or high.denominator != 1:
            raise _Irrational
        if high - low > MAX_TERMS:
            raise TooCostly("a sum of too many terms")
        yield from map(Fraction, range(int(low), int(high) + 1))

    def _num(self, node: Node) -> Fraction:
        return _known(node.value if isinstance(node.value, Fraction) else None)

    def _pow(self, node: Node) -> Fraction:
        return _known(power(*map(self.value, node.args)))

    def _call(self, node: Node) -> Fraction:
        parts = [self.value(a) for a in node.args]
        n_arguments, rule = _FUNCTIONS.get(str(node.value), (0, None))
        if rule is None or not parts or n_arguments not in (None, len(parts)):
            raise _Irrational
        return _known(rule(*parts))


def _bounded(a: Fraction, b: Fraction) -> None:
    """Raises TooCostly for two values whose sum or product may have too many digits."""
    if _bits(a) + _bits(b) > 2 * MAX_BITS:
        raise TooCostly("a value of too many digits")


def _known(value: Fraction | None) -> Fraction:
    if value is None:
        raise _Irrational
    return value


def power(base: Fraction, exponent: Fraction) -> Fraction | None:
    """`base ** exponent` if it is rational."""
    if base == 1:
        return base
    if base == 0:
        if exponent < 0:
            raise Undefined("a division by zero")
        return Fraction(0) if exponent else Fraction(1)
    if exponent.denominator == 1:
        if abs(exponent) * _bits(base) > MAX_BITS:
            raise TooCostly("a power of too many digits")
        return base ** int(exponent)
    if base < 0:
        return None
    root = _root(base, exponent.denominator)
    return None if root is None else power(root, Fraction(exponent.numerator))


def _root(value: Fraction, n: int) -> Fraction | None:
    """The n-th root if it is rational."""
    import sympy

    if n > 64:
        return None
    above, below = (sympy.integer_nthroot(integer, n) for integer in (value.numerator, value.denominator))
    return Fraction(int(above[0]), int(below[0])) if above[1] and below[1] else None


def _nth_root(a: Fraction, n: Fraction) -> Fraction | None:
    if n.denominator != 1 or n < 2:
        return None
    root = _root(abs(a), int(n)) if a >= 0 or n % 2 else None
    return -root if root and a < 0 else root


def _counted(count: Callable[..., int], most: int) -> Callable[..., Fraction | None]:
    """A function that counts arrangements of at most `most` things."""

    def rule(n: Fraction, k: Fraction | None = None) -> Fraction | None:
        parts = [n] if k is None else [n, k]
        if n < 0 or any(p.denominator != 1 for p in parts):
            return None
        if k is not None and not 0 <= k <= n:
            return Fraction(0) if count is math.comb else None
        if n > most:
            raise TooCostly("arrangements of too many digits")
        return Fraction(count(*map(int, parts)))

    return rule


def _gcd(*parts: Fraction) -> Fraction:
    below = math.lcm(*(p.denominator for p in parts))
    return Fraction(math.gcd(*(int(p * below) for p in parts)), below)


def _lcm(*parts: Fraction) -> Fraction:
    above = math.lcm(*(abs(p.numerator) for p in parts))
    return Fraction(above, math.gcd(*(p.denominator for p in parts)))


def _logarithm(a: Fraction, base: Fraction) -> Fraction | None:
    """The logarithm if a is a whole power of the base."""
    if a <= 0 or base <= 0 or base == 1:
        raise Undefined("a logarithm outside its domain")
    sizes = [math.log2(value.numerator) - math.log2(value.denominator) for value in (a, base)]
    guess = round(sizes[0] / sizes[1])
    if abs(guess) * _bits(base) <= MAX_BITS and base**guess == a:
        return Fraction(guess)
    for n in (2, 3, 4, 5, 6):
        root = _root(base, n)
        if root is not None and root != 1:
            inner = _logarithm(a, root)
            return None if inner is None else inner / n
    return None


def _remainder(a: Fraction, b: Fraction) -> Fraction:
    if not b:
        raise Undefined("a remainder by zero")
    return a % b


def _natural_log(a: Fraction) -> Fraction | None:
    if a <= 0:
        raise Undefined("a logarithm outside its domain")
    return Fraction(0) if a == 1 else None


# How many arguments each function takes (None: any number), and its value.
_FUNCTIONS: dict[str, tuple[int | None, Callable[..., Fraction | None]]] = {
    "sqrt": (1, lambda a: _nth_root(a, Fraction(2))), "cbrt": (1, lambda a: _nth_root(a, Fraction(3))),
    "root": (2, _nth_root), "factorial": (1, _counted(math.factorial, 2000)), "abs": (1, abs),
    "binom": (2, _counted(math.comb, 5000)), "perm": (2, _counted(math.perm, 1500)), "gcd": (None, _gcd),
    "lcm": (None, _lcm), "max": (None, lambda *p: max(p)), "min": (None, lambda *p: min(p)), "mod": (2, _remainder),
    "floor": (1, lambda a: Fraction(math.floor(a))), "ceil": (1, lambda a: Fraction(math.ceil(a))),
    "sign": (1, lambda a: Fraction((a > 0) - (a < 0))), "ln": (1, _natural_log), "logb": (2, _logarithm),
}  # fmt: skip
