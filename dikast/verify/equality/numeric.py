"""Values of trees at points, to many digits, with a radius inside which the true value lies.

Each value is computed twice, at 40 and at 80 digits. The error of the first shows in the difference; the radius
is a thousand times that plus the last digits of the first. A result that lost all its digits has a radius that covers
everything near it, and decides nothing. This is quick and has a rule for every function; what it finds different is
looked at again with intervals (intervals.py), which prove it.

Two values that look the same need as many digits as show the smallest number in the computation beside
the largest: 40 digits of `e^{200} + x` say nothing about x. `reach` measures that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from dikast.verify.equality.evaluation import Evaluation
from dikast.verify.equality.exact import Undefined, rational
from dikast.verify.syntax.nodes import Node, TooCostly

_MAX_LOG2 = 1e40
_LOW = 40
_MAX_TERMS = 500
_DIGITS_A_BIT = 0.30103
# Sizes 64 bits apart leave 20 of 40 digits; those 5,000 bits apart would need 3,000.
_PLAIN_REACH, _MAX_REACH = 64, 5_000
# What is given as a rational, and from how many digits.
_LARGEST_LOG10, _LONGEST_BITS, _FEWEST_DIGITS = 300, 4_000, 25


@dataclass(frozen=True)
class Ball:
    """A complex centre (an mpmath number), a radius, and how many bits lie between the sizes it was computed from."""

    centre: Any
    radius: Any
    reach: int = 0

    def __str__(self) -> str:
        return self.digits(12)

    def digits(self, n: int) -> str:
        import mpmath

        text: str = mpmath.nstr(self.centre, n)
        return text


def apart(a: Ball, b: Ball) -> bool:
    """Whether the two enclosures are disjoint, so that the values are surely different."""
    return bool(abs(a.centre - b.centre) > a.radius + b.radius)


def close(a: Ball, b: Ball) -> bool:
    """Whether the values agree to at least 25 digits, relative to their size."""
    scale = max(abs(a.centre), abs(b.centre))
    return bool(abs(a.centre - b.centre) <= scale * 10 ** (-25) or (scale < 10 ** (-30) and not apart(a, b)))


def digits_for(*balls: Ball) -> int | None:
    """How many digits show whether values that look the same differ; None if they have enough already.

    Raises TooCostly where the sizes they come from are too far apart.
    """
    reach = max(ball.reach for ball in balls)
    if reach > _MAX_REACH:
        raise TooCostly("sizes too far apart to compare")
    return _LOW + 2 * int(reach * _DIGITS_A_BIT) if reach > _PLAIN_REACH else None


def enclose(node: Node, values: Mapping[str, Fraction] | None = None, is_real: bool = True, digits: int = _LOW) -> Ball:
    """The value of a tree, with rationals for its symbols, computed to this many digits and to twice as many.

    With `is_real`, roots and logarithms of negative numbers have none. Raises Undefined where there is no value, or no
    rule for an operation, TooCostly where it would be too large.
    """
    import mpmath

    results, reach = [], 0
    for precision in (digits, 2 * digits):
        with mpmath.workdps(precision):
            try:
                point = {name: as_float(v) for name, v in (values or {}).items()}
                evaluation = _Evaluation(point, is_real)
                results.append(evaluation.value(node))
                reach = evaluation.reach
            except (ZeroDivisionError, ValueError, OverflowError, TypeError, mpmath.libmp.NoConvergence) as error:
                raise Undefined(str(error)) from error
    with mpmath.workdps(2 * digits):
        low, high = results
        if not mpmath.isfinite(high) or not mpmath.isfinite(low):
            raise Undefined("no finite value")
        radius = abs(low - high) * 1000 + abs(high) * mpmath.mpf(10) ** (3 - digits)
        # Huge, and not one digit is known: a divisor may have been zero.
        if radius > abs(high) > mpmath.mpf(10) ** (digits // 2):
            raise Undefined("a division by what may be zero")
        return Ball(high, radius, reach)


def enclosed(node: Node, values: Mapping[str, Fraction] | None = None, is_real: bool = True) -> Ball | None:
    """The same to 40 and 80 digits; None where there is no value. Raises TooCostly as `enclose` does."""
    try:
        return enclose(node, values, is_real)
    except Undefined:
        return None


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
    is_precise = ball.radius <= max(abs(centre), 1) * mpmath.mpf(10) ** -_FEWEST_DIGITS
    if not is_precise or isinstance(centre, mpmath.mpc) or abs(centre) > mpmath.mpf(10) ** _LARGEST_LOG10:
        return None
    binary = mpmath.mpf(centre)._mpf_
    return None if abs(binary[2]) > _LONGEST_BITS else Fraction(*map(int, mpmath.libmp.to_rational(binary)))


def value_at(node: Node, point: Mapping[str, Any]) -> Any:
    """The real value of a tree at mpmath's working precision, with mpmath numbers for its symbols; no radius."""
    return _Evaluation(point, is_real=True).value(node)


