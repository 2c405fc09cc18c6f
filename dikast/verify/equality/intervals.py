"""Values of trees as intervals that certainly hold them: every operation rounds outwards (mpmath's `iv`, MPFI's rules).

Two values whose intervals are disjoint are certainly different. Where there is no rule for an operation, or an interval
reaches a pole or a branch cut, nothing is decided.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

from dikast.verify.equality.evaluation import Evaluation
from dikast.verify.equality.exact import exact, rational, whole
from dikast.verify.equality.work_limits import GIVING_UP
from dikast.verify.syntax.nodes import Node

Bits = tuple[int, ...]
BITS: Bits = (200, 800, 3200)
_SPARE_BITS = 200  # what computing may lose
_MAX_TERMS = 500
_MAX_POWER = 10**6


class Unbounded(Exception):
    """No interval can be given for this operation here."""


def disjoint(
    a: Node, b: Node, point: Mapping[str, Fraction] | None = None, is_real: bool = True, precisions: Bits = BITS
) -> bool | None:
    """Whether the intervals of two trees at a point are disjoint at some precision; None where there are none."""
    try:
        for bits in precisions:
            with _precision(bits) as iv:
                values = {name: _rational(iv, value) for name, value in (point or {}).items()}
                left, right = (_Enclosure(values, is_real).value(n) for n in (a, b))
                parts = ((left.real, right.real), (left.imag, right.imag))
                if any((x < y) is True or (x > y) is True for x, y in parts):
                    return True
    except (Unbounded, *GIVING_UP):
        return None
    return False


def is_within(node: Node, bits: int, is_real: bool) -> bool:
    """Whether the interval of a number without symbols shows that it is below 2^-bits in size."""
    try:
        with _precision(bits + _SPARE_BITS) as iv:
            value = _Enclosure({}, is_real).value(node)
            size = iv.absmax(value.real) + iv.absmax(value.imag)
            return bool(size < iv.mpf(2) ** -bits)
    except (Unbounded, *GIVING_UP):
        return False


@contextmanager
def _precision(bits: int) -> Iterator[Any]:
    """mpmath's intervals, at this precision inside the block."""
    from mpmath import iv

    before = iv.prec
    iv.prec = bits
    try:
        yield iv
    finally:
        iv.prec = before


def _rational(iv: Any, value: Fraction) -> Any:
    return iv.mpf(value.numerator) / value.denominator


class _Enclosure(Evaluation):
    """One evaluation at iv's working precision."""

    missing = Unbounded

    def __init__(self, point: Mapping[str, Any], is_real: bool) -> None:
        from mpmath import iv

        super().__init__(dict(point))
        self.iv = iv
        self.is_real = is_real

    def value(self, node: Node) -> Any:
        result = super().value(node)
        if not self.iv.absmax(result.real) < self.iv.inf or not self.iv.absmax(result.imag) < self.iv.inf:
            raise Unbounded("an endless interval")
        return result

    def quotient(self, a: Any, b: Any) -> Any:
        return a / _pole_free(b)

    def steps(self, node: Node) -> Iterator[Any]:
        low, high = whole(node.args[2]), whole(node.args[3])
        if low is None or high is None or high - low > _MAX_TERMS:
            raise Unbounded("a series without plain bounds")
        yield from map(self.iv.mpf, range(low, high + 1))

    def _num(self, node: Node) -> Any:
        assert isinstance(node.value, Fraction)
        return _rational(self.iv, node.value)

    def _const(self, node: Node) -> Any:
        if node.value == "oo":
            raise Unbounded("infinity")
        return self.iv.mpc(0, 1) if node.value == "i" else +getattr(self.iv, str(node.value))

    def _pow(self, node: Node) -> Any:
        base, known = self.value(node.args[0]), exact(node.args[1])
        if known is not None and known.denominator == 1 and abs(known) <= _MAX_POWER:
            return (base if known > 0 else _pole_free(base)) ** int(known)
        if known is not None and self.is_real and known.denominator <= 9:
            return self.root(base, known.denominator) ** known.numerator
        exponent = self.value(node.args[1])
        if self.is_real and not _is_positive(base):
            raise Unbounded("a power of what may be negative")
        return self.iv.exp(exponent * self.iv.ln(base))

    def root(self, base: Any, n: int) -> Any:
        """The real n-th root; of a negative number if n is odd."""
        if n == 1:
            return base
        if n % 2 and (base < 0) is True:
            return -self.root(-base, n)
        if n == 2 and (base >= 0) is True:
            return self.iv.sqrt(base)
        if not _is_positive(base):
            raise Unbounded("a root of what may be negative")
        return self.iv.exp(self.iv.ln(base) / n)

    def _call(self, node: Node) -> Any:
        value = rational(node) if not node.symbols() else None
        if value is not None:
            return _rational(self.iv, value)
        rule = _FUNCTIONS.get(str(node.value))
        parts = [self.value(a) for a in node.args]
        if rule is None or (any(isinstance(p, self.iv.mpc) for p in parts) and node.value not in _COMPLEX):
            raise Unbounded(str(node.value))
        return rule(self, *parts)


