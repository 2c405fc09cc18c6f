"""Expressions that are linear in one integer: where they start and what each step adds."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from dikast.verify.equality.exact import rational, whole
from dikast.verify.syntax.nodes import ONE, PI, ZERO, Node, add, mul, num, raised, sym

Linear = tuple[Node, Node]


def linear(node: Node, name: str) -> Linear | None:
    """Start and slope of an expression that is linear in the name by its form; None if it is not."""
    if name not in node.symbols():
        return node, ZERO
    if node.op == "sym":
        return ZERO, ONE
    if node.op == "pow" and rational(node.args[0]) == -1:
        return _sign(node, name)
    if node.op not in ("paren", "neg", "add", "mul", "div"):
        return None
    parts = [linear(arg, name) for arg in node.args]
    found = [p for p in parts if p is not None]
    if len(found) < len(parts):
        return None
    if node.op not in ("mul", "div"):
        starts, slopes = (tuple(part[i] for part in found) for i in (0, 1))
        return Node(node.op, starts, node.value), Node(node.op, slopes, node.value)
    place, *others = (i for i, arg in enumerate(node.args) if name in arg.symbols())
    if others or (node.op == "div" and place):
        return None
    start, slope = (Node(node.op, (*node.args[:place], n, *node.args[place + 1 :])) for n in found[place])
    return start, slope


def _sign(node: Node, name: str) -> Linear | None:
    """`(-1)^(2n + 1)`, which is the same for every n."""
    exponent = linear(node.args[1], name)
    slope = None if exponent is None else whole(exponent[1])
    if exponent is None or slope is None or slope % 2:
        return None
    return raised(node.args[0], exponent[0]), ZERO


def halves(nodes: Sequence[Node], name: str) -> list[tuple[Node, ...]]:
    """The expressions for even and for odd values of the name, where a sign such as `(-1)^n` tells them apart."""
    if not any(n.op == "pow" and name in n.args[1].symbols() for node in nodes for n in node.walk()):
        return [tuple(nodes)]
    even = mul(num(2), sym(name))
    return [tuple(node.put(name, half) for node in nodes) for half in (even, add(even, ONE))]


def coordinates(node: Node) -> tuple[Fraction, Fraction] | None:
    """A number as `u + vπ` with rational u and v, which are unique; None if it has no such form that can be seen."""
    parts = linear(node.map(lambda n: sym("π") if n == PI else None), "π")
    if parts is None or node.symbols():
        return None
    u, v = (rational(part) for part in parts)
    return None if u is None or v is None else (u, v)
