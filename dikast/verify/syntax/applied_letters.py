"""A letter before a bracket, as in `P(2)`: a product, or the value of a function that has not been defined."""

from __future__ import annotations

from dikast.verify.syntax.nodes import Node, mul, sym
from dikast.verify.syntax.printer import written

_FUNCTIONS = frozenset("fghFGHpqPQ")


def may_apply(node: Node) -> bool:
    """Whether a product may be a function of something: `f(3)`, `P(x + 1)`; `c(a - b)` is a product."""
    return any(
        _is_before_bracket(factors, i) and (_is_lone(factors[i + 1]) or str(factors[i].value) in _FUNCTIONS)
        for part in node.walk()
        if part.op == "mul"
        for factors in (_factors(part),)
        for i in range(len(factors))
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
    is_product = node.op == "mul" and node.value is None
    factors = _factors(node) if is_product else node.args
    for i, part in enumerate(factors):
        if is_product and _is_before_bracket(factors, i):
            before |= {str(part.value)} if _is_lone(factors[i + 1]) else set()
        else:
            _sort(part, before, alone)


def with_applied(node: Node, names: frozenset[str]) -> Node:
    """The tree with each of the letters, and the bracket behind it, as one name."""

    def change(part: Node) -> Node | None:
        factors = _factors(part) if part.op == "mul" else ()
        places = [i for i in range(len(factors)) if _is_before_bracket(factors, i) and factors[i].value in names]
        if not places:
            return None
        values = [sym(f"{factors[i].value}({written(factors[i + 1].opened())})") for i in places]
        others = [f.map(change) for i, f in enumerate(factors) if i not in places and i - 1 not in places]
        return mul(*others, *values) if others or len(values) > 1 else values[0]

    return node.map(change)


def _factors(part: Node) -> tuple[Node, ...]:
    """The factors that stand side by side; a sign of multiplication parts them."""
    if part.op != "mul" or part.value is not None:
        return (part,)
    return (*_factors(part.args[0]), *part.args[1:])


def _is_before_bracket(factors: tuple[Node, ...], i: int) -> bool:
    return i + 1 < len(factors) and factors[i].op == "sym" and factors[i + 1].op == "paren"


def _is_lone(bracket: Node) -> bool:
    return not bracket.opened().args