def _is_positive(value: Any) -> bool:
    return value.imag == 0 and (value.real > 0) is True


def _sqrt(e: _Enclosure, x: Any) -> Any:
    if (x < 0) is True and not e.is_real:
        return e.iv.mpc(0, e.iv.sqrt(-x))
    return e.root(x, 2)


def _ln(e: _Enclosure, x: Any) -> Any:
    if e.is_real and not _is_positive(x):
        raise Unbounded("a logarithm of what may be negative")
    return e.iv.ln(x)


def _pole_free(below: Any) -> Any:
    """The divisor. Raises Unbounded where it may be zero."""
    if (abs(below) > 0) is not True:
        raise Unbounded("a pole")
    return below


def _arctan(e: _Enclosure, x: Any) -> Any:
    from mpmath.libmp.libmpi import mpi_atan

    return e.iv.make_mpf(mpi_atan(x._mpi_, e.iv.prec))


def _arcsin(e: _Enclosure, x: Any) -> Any:
    for end in (1, -1):
        if x == end:
            return end * e.iv.pi / 2
    below = e.root(1 - x * x, 2)
    return _arctan(e, x / _pole_free(below))


def _arcsinh(e: _Enclosure, x: Any) -> Any:
    return -_arcsinh(e, -x) if (x < 0) is True else _ln(e, x + e.root(x * x + 1, 2))


def _greatest(e: _Enclosure, *parts: Any) -> Any:
    return e.iv.mpf([max(part.a for part in parts), max(part.b for part in parts)])


def _whole(e: _Enclosure, x: Any, is_up: bool) -> Any:
    import mpmath

    rule = mpmath.ceil if is_up else mpmath.floor
    low, high = (rule(mpmath.mpf(end._mpi_[0])) for end in (x.a, x.b))
    if low != high:
        raise Unbounded("a whole number that can't be told")
    return e.iv.mpf(low)


def _nth_root(e: _Enclosure, x: Any, n: Any) -> Any:
    if n.a != n.b or int(n) != n or not 1 <= int(n) <= 64:
        raise Unbounded("a root that is not whole")
    return e.root(x, int(n))


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "sin": lambda e, x: e.iv.sin(x), "cos": lambda e, x: e.iv.cos(x), "exp": lambda e, x: e.iv.exp(x),
    "tan": lambda e, x: e.iv.sin(x) / _pole_free(e.iv.cos(x)),
    "cot": lambda e, x: e.iv.cos(x) / _pole_free(e.iv.sin(x)),
    "sec": lambda e, x: 1 / _pole_free(e.iv.cos(x)), "csc": lambda e, x: 1 / _pole_free(e.iv.sin(x)),
    "sinh": lambda e, x: (e.iv.exp(x) - e.iv.exp(-x)) / 2, "cosh": lambda e, x: (e.iv.exp(x) + e.iv.exp(-x)) / 2,
    "csch": lambda e, x: 2 / _pole_free(e.iv.exp(x) - e.iv.exp(-x)),
    "sech": lambda e, x: 2 / (e.iv.exp(x) + e.iv.exp(-x)), "tanh": lambda e, x: 1 - 2 / (e.iv.exp(2 * x) + 1),
    "coth": lambda e, x: 1 + 2 / _pole_free(e.iv.exp(2 * x) - 1),
    "arctan": _arctan, "arcsin": _arcsin, "arcsinh": _arcsinh,
    "arccos": lambda e, x: e.iv.pi / 2 - _arcsin(e, x), "arccot": lambda e, x: _arctan(e, 1 / _pole_free(x)),
    "arcsec": lambda e, x: e.iv.pi / 2 - _arcsin(e, 1 / _pole_free(x)),
    "arccsc": lambda e, x: _arcsin(e, 1 / _pole_free(x)),
    "arccosh": lambda e, x: _ln(e, x + e.root((x - 1) * (x + 1), 2)),
    "arctanh": lambda e, x: _ln(e, (1 + x) / _pole_free(1 - x)) / 2,
    "sqrt": _sqrt, "cbrt": lambda e, x: e.root(x, 3), "root": _nth_root, "ln": _ln,
    "logb": lambda e, x, b: _ln(e, x) / _pole_free(_ln(e, b)), "abs": lambda e, x: abs(x),
    "max": _greatest, "min": lambda e, *p: -_greatest(e, *(-x for x in p)),
    "floor": lambda e, x: _whole(e, x, is_up=False), "ceil": lambda e, x: _whole(e, x, is_up=True),
    "sign": lambda e, x: e.iv.mpf(1 if (_pole_free(x) > 0) is True else -1),
    "mod": lambda e, x, m: x - m * _whole(e, x / _pole_free(m), is_up=False),
    "factorial": lambda e, x: e.iv.factorial(x), "gamma": lambda e, x: e.iv.gamma(x),
    "re": lambda e, x: x.real, "im": lambda e, x: x.imag, "conj": lambda e, x: x.conjugate(),
}  # fmt: skip
_COMPLEX = frozenset("sin cos exp sinh cosh ln abs re im conj".split())
