"""Expressions that are linear in one integer: where they start and what each step adds."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from dikast.verify.equality.exact import rational, whole
from dikast.verify.syntax.all_or_none import all_or_none
from dikast.verify.syntax.nodes import ONE, PI, ZERO, Node, add, mul, num, raised, sym

Linear = tuple[Node, Node]


class _Bent(Exception):
    """The expression is not linear by its form."""


def linear(node: Node, name: str) -> Linear | None:
    """Start and slope of an expression that is linear in the name by its form; None if it is not."""
    try:
        return _linear(node, name)
    except _Bent:
        return None


def _linear(node: Node, name: str) -> Linear:
    if name not in node.symbols():
        return node, ZERO
    match node:
        case Node("sym"):
            return ZERO, ONE
        case Node("pow", (base, exponent)) if rational(base) == -1:
            return raised(base, _even(exponent, name)), ZERO
        case Node("paren" | "neg" | "add" as op, args, value):
            starts, slopes = zip(*(_linear(arg, name) for arg in args), strict=True)
            return Node(op, starts, value), Node(op, slopes, value)
        case Node("mul" | "div"):
            return _product(node, name)
    raise _Bent


def _product(node: Node, name: str) -> Linear:
    """The name may occur in one factor only, and not in a denominator."""
    place, *others = (i for i, arg in enumerate(node.args) if name in arg.symbols())
    if others or (node.op == "div" and place):
        raise _Bent
    inner = _linear(node.args[place], name)
    start, slope = (Node(node.op, (*node.args[:place], n, *node.args[place + 1 :])) for n in inner)
    return start, slope


def _even(exponent: Node, name: str) -> Node:
    """The start of `2n + 1`: the power of -1 is the same for every n."""
    start, slope = _linear(exponent, name)
    step = whole(slope)
    if step is None or step % 2:
        raise _Bent
    return start


def halves(nodes: Sequence[Node], name: str) -> list[tuple[Node, ...]]:
    """The expressions for even and for odd values of the name, where a sign such as `(-1)^n` makes them differ."""
    if not any(n.op == "pow" and name in n.args[1].symbols() for node in nodes for n in node.walk()):
        return [tuple(nodes)]
    even = mul(num(2), sym(name))
    return [tuple(node.put(name, half) for node in nodes) for half in (even, add(even, ONE))]


def coordinates(node: Node) -> tuple[Fraction, Fraction] | None:
    """A number as `u + vπ` with rational u and v, which are unique; None if it has no visible form like this."""
    if node.symbols():
        return None
    parts = linear(node.map(lambda n: sym("π") if n == PI else None), "π")
    values = None if parts is None else all_or_none(map(rational, parts))
    return None if values is None else (values[0], values[1])
