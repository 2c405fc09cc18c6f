"""Do two equations have the same solutions? If not: a solution that only one has. And may a chain of them have any?"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import reduce
from itertools import pairwise
from typing import Any

from dikast.verify.decision import Decision, refuted, unknown, verified
from dikast.verify.equality.algebra import build
from dikast.verify.equality.exact import Undefined
from dikast.verify.equality.expression_equality import bare, equal
from dikast.verify.equality.numeric import enclose
from dikast.verify.equality.value_texts import place
from dikast.verify.equality.work_limits import attempt, tried
from dikast.verify.syntax.all_or_none import all_or_none
from dikast.verify.syntax.nodes import TWO, Node, TooCostly, minus, mul, num, raised
from dikast.verify.witness import Point

_SOLVING_S, _TOGETHER_S = 2.0, 0.5
_TRIES = 6


def as_zero(node: Node) -> Node | None:
    """The expression that vanishes exactly where the equation, or one of its alternatives, holds."""
    match node:
        case Node("or", parts):
            factors = all_or_none(map(as_zero, parts))
            return None if factors is None else mul(*factors)
        case Node("rel", (left, right), "="):
            return _difference(bare(left), bare(right))
    return None


def _difference(left: Node, right: Node) -> Node:
    """`left - right`; of absolute values the difference of their squares, which vanishes where theirs does."""
    match left, right:
        case Node("call", (x, *_), "abs"), Node("call", (y, *_), "abs"):
            return minus(raised(x, TWO), raised(y, TWO))
        case _, Node("num", (), 0):
            return left
    return minus(left, right)


def same_solutions(a: Node, b: Node) -> Decision:
    """Whether two equations are equivalent (repeated solutions counted once)."""
    sides = all_or_none(map(as_zero, (a, b)))
    names = sorted(a.symbols() | b.symbols())
    if sides is None or not names:
        return unknown("unsupported", "equations")
    left, right = sides
    return same_form(a, b) or tried("equations", _SOLVING_S, lambda: _by_solving(left, right, names))


def same_form(a: Node, b: Node) -> Decision | None:
    """Verified where one equation is the other times a number, so that no domain matters; None where it is not.

    It is where `a·b(p) = b·a(p)` for all arguments, for one p at which neither vanishes.
    """
    sides = all_or_none(map(as_zero, (a, b)))
    if sides is None:
        return None
    left, right = sides
    names = sorted(a.symbols() | b.symbols())
    rng = random.Random(f"{left}|{right}")
    for _ in range(_TRIES):
        point = {n: Fraction(rng.randint(-30, 30) or 1, rng.choice((1, 7, 11))) for n in names}
        if not any(_vanishes(n, point) for n in sides):
            crossed = equal(mul(left, _at(right, point)), mul(right, _at(left, point)))
            is_same = crossed.status == "verified"
            return replace(crossed, method="equations", notes={"point": place(point)}) if is_same else None
    return None


def _at(node: Node, point: Mapping[str, Fraction]) -> Node:
    return node.map(lambda n: num(point[str(n.value)]) if n.op == "sym" else None)


def _vanishes(node: Node, point: Mapping[str, Fraction]) -> bool:
    """Whether the value at a point may be zero, or is not known."""
    try:
        ball = enclose(node, point, is_real=False)
    except (Undefined, TooCostly):
        return True
    return not abs(ball.centre) > ball.radius


def _by_solving(a: Node, b: Node, names: list[str]) -> Decision:
    """Each branch of one equation's solutions put into the other, both ways."""
    import sympy

    left, right = build(a), build(b)
    for solved, other, which in ((left, right, "first"), (right, left, "second")):
        name = next((n for n in names if solved.has(sympy.Symbol(n))), None)
        solutions = [] if name is None else sympy.solve(solved, sympy.Symbol(name))
        if name is None or (not solutions and sympy.simplify(solved) == 0):
            return unknown("unsupported", "equations")
        for value in solutions:
            remainder = sympy.simplify(other.subs(sympy.Symbol(name), value))
            if remainder != 0:
                return _refuted(_witness(remainder, value, name), which)
    return verified("equations")


def _refuted(point: Mapping[str, str] | None, which: str) -> Decision:
    """A solution of only one of the equations, if one was found."""
    if point is None:
        return unknown("unsupported", "equations", detail="a branch that could not be decided")
    sides = ("holds", "fails") if which == "first" else ("fails", "holds")
    solution = ", ".join(f"{name} = {value}" for name, value in point.items())
    return refuted("equations", Point(point, *sides), solution=solution, of=which)


def _witness(remainder: Any, value: Any, name: str) -> Mapping[str, str] | None:
    """A point on one branch where what should vanish does not."""
    import sympy

    others = sorted((remainder.free_symbols | value.free_symbols), key=str)
    for seed in range(6):
        rng = random.Random(seed)
        point = {s: sympy.Rational(rng.randint(1, 60), rng.choice((7, 11))) for s in others}
        size = sympy.Abs(remainder.subs(point)).evalf(30)
        if size.is_Float and size > sympy.Float("1e-15"):
            return {**{str(k): str(v) for k, v in point.items()}, name: str(value.subs(point))}
    return None


def may_hold_together(members: Sequence[Node]) -> bool:
    """Whether `2x = x^2 = 3x - 2` may have a solution; False only where it is shown that it has none.

    In one letter the differences of neighbours must have a factor in common. With several letters, or what is no
    fraction of polynomials, there may always be a solution.
    """
    if len(frozenset().union(*(member.symbols() for member in members))) != 1:
        return True
    is_shared = attempt(_TOGETHER_S, lambda: _has_common_factor([build(member) for member in members]))
    return is_shared is not False


def _has_common_factor(members: Sequence[Any]) -> bool:
    import sympy

    letter = min(set().union(*(member.free_symbols for member in members)), key=str)
    steps = (sympy.together(left - right) for left, right in pairwise(members))
    tops = [sympy.Poly(sympy.numer(step), letter) for step in steps]
    return bool(reduce(sympy.gcd, tops).degree() > 0)
