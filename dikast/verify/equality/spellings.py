"""Names that people write in two ways, in one way before two answers are compared: ε and ϵ, y′ and dy/dx."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dikast.verify.syntax.nodes import Node, sym

_VARIANTS = {"varepsilon": "epsilon", "vartheta": "theta", "varphi": "phi"}


@dataclass(frozen=True)
class _Slope:
    """`d2y/dx2`: the function, its variable, and how often it is derived."""

    function: str
    variable: str
    order: int


class UnclearSlopes(Exception):
    """A derivative in two notations of which it is not clear that they are one."""


def in_one_spelling(a: Node, b: Node) -> tuple[Node, Node]:
    """Both trees with each name in one spelling. Raises UnclearSlopes for `y'` beside `dy/dx` and other variables."""
    variants = _VARIANTS.keys() & (a.symbols() | b.symbols())
    renamed = {variant: _VARIANTS[variant] for variant in variants if not _has_both(_VARIANTS[variant], a, b)}
    return _in_primes(*(_renamed(tree, renamed) for tree in (a, b)))


def _has_both(plain: str, a: Node, b: Node) -> bool:
    """Whether one tree has both forms of a letter, as two names."""
    return any({plain, f"var{plain}"} <= tree.symbols() for tree in (a, b))


def _renamed(tree: Node, names: dict[str, str]) -> Node:
    if not names:
        return tree
    return tree.map(lambda n: sym(names[str(n.value)]) if n.op == "sym" and n.value in names else None)


def _in_primes(a: Node, b: Node) -> tuple[Node, Node]:
    """`dy/dx` as `y'`, where one tree has it in primes and the other in a fraction."""
    slopes = {name: slope for name in a.symbols() | b.symbols() if (slope := _slope(name)) is not None}
    primed = {name for tree in (a, b) for name in _primed(tree)}
    both = {name: slope for name, slope in slopes.items() if slope.function in primed}
    if not both:
        return a, b
    variable, *others = {slope.variable for slope in both.values()}
    known = {variable, *primed, *slopes, *(f"{name}{dashes}" for name in primed for dashes in ("'", "''", "'''"))}
    with_primes, with_slopes = (a, b) if slopes.keys() & b.symbols() else (b, a)
    is_other = bool(with_primes.symbols() - with_slopes.symbols() - known)
    if others or is_other or slopes.keys() & with_primes.symbols():
        raise UnclearSlopes
    names = {name: slope.function + "'" * slope.order for name, slope in both.items()}
    return _renamed(_without_argument(a, variable), names), _renamed(_without_argument(b, variable), names)


def _primed(tree: Node) -> Iterator[str]:
    """The functions that have primes."""
    for node in tree.walk():
        name = str(node.value)
        if node.op in ("sym", "apply") and name.endswith("'"):
            yield name.rstrip("'")


def _without_argument(tree: Node, variable: str) -> Node:
    """`f'(x)` as `f'`."""

    def change(node: Node) -> Node | None:
        is_slope = node.op == "apply" and str(node.value).endswith("'") and node.args == (sym(variable),)
        return sym(str(node.value)) if is_slope else None

    return tree.map(change)


def _slope(name: str) -> _Slope | None:
    """What a name such as `d2y/dx2` says; None for any other."""
    above, slash, below = name.partition("/d")
    if not (slash and above.startswith("d") and len(above) > 1 and below):
        return None
    digits = above[1] if above[1].isdigit() else ""
    variable = below.removesuffix(digits)
    function = above[1 + len(digits) :]
    return _Slope(function, variable, int(digits or 1)) if function and variable.isalpha() else None
