"""Expressions that are linear in one integer: where they start and what each step adds."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from dikast.verify.equality.exact import rational, whole
from dikast.verify.equality.terms import difference, rebuilt
from dikast.verify.syntax.all_or_none import all_or_none
from dikast.verify.syntax.nodes import ONE, PI, ZERO, Node, add, mul, num, sym

Linear = tuple[Node, Node]


def linear(node: Node, name: str) -> Linear | None:
    """Start and slope of an expression that is linear in the name by its form; None if it is not."""
    if not _is_linear(node, name):
        return None
    start, next_value = (node.put(name, value) for value in (ZERO, ONE))
    return start, rebuilt(difference(next_value, start))


def _is_linear(node: Node, name: str) -> bool:
    if name not in node.symbols():
        return True
    match node:
        case Node("sym"):
            return True
        case Node("pow", (base, exponent)) if rational(base) == -1:
            return _is_even(linear(exponent, name))
        case Node("paren" | "neg" | "add"):
            return all(_is_linear(arg, name) for arg in node.args)
        case Node("mul" | "div" as op, (first, *_)):
            inside = [arg for arg in node.args if name in arg.symbols()]
            is_below = op == "div" and name not in first.symbols()
            return len(inside) == 1 and not is_below and _is_linear(inside[0], name)
    return False


def _is_even(exponent: Linear | None) -> bool:
    """`2n + 1`: a power of -1 is the same for every n."""
    step = None if exponent is None else whole(exponent[1])
    return step is not None and step % 2 == 0


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
