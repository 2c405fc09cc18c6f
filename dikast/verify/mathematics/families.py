"""Families of values over an integer parameter, as solutions of trigonometric equations are given."""

from __future__ import annotations

from fractions import Fraction

from dikast.verify.finding import Finding, refuted, verified
from dikast.verify.grammar.tree import Node, TooCostly, num
from dikast.verify.mathematics.exact import Undefined
from dikast.verify.mathematics.ladder import bare
from dikast.verify.mathematics.numeric import enclose

_PARAMETERS = ("n", "k", "m", "l", "j")


def same_family(a: Node, b: Node) -> Finding | None:
    """`a + n·p` and `b + k·p`, with n and k integers and p a multiple of π; None if it is not about such a pair."""
    left, right = _line(bare(a)), _line(bare(b))
    if left is None or right is None:
        return None
    (start, step), (other, stride) = left, right
    ratio = _near_integer(stride, step)
    if ratio is None or abs(ratio) != 1:
        return (
            refuted("family", left=str(step), right=str(stride), detail="different steps") if step != stride else None
        )
    shift = _near_integer(Node("add", (start, Node("neg", (other,)))), step)
    if shift is None:
        return refuted("family", left=str(start), right=str(other), detail="not a whole number of steps apart")
    return verified("family", "numeric", shift=shift)


def _line(node: Node) -> tuple[Node, Node] | None:
    """Start and step of an expression that is linear in one integer parameter, with a step that has π in it."""
    names = node.symbols()
    if len(names) != 1 or not names <= set(_PARAMETERS):
        return None
    (name,) = names
    at = [_put(node, name, n) for n in (0, 1, 2)]
    step = Node("add", (at[1], Node("neg", (at[0],))))
    again = Node("add", (at[2], Node("neg", (at[1],))))
    if not any(n.op == "const" and n.value == "pi" for n in node.walk()) or _near_integer(step, again) != 1:
        return None
    return at[0], step


def _put(node: Node, name: str, value: int) -> Node:
    return node.map(lambda n: num(value) if n.op == "sym" and n.value == name else None)


def _near_integer(a: Node, b: Node) -> int | None:
    """`a / b` if it is a whole number to 30 digits."""
    try:
        ratio = enclose(Node("div", (a, b)), {})
    except (Undefined, TooCostly):
        return None
    nearest = round(float(ratio.centre.real if hasattr(ratio.centre, "real") else ratio.centre))
    return nearest if abs(ratio.centre - nearest) <= ratio.radius + Fraction(1, 10**30) else None
