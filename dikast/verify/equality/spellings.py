"""Names that people write in two ways, in one way before two answers are compared: ε and ϵ, y′ and dy/dx, A(1, 2)."""

from __future__ import annotations

import re

from dikast.verify.syntax.nodes import Node, mul, sym

_VARIANTS = {"varepsilon": "epsilon", "vartheta": "theta", "varphi": "phi"}
# `d2y/dx2`: how often it is differentiated, the function, the variable, and how often again.
_SLOPE = re.compile(r"d(\d?)(.+)/d([^\W\d_]+)\1")
_POINTS = {"perm": "P", "binom": "C"}
"""Counts of choices by their letters; before the coordinates of a point such a letter is its name."""


class UnclearSlopes(Exception):
    """A derivative in two notations that may not mean the same one."""


def in_one_spelling(a: Node, b: Node) -> tuple[Node, Node]:
    """Both trees with each name in one spelling. Raises UnclearSlopes for `y'` beside `dy/dx` and other variables."""
    if a.has("seq") or b.has("seq"):
        a, b = _with_points(a), _with_points(b)
    a, b = (_with_factors(_as_defined(n), other) for n, other in ((a, b), (b, a)))
    ours, theirs = a.symbols(), b.symbols()
    # A tree with both forms of a letter uses them as two names.
    renamed = {
        variant: plain
        for variant in ours | theirs
        if (plain := _plain_letter(variant)) != variant and not ({variant, plain} <= ours or {variant, plain} <= theirs)
    }
    return _in_primes(a.renamed(renamed), b.renamed(renamed)) if renamed else _in_primes(a, b)


def _plain_letter(name: str) -> str:
    """`epsilon_0` for `varepsilon_0`."""
    letter, sign, index = name.partition("_")
    return f"{_VARIANTS.get(letter, letter)}{sign}{index}"


def _as_defined(node: Node) -> Node:
    """`N(t) = 5t`, read as a product: a letter before a name in brackets, which its value has, is a function of it."""
    match node:
        case Node("rel", (Node("mul", (Node("sym") as name, Node("paren", (Node("sym") as own,)))), value), "="):
            names = value.symbols()
            is_function = own.symbols() <= names and name.symbols().isdisjoint(names)
            return Node("rel", (Node("apply", (own,), name.value), value), "=") if is_function else node
    return node


def _with_factors(node: Node, other: Node) -> Node:
    """`g(m - n)` as a product, where g is a factor in the other tree."""
    names = {str(n.value) for n in node.walk() if n.op == "apply" and [arg.op for arg in n.args] == ["add"]}
    names &= other.symbols() - node.symbols() - {*other.values_of("apply")}
    if not names or node.op == "rel":
        return node
    return node.map(
        lambda n: mul(sym(str(n.value)), *n.args) if n.op == "apply" and n.value in names and len(n.args) == 1 else None
    )


def _with_points(node: Node) -> Node:
    """`A(1, 2)` as `A = (1, 2)`: a capital letter, or an arrow, before coordinates is their name."""
    if node.op in ("list", "set", "or"):
        return Node(node.op, tuple(map(_with_points, node.args)), node.value, node.literal)
    if node.op == "call" and node.value in _POINTS:
        return Node("rel", (sym(_POINTS[str(node.value)]), Node("seq", node.args, "()")), "=")
    if node.op != "mul" or node.value is not None or [n.op for n in node.args] != ["sym", "seq"]:
        return node
    name = str(node.args[0].value)
    is_point = name[:1].isupper() or name.startswith("vec ")
    return Node("rel", node.args, "=") if is_point and node.args[1].value == "()" else node


def _in_primes(a: Node, b: Node) -> tuple[Node, Node]:
    """`dy/dx` as `y'`, where one tree has it in primes and the other in a fraction."""
    slopes = {name: slope for name in a.symbols() | b.symbols() if (slope := _SLOPE.fullmatch(name))}
    if not slopes:
        return a, b
    primed = _primed(a) | _primed(b)
    shared = {name: slope for name, slope in slopes.items() if slope[2] in primed}
    if not shared:
        return a, b
    variable, *others = {slope[3] for slope in shared.values()}
    known = {variable, *primed, *slopes, *(f"{name}{dashes}" for name in primed for dashes in ("'", "''", "'''"))}
    with_primes, with_slopes = (a, b) if slopes.keys() & b.symbols() else (b, a)
    is_other = bool(with_primes.symbols() - with_slopes.symbols() - known)
    if others or is_other or slopes.keys() & with_primes.symbols():
        raise UnclearSlopes
    names = {name: slope[2] + "'" * int(slope[1] or 1) for name, slope in shared.items()}
    return _without_argument(a, variable).renamed(names), _without_argument(b, variable).renamed(names)


def _primed(tree: Node) -> set[str]:
    """The functions that have primes."""
    return {name.rstrip("'") for name in tree.values_of("sym", "apply") if name.endswith("'")}


def _without_argument(tree: Node, variable: str) -> Node:
    """`f'(x)` as `f'`."""

    def change(node: Node) -> Node | None:
        is_slope = node.op == "apply" and str(node.value).endswith("'") and node.args == (sym(variable),)
        return sym(str(node.value)) if is_slope else None

    return tree.map(change)