def as_float(value: Fraction) -> Any:
    """A rational at the working precision of mpmath."""
    import mpmath

    return mpmath.mpf(value.numerator) / value.denominator


class _Evaluation(Evaluation):
    """One evaluation at the working precision."""

    missing = Undefined

    def __init__(self, point: Mapping[str, Any], is_real: bool) -> None:
        import mpmath

        super().__init__(dict(point))
        self.mp = mpmath
        self.is_real = is_real
        self.least = self.most = 0

    @property
    def reach(self) -> int:
        """How many bits lie between the largest and the smallest number met, 1 included."""
        return self.most - self.least

    def value(self, node: Node) -> Any:
        result = super().value(node)
        if result and self.mp.isfinite(result):
            self._note(int(self.mp.mag(result)))
        return result

    def _note(self, bits: int) -> None:
        self.least, self.most = min(self.least, bits), max(self.most, bits)

    def quotient(self, a: Any, b: Any) -> Any:
        if b == 0:
            raise Undefined("a division by zero")
        return a / b

    def steps(self, node: Node) -> Iterator[Any]:
        low, high = self.value(node.args[2]), self.value(node.args[3])
        if not (self.mp.isint(low) and self.mp.isint(high)) or high - low > _MAX_TERMS:
            raise Undefined("a sum of too many terms, or between bounds that are not whole")
        yield from map(self.mp.mpf, range(int(low), int(high) + 1))

    def _num(self, node: Node) -> Any:
        assert isinstance(node.value, Fraction)
        return as_float(node.value)

    def _const(self, node: Node) -> Any:
        mp = self.mp
        return {"pi": +mp.pi, "e": +mp.e, "i": mp.mpc(0, 1), "oo": mp.inf}[str(node.value)]

    def _pow(self, node: Node) -> Any:
        base, exponent = map(self.value, node.args)
        mp = self.mp
        if base == 0 and exponent != 0 and exponent.real <= 0:
            raise Undefined("a division by zero")
        if base == 0:
            return mp.mpf(exponent == 0)
        size = abs(exponent) * abs(mp.log(abs(base), 2))
        if size > _MAX_LOG2:
            raise TooCostly("a power beyond every bound")
        whole = exponent.imag == 0 and mp.isint(exponent)
        is_negative = base.imag == 0 and base < 0
        if self.is_real and is_negative and not whole:
            return self._odd_root(base, exponent)
        if whole and abs(exponent) < 10**6:
            return base ** int(mp.nint(exponent.real))
        return mp.exp(exponent * mp.log(base)) if not whole else base**exponent

    def _odd_root(self, base: Any, exponent: Any) -> Any:
        """The real value of `(-8)^{1/3}`: for exponents with a small odd denominator there is one."""
        for q in (3, 5, 7, 9):
            p = self.mp.nint(exponent * q)
            if abs(exponent * q - p) < self.mp.mpf(10) ** (8 - self.mp.mp.dps):
                size = self.mp.exp(exponent * self.mp.log(-base))
                return -size if int(p) % 2 else size
        raise Undefined("a power of a negative number")

    def _call(self, node: Node) -> Any:
        name = str(node.value)
        parts = [self.value(a) for a in node.args]
        if self.is_real and any(p.imag != 0 for p in parts) and name not in ("abs", "re", "im", "conj", "exp"):
            raise Undefined("a complex number in a real function")
        rule = _FUNCTIONS.get(name)
        if rule is None:
            raise Undefined(f"{name} has no numeric value")
        self._guard(name, parts)
        if name in _LEVELLING:
            self._note(-min(int(3 * abs(parts[0]) ** _LEVELLING[name]), 10 * _MAX_REACH))
        return rule(self.mp, *parts)

    def _guard(self, name: str, parts: list[Any]) -> None:
        """Refuses arguments that are outside the real domain, or too large to be worth computing."""
        if any(abs(p) > _LARGEST.get(name, self.mp.inf) for p in parts):
            raise TooCostly(f"{name} of a number beyond bounds")
        is_real = self.is_real and parts[0].imag == 0
        if is_real and name in _REAL_DOMAINS and not _REAL_DOMAINS[name](*parts):
            raise Undefined(f"{name} outside its domain")


