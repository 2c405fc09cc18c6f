"""Classes of growth, `O(n^2)` or `Θ(n log n)`: the same where their functions are, up to a factor in the limit."""

from __future__ import annotations

from functools import partial

from dikast.verify.decision import Decision, refuted, unknown, verified
from dikast.verify.equality.algebra import build
from dikast.verify.equality.expression_equality import equal
from dikast.verify.equality.value_texts import as_written
from dikast.verify.equality.work_limits import tried
from dikast.verify.syntax.nodes import Node

_CLASSES = frozenset({"O", "o", "Theta", "Omega"})
_LIMIT_S = 1.0


def same_growth(a: Node, b: Node) -> Decision | None:
    """Whether two classes are the same; None where neither side is a class."""
    ours, theirs = _class_of(a), _class_of(b)
    if ours is None or theirs is None:
        return _beside_function(ours or theirs, b if theirs is None else a)
    if ours[0] != theirs[0]:
        return refuted("growth", as_written(a, b), detail="classes of other kinds")
    return tried("growth", _LIMIT_S, partial(_compared, a, b, ours[1], theirs[1]))


def _beside_function(growth_class: tuple[str, Node] | None, other: Node) -> Decision | None:
    """`O(n)` beside `n`, which may be short for it."""
    is_same = growth_class is not None and bool(other.symbols()) and equal(growth_class[1], other).status == "verified"
    return unknown("ambiguous", "growth", detail="a class of growth, or its function") if is_same else None


def _class_of(node: Node) -> tuple[str, Node] | None:
    """The letter of a class and its function: `O(n)` is read as a product."""
    if node.op != "mul" or [factor.op for factor in node.args] != ["sym", "paren"]:
        return None
    name = str(node.args[0].value).removeprefix("mathcal ")
    return (name, node.args[1].opened()) if name in _CLASSES else None


def _compared(a: Node, b: Node, left: Node, right: Node) -> Decision:
    """By the limit of their quotient, as their only name grows."""
    import sympy

    names = sorted(left.symbols() | right.symbols())
    if len(names) > 1:
        return verified("growth") if equal(left, right).status == "verified" else unknown("unsupported", "growth")
    large = sympy.Symbol(names[0] if names else "n", positive=True)
    quotient = (build(left) / build(right)).subs(sympy.Symbol(str(large)), large)
    limit = sympy.limit(quotient, large, sympy.oo)
    if limit == 0 or limit == sympy.oo:
        return refuted("growth", as_written(a, b))
    is_decided = limit.is_finite and limit.is_nonzero
    return verified("growth") if is_decided else unknown("unsupported", "growth")
