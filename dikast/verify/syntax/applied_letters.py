"""A letter before a bracket, as in `P(2)`: a product, or the value of a function that has not been defined."""

from __future__ import annotations

from itertools import pairwise

from dikast.verify.syntax.nodes import Node, mul, sym
from dikast.verify.syntax.printer import written

_FUNCTIONS = frozenset("fghFGHpqPQ")


def may_apply(node: Node) -> bool:
    """Whether a product may be a function of something: `f(3)`, `P(x + 1)`; `c(a - b)` is a product."""
    applied = (pair for subtree in node.walk() for pair in _applied(subtree).values())
    return any(_is_lone(bracket) or str(letter.value) in _FUNCTIONS for letter, bracket in applied)


def applies_function(node: Node) -> bool:
    """`P(0)P(0^3) = P(0)^5`: a letter that usually means a function stands before a bracket or its power."""
    pairs = (pair for tree in node.walk() for pair in pairwise(_factors(tree)))
    return any(
        letter.value in _FUNCTIONS and (behind.args[0] if behind.op == "pow" else behind).op == "paren"
        for letter, behind in pairs
    )


def applied_names(*trees: Node) -> frozenset[str]:
    """The letters that stand before a number or a name in brackets, and nowhere in the trees without a bracket."""
    before: set[str] = set()
    alone: set[str] = set()
    for tree in trees:
        _sort(tree, before, alone)
    return frozenset(before - alone)


def _sort(node: Node, before: set[str], alone: set[str]) -> None:
    if node.op == "sym":
        alone.add(str(node.value))
        return
    applied = _applied(node)
    for i, child in enumerate(_factors(node) if applied else node.args):
        if i not in applied:
            _sort(child, before, alone)
        elif _is_lone(applied[i][1]):
            before.add(str(child.value))


def with_applied(node: Node, names: frozenset[str]) -> Node:
    """The tree with each of the letters, and the bracket behind it, as one name."""

    def change(subtree: Node) -> Node | None:
        applied = {i: pair for i, pair in _applied(subtree).items() if pair[0].value in names}
        if not applied:
            return None
        values = [sym(f"{letter.value}({written(bracket.opened())})") for letter, bracket in applied.values()]
        used = {*applied, *(i + 1 for i in applied)}
        others = [factor.map(change) for i, factor in enumerate(_factors(subtree)) if i not in used]
        return mul(*others, *values) if others or len(values) > 1 else values[0]

    return node.map(change)


def _factors(node: Node) -> tuple[Node, ...]:
    """The factors that stand side by side; a sign of multiplication separates them."""
    if node.op != "mul" or node.value is not None:
        return (node,)
    return (*_factors(node.args[0]), *node.args[1:])


def _applied(node: Node) -> dict[int, tuple[Node, Node]]:
    """The letters of a product that stand before a bracket, each with its bracket, by their places."""
    pairs = enumerate(pairwise(_factors(node)))
    return {i: pair for i, pair in pairs if [n.op for n in pair] == ["sym", "paren"]}


def _is_lone(bracket: Node) -> bool:
    return not bracket.opened().args