def _is_odd(n: Any) -> bool:
    return bool(n.imag == 0 and int(n) == n and int(n) % 2)


def _nth_root(mp: Any, a: Any, n: Any) -> Any:
    if a.imag == 0 and a < 0 and _is_odd(n):
        return -mp.root(-a, int(n))
    return mp.root(a, int(n)) if mp.isint(n) else mp.exp(mp.log(a) / n)


def _step(name: str) -> Callable[..., Any]:
    """Floor and ceiling: near a whole number the digits can't tell, so there is no value."""

    def rule(mp: Any, a: Any) -> Any:
        nearest = mp.nint(a)
        if a != nearest and abs(a - nearest) < mp.mpf(10) ** -30:
            raise Undefined(f"{name} too near a whole number")
        return getattr(mp, name)(a)

    return rule


def _named(name: str) -> Callable[..., Any]:
    return lambda mp, a: getattr(mp, name)(a)


_LARGEST = {
    **dict.fromkeys("sin cos tan cot sec csc exp sinh cosh".split(), 10**20),
    **dict.fromkeys("factorial binom perm gamma".split(), 10**12),
}
"""The largest arguments that are worth computing."""
# For which arguments a function of real numbers has a real value.
_REAL_DOMAINS: dict[str, Callable[..., Any]] = {
    "sqrt": lambda a: a >= 0, "ln": lambda a: a > 0, "root": lambda a, n: a >= 0 or _is_odd(n),
    "logb": lambda a, b: b.imag == 0 and min(a, b) > 0 and b != 1,
    **dict.fromkeys(("arcsec", "arccsc"), lambda a: abs(a) >= 1),
    **dict.fromkeys(("arcsin", "arccos"), lambda a: abs(a) <= 1),
    "arccosh": lambda a: a >= 1, "arctanh": lambda a: abs(a) < 1,
}  # fmt: skip
# Functions that come within e^-2x, or e^-x², of a whole number: that size is noted, as no value shows it.
_LEVELLING = {"tanh": 1, "coth": 1, "erf": 2}
_FUNCTIONS: dict[str, Callable[..., Any]] = {
    **{n: _named(n) for n in "sin cos tan cot sec csc sinh cosh tanh coth sech csch exp sqrt".split()},
    **{n: _named(n) for n in "conj re im arg erf gamma factorial sign".split()},
    **{f"arc{n}": _named(f"a{n}") for n in "sin cos tan cot sec csc sinh cosh tanh".split()},
    "ln": _named("log"), "abs": lambda mp, a: abs(a), "cbrt": lambda mp, a: _nth_root(mp, a, 3), "root": _nth_root,
    "logb": lambda mp, a, b: mp.log(a) / mp.log(b), "max": lambda mp, *p: max(p), "min": lambda mp, *p: min(p),
    "floor": _step("floor"), "ceil": _step("ceil"), "binom": lambda mp, n, k: mp.binomial(n, k),
    "mod": lambda mp, a, b: a - b * mp.floor(a / b), "perm": lambda mp, n, k: mp.factorial(n) / mp.factorial(n - k),
}  # fmt: skip
