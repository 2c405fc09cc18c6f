"""Shapes that relations have: a name with its value or its bound, the two ends of a chain; and values put into one."""

from __future__ import annotations

from collections.abc import Mapping

from dikast.verify.equality.shapes import is_equation, is_inequality
from dikast.verify.syntax.nodes import Node


def names_value(node: Node) -> bool:
    """Whether it has a name on its left, and on its right something without letters: `x = 3`, `x < 3`."""
    return node.op == "rel" and node.args[0].op == "sym" and not node.args[-1].symbols()


def gives_value(node: Node) -> bool:
    """`x = 3`."""
    return is_equation(node) and names_value(node)


def gives_bound(node: Node) -> bool:
    """`x > 2`."""
    return is_inequality(node) and len(node.args) == 2 and names_value(node)


def of_ends(chain: Node) -> Node:
    """`a = b = c` as `a = c`; of `f'(x) = 2x - 6 = 0`, what it asks: `2x - 6 = 0`."""
    is_asked = len(chain.args) > 2 and chain.args[0].op == "apply" and bool(chain.args[-2].symbols())
    if is_asked:
        return Node("rel", chain.args[-2:], "=")
    return Node("rel", (chain.args[0], chain.args[-1]), "=")


def values_put_in(node: Node, values: Mapping[str, Node]) -> Node:
    """The tree with a value in place of each of these letters."""
    return node.map(lambda inner: values.get(str(inner.value)) if inner.op == "sym" else None)
