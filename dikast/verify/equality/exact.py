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
    """The rational value of a tree, or None where there is none, or none that can be afforded."""
    try:
        return exact(node, values)
    except (Undefined, TooCostly):
        return None


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
        name = str(node.value)
        if name not in _FUNCTIONS or not _fits(name, len(parts)):
            raise _Irrational
        return _known(_FUNCTIONS[name](*parts))


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
    if base in (0, 1):
        if base == 0 and exponent < 0:
            raise Undefined("a division by zero")
        return Fraction(1) if base or not exponent else Fraction(0)
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
    if n > 64:
        return None
    above, below = (_integer_root(part, n) for part in (value.numerator, value.denominator))
    return None if above is None or below is None else Fraction(above, below)


def _integer_root(value: int, n: int) -> int | None:
    if n == 2:
        root = math.isqrt(value)
    else:
        low, high = 0, 1 << (value.bit_length() // n + 1)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if middle**n <= value else (low, middle - 1)
        root = low
    return root if root**n == value else None


def _fits(name: str, n: int) -> bool:
    return n >= 1 and (name in ("gcd", "lcm", "max", "min") or n == _ARITY.get(name, 1))


def _nth_root(a: Fraction, n: Fraction) -> Fraction | None:
    if n.denominator != 1 or n < 2:
        return None
    root = _root(abs(a), int(n)) if a >= 0 or n % 2 else None
    return -root if root and a < 0 else root


def _factorial(a: Fraction) -> Fraction | None:
    if a.denominator != 1 or a < 0:
        return None
    if a > 2000:
        raise TooCostly("a factorial of too many digits")
    return Fraction(math.factorial(int(a)))


def _choose(n: Fraction, k: Fraction) -> Fraction | None:
    if n.denominator != 1 or k.denominator != 1 or n < 0:
        return None
    if k < 0 or k > n:
        return Fraction(0)
    if n > 5000:
        raise TooCostly("a binomial of too many digits")
    return Fraction(math.comb(int(n), int(k)))


def _arrange(n: Fraction, k: Fraction) -> Fraction | None:
    if n.denominator != 1 or k.denominator != 1 or not 0 <= k <= n or n > 1500:
        return None
    return Fraction(math.perm(int(n), int(k)))


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
    guess = round(math.log2(a.numerator) - math.log2(a.denominator)) if base == 2 else _log_guess(a, base)
    if abs(guess) * _bits(base) <= MAX_BITS and base**guess == a:
        return Fraction(guess)
    for n in (2, 3, 4, 5, 6):
        root = _root(base, n)
        if root is not None and root != 1:
            inner = _logarithm(a, root)
            return None if inner is None else inner / n
    return None


def _log_guess(a: Fraction, base: Fraction) -> int:
    log = math.log(base.numerator) - math.log(base.denominator)
    return round((math.log(a.numerator) - math.log(a.denominator)) / log)


def _remainder(a: Fraction, b: Fraction) -> Fraction:
    if not b:
        raise Undefined("a remainder by zero")
    return a % b


def _natural_log(a: Fraction) -> Fraction | None:
    if a <= 0:
        raise Undefined("a logarithm outside its domain")
    return Fraction(0) if a == 1 else None


_FUNCTIONS: dict[str, Callable[..., Fraction | None]] = {
    "sqrt": lambda a: _nth_root(a, Fraction(2)), "cbrt": lambda a: _nth_root(a, Fraction(3)), "root": _nth_root,
    "factorial": _factorial, "binom": _choose, "perm": _arrange, "gcd": _gcd, "lcm": _lcm,
    "max": lambda *p: max(p), "min": lambda *p: min(p), "abs": abs,
    "floor": lambda a: Fraction(math.floor(a)), "ceil": lambda a: Fraction(math.ceil(a)), "mod": _remainder,
    "logb": _logarithm, "ln": _natural_log, "sign": lambda a: Fraction((a > 0) - (a < 0)),
}  # fmt: skip
_ARITY = {"root": 2, "binom": 2, "perm": 2, "mod": 2, "logb": 2}
