"""Quantities: the units of a tree multiplied out to one factor and one dimension, and values in SI units."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from dikast.verify.syntax.nodes import Node, num
from dikast.verify.syntax.unit_table import NONE, Dimension, unit


@dataclass(frozen=True)
class Measure:
    """What a product of units comes to: SI factor, exponents, and the offset of a lone temperature unit."""

    factor: Fraction
    dimension: Dimension
    offset: Fraction = Fraction(0)


def perhaps_fluid(a: Node, b: Node, dimensions: tuple[Dimension, Dimension]) -> bool:
    """`1 cup = 8 oz`: ounces that may be fluid ones, for the other side is a volume."""
    is_ounce = any(n.op == "unit" and n.value in ("oz", "ounce", "ounces") for n in (*a.walk(), *b.walk()))
    return is_ounce and unit_dimension("L") in dimensions


def is_mixed(node: Node) -> bool:
    """`1 hour 30 minutes`: several units in one sum, whose numbers alone say nothing."""
    sums = [n for n in node.walk() if n.op == "add"]
    return any(len({_written(a) for a in n.args if has_units(a)}) > 1 for n in sums)


def _written(node: Node) -> tuple[str, ...]:
    return tuple(str(n.value).rstrip("s") for n in node.walk() if n.op == "unit")


def unit_dimension(name: str) -> Dimension:
    known = unit(name)
    return NONE if known is None else known.dimension


def measure(node: Node) -> Measure | None:
    """The product of units below a node, or None if it is not made of units alone."""
    if node.op == "unit":
        found = unit(str(node.value))
        return None if found is None else Measure(found.factor, found.dimension, found.offset)
    if node.op == "pow" and (base := measure(node.args[0])) is not None:
        exponent = node.args[1].value
        if isinstance(exponent, Fraction) and exponent.denominator == 1 and abs(exponent) < 20:
            n = int(exponent)
            return Measure(base.factor**n, tuple(d * n for d in base.dimension))
        return None
    if node.op in ("mul", "div"):
        left, right = measure(node.args[0]), measure(node.args[1])
        if left is None or right is None:
            return None
        n = 1 if node.op == "mul" else -1
        both = zip(left.dimension, right.dimension, strict=True)
        return Measure(left.factor * right.factor**n, tuple(a + n * b for a, b in both))
    return None


def without_units(node: Node) -> Node:
    """The tree with every unit replaced by one."""

    def change(n: Node) -> Node | None:
        if n.op == "mul" and n.value == "unit":
            return without_units(n.args[0])
        return num(1) if n.op == "unit" else None

    return node.map(change)


def in_si(node: Node) -> tuple[Node, Dimension] | None:
    """The value in SI base units and its dimension; None where a term or a function can't carry its units."""
    if (node.op == "mul" and node.value == "unit") or (node.op == "mul" and node.args[-1].op == "unit"):
        return _quantity_in_si(node)
    if node.op == "neg" and node.args[0].op == "mul" and node.args[0].args[-1].op == "unit":
        number, units_ = node.args[0].args  # `-40 °C`: the sign is the number's, or the offset would get it too
        return in_si(Node("mul", (Node("neg", (number,)), units_), "unit"))
    if node.op in ("mul", "div"):
        parts = [in_si(a) for a in node.args]
        if any(p is None for p in parts):
            return None
        (left, a), (right, b) = (p for p in parts if p is not None)
        n = 1 if node.op == "mul" else -1
        return Node(node.op, (left, right)), tuple(x + n * y for x, y in zip(a, b, strict=True))
    if node.op in ("add", "neg", "paren"):
        return _sum_in_si(node)
    if node.op == "pow" and (base := in_si(node.args[0])) is not None and node.args[1].op == "num":
        exponent = node.args[1].value
        if isinstance(exponent, Fraction) and exponent.denominator == 1 and abs(exponent) < 20:
            return Node("pow", (base[0], node.args[1])), tuple(d * int(exponent) for d in base[1])
    has_unit = any(n.op == "unit" for n in node.walk())
    return None if has_unit else (node, NONE)


def _quantity_in_si(node: Node) -> tuple[Node, Dimension] | None:
    """A number times its units, such as `3 km` or `20 °C`, with the scale and the offset of the units applied."""
    units = measure(node.args[1])
    inner = in_si(node.args[0])
    if units is None or inner is None or inner[1] != NONE:
        return None
    scaled = Node("mul", (inner[0], num(units.factor)))
    return (Node("add", (scaled, num(units.offset))) if units.offset else scaled), units.dimension


def _sum_in_si(node: Node) -> tuple[Node, Dimension] | None:
    """A sum, a negative or a bracket: every term has the same dimension, or there is none."""
    parts = [in_si(a) for a in node.args]
    done = [p for p in parts if p is not None]
    if len(done) < len(parts) or len({p[1] for p in done}) != 1:
        return None
    return Node(node.op, tuple(p[0] for p in done), node.value), done[0][1]


def has_units(node: Node) -> bool:
    """Whether a unit stands anywhere in the tree."""
    return any(n.op == "unit" for n in node.walk())
