"""Do two equations have the same solutions? And if not: a solution of one that the other has not."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

from dikast.verify.decision import Decision, refuted, unknown, verified
from dikast.verify.equality.algebra import TooLong, build, within
from dikast.verify.equality.exact import Undefined
from dikast.verify.equality.ladder import bare, equal
from dikast.verify.equality.numeric import Ball, apart, close, enclose
from dikast.verify.equality.shapes import is_equation
from dikast.verify.syntax.nodes import Node, TooCostly


def as_zero(node: Node) -> Node | None:
    """The expression that vanishes exactly where the equation, or one of its alternatives, holds."""
    if node.op in ("or",):
        parts = [as_zero(a) for a in node.args]
        done = [p for p in parts if p is not None]
        return Node("mul", tuple(done)) if len(done) == len(parts) else None
    if not is_equation(node) or len(node.args) != 2:
        return None
    left, right = (bare(a) for a in node.args)
    if left.op == right.op == "call" and left.value == right.value == "abs":
        left, right = (Node("pow", (n.args[0], Node("num", value=Fraction(2)))) for n in (left, right))
    return left if right.op == "num" and right.value == 0 else Node("add", (left, Node("neg", (right,))))


def same_solutions(a: Node, b: Node) -> Decision:
    """Whether two equations are equivalent (repeated solutions counted once)."""
    left, right = as_zero(a), as_zero(b)
    if left is None or right is None:
        return unknown("unsupported", "equations")
    names = sorted(left.symbols() | right.symbols())
    if not names:
        return unknown("unsupported", "equations")
    if (factor := _constant_ratio(left, right, names)) is not None:
        return factor
    try:
        with within(2.0):
            return _by_solving(left, right, names)
    except TooLong:
        return unknown("timeout", "equations")
    except TooCostly as error:
        return unknown("cost", "equations", detail=str(error))
    except (Undefined, NotImplementedError, TypeError, ValueError, AttributeError, KeyError, IndexError) as error:
        return unknown("unsupported", "equations", detail=str(error)[:200])


def _constant_ratio(a: Node, b: Node, names: list[str]) -> Decision | None:
    """One side a constant times the other, at every point: the same equation."""
    rng = random.Random(f"{a}|{b}")
    ratios: list[Ball] = []
    for _ in range(12):
        point = {n: Fraction(rng.randint(-300, 300) or 1, rng.choice((7, 11, 13))) for n in names}
        try:
            below = enclose(b, point, is_real=False)
            if abs(below.centre) <= below.radius:
                continue
            ratios.append(enclose(Node("div", (a, b)), point, is_real=False))
        except (Undefined, TooCostly):
            continue
    if len(ratios) < 4 or not all(close(ratios[0], r) for r in ratios) or not apart(ratios[0], _ZERO):
        return None
    factor = str(ratios[0])
    return verified("equations", "proof" if a == b or _proved(a, b) else "numeric", factor=factor)


def _proved(a: Node, b: Node) -> bool:
    for k in (1, -1, 2, -2, 3, -3, Fraction(1, 2), Fraction(-1, 2)):
        scaled = Node("mul", (Node("num", value=Fraction(k)), b))
        finding = equal(a, scaled)
        if finding.status == "verified":
            return finding.strength == "proof"
    return False


_ZERO = Ball(0, 0)


def _by_solving(a: Node, b: Node, names: list[str]) -> Decision:
    """Each branch of one equation's solutions put into the other, both ways."""
    import sympy

    left, right = build(a), build(b)
    for one, other, which in ((left, right, "first"), (right, left, "second")):
        name = next((n for n in names if one.has(sympy.Symbol(n))), None)
        if name is None:
            return unknown("unsupported", "equations")
        x = sympy.Symbol(name)
        found = sympy.solve(one, x)
        if not found and sympy.simplify(one) == 0:
            return unknown("unsupported", "equations")
        for value in found:
            rest = sympy.simplify(other.subs(x, value))
            if rest != 0:
                witness = _witness(rest, value, name)
                if witness is None:
                    return unknown("unsupported", "equations", detail="a branch that could not be decided")
                return refuted("equations", solution=witness, of=which)
    return verified("equations")


def _witness(rest: Any, value: Any, name: str) -> str | None:
    """A point on one branch where what should vanish does not."""
    import sympy

    others = sorted((rest.free_symbols | value.free_symbols), key=str)
    for seed in range(6):
        rng = random.Random(seed)
        point = {s: sympy.Rational(rng.randint(1, 60), rng.choice((7, 11))) for s in others}
        size = sympy.Abs(rest.subs(point)).evalf(30)
        if size.is_Float and size > sympy.Float("1e-15"):
            shown = {**{str(k): str(v) for k, v in point.items()}, name: str(value.subs(point))}
            return ", ".join(f"{k} = {v}" for k, v in shown.items())
    return None
