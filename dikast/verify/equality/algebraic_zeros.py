"""Is a number that is made of roots zero? One that is not zero can't be nearer to it than a bound, which is computed.

A number is written as U/L, both algebraic integers, with a bound of the size of each and of all its conjugates; the
roots and angles in it say of which degree d it is at most. The norm of U is a whole number, the product of its d
conjugates. So U is zero or at least u^(1-d) in size, and a value below u^(1-d)/l is zero. (Burnikel, Funke, Mehlhorn,
Schirra and Schmitt: A separation bound for real algebraic expressions, ESA 2001, theorem 1; here with sines and
cosines of rational parts of a circle, which are sums of roots of one.)
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from dikast.verify.equality.evaluation import Evaluation
from dikast.verify.equality.exact import rational
from dikast.verify.equality.intervals import is_within
from dikast.verify.equality.terms import terms
from dikast.verify.syntax.nodes import IMAGINARY, PI, E, Node, mul

_MAX_BITS = 8_000
_MAX_PARTS = 10_000  # of a circle
_QUARTERS = 4  # i is a quarter of a circle
_OF_ANGLES = frozenset({"sin", "cos", "tan", "cot", "sec", "csc"})
_ROOTS = {"sqrt": 2, "cbrt": 3}


class _NotAlgebraic(Exception):
    """The number is not known to be made of roots."""


@dataclass(frozen=True)
class _Sizes:
    """The base-2 logarithms of bounds of U and of L, and of all their conjugates; neither is below 0."""

    above: float
    below: float


def is_algebraic_zero(node: Node, is_real: bool) -> bool:
    """Whether a number without symbols is shown to be zero; False where it is not, or costs too much to tell."""
    bounding = _Bounding(is_real)
    try:
        sizes = bounding.value(node)
    except _NotAlgebraic:
        return False
    bits = math.ceil(sizes.below + (bounding.degree() - 1) * sizes.above) + 1
    return bits <= _MAX_BITS and is_within(node, bits, is_real)


class _Bounding(Evaluation):
    """One pass over a tree: the sizes of its value, the roots met with their indices, and the parts of the circle."""

    missing = _NotAlgebraic

    def __init__(self, is_real: bool) -> None:
        super().__init__({})
        self.is_real = is_real
        self.roots: set[tuple[Node, int]] = set()
        self.parts = 1

    def degree(self) -> int:
        """A bound of the degree of the field that all the roots and angles are in."""
        import sympy

        return math.prod(index for _, index in self.roots) * int(sympy.totient(self.parts))

    def plus(self, a: _Sizes, b: _Sizes) -> _Sizes:
        low, high = sorted((a.above + b.below, b.above + a.below))
        return _Sizes(high + math.log2(1 + 2 ** (low - high)), a.below + b.below)

    def times(self, a: _Sizes, b: _Sizes) -> _Sizes:
        return _Sizes(a.above + b.above, a.below + b.below)

    def quotient(self, a: _Sizes, b: _Sizes) -> _Sizes:
        return _Sizes(a.above + b.below, a.below + b.above)

    def steps(self, node: Node) -> Iterator[_Sizes]:
        raise _NotAlgebraic

    def _num(self, node: Node) -> _Sizes:
        assert isinstance(node.value, Fraction)
        return _Sizes(math.log2(max(1, abs(node.value.numerator))), math.log2(node.value.denominator))

    def _const(self, node: Node) -> _Sizes:
        if node != IMAGINARY:
            raise _NotAlgebraic
        self._turn(Fraction(1, 2))
        return _Sizes(0, 0)

    def _neg(self, node: Node) -> _Sizes:
        sizes: _Sizes = self.value(node.args[0])
        return sizes

    def _percent(self, node: Node) -> _Sizes:
        return self.quotient(self.value(node.args[0]), _Sizes(math.log2(100), 0))

    def _pow(self, node: Node) -> _Sizes:
        base, exponent = node.args
        if base == E:
            self._turn(_share(exponent, mul(IMAGINARY, PI)))
            return _Sizes(0, 0)
        power = rational(exponent)
        if power is None:
            raise _NotAlgebraic
        root, times = self._root(base, power.denominator), abs(power.numerator)
        raised = _Sizes(times * root.above, times * root.below)
        return raised if power > 0 else _Sizes(raised.below, raised.above)

    def _root(self, radicand: Node, index: int) -> _Sizes:
        """The root of U/L is the root of U·L^(k-1) over L."""
        sizes: _Sizes = self.value(radicand)
        if index == 1:
            return sizes
        self.roots.add((radicand, index))
        return _Sizes((sizes.above + (index - 1) * sizes.below) / index, sizes.below)

    def _call(self, node: Node) -> _Sizes:
        name = str(node.value)
        if name in _OF_ANGLES:
            self._turn(_share(node.args[0], PI))
            return _Sizes(1, 1)  # each is a quotient of ζ ± 1/ζ, or 2, and another of them or 2i
        if name == "abs" and self.is_real:
            return self._root(node.args[0], 1)
        index = _ROOTS.get(name) if name != "root" else rational(node.args[1])
        if index is None or index < 1 or index.denominator != 1:
            raise _NotAlgebraic
        return self._root(node.args[0], int(index))

    def _turn(self, half_turns: Fraction) -> None:
        """Takes the parts of a circle that this angle has into account, and i, which sines are divided by."""
        self.parts = math.lcm(self.parts, 2 * half_turns.denominator, _QUARTERS)
        if self.parts > _MAX_PARTS:
            raise _NotAlgebraic


def _share(angle: Node, of: Node) -> Fraction:
    """The rational multiple of π, or of πi, that an angle is."""
    summands = terms(angle)
    if summands.keys() - {of}:
        raise _NotAlgebraic
    return summands.get(of, Fraction(0))
