"""Quantities: the units of a tree multiplied out to one factor and one dimension, and values in SI units."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from dikast.verify.syntax.nodes import Node, add, mul, neg, num, raised
from dikast.verify.syntax.unit_table import NONE, Dimension, unit


@dataclass(frozen=True)
class Measure:
    """What a product of units comes to: SI factor, exponents, and the offset of a lone temperature unit."""

    factor: Fraction
    dimension: Dimension
    offset: Fraction = Fraction(0)


def is_mixed(node: Node) -> bool:
    """`1 hour 30 minutes`: several units in one sum, whose numbers alone say nothing."""
    sums = ([a.values_of("unit") for a in n.args] for n in node.walk() if n.op == "add")
    return any(len({tuple(name.rstrip("s") for name in names) for names in terms if names}) > 1 for terms in sums)


def unit_dimension(name: str) -> Dimension:
    known = unit(name)
    return NONE if known is None else known.dimension


def measure(node: Node) -> Measure | None:
    """The product of units below a node, or None if it is not made of units alone."""
    if node.op == "unit":
        found = unit(str(node.value))
        return None if found is None else Measure(found.factor, found.dimension, found.offset)
    if node.op == "pow":
        base, n = measure(node.args[0]), _small_whole(node.args[1])
        return None if base is None or n is None else Measure(base.factor**n, tuple(d * n for d in base.dimension))
    if node.op not in ("mul", "div"):
        return None
    left, right = map(measure, node.args)
    if left is None or right is None:
        return None
    n = 1 if node.op == "mul" else -1
    return Measure(left.factor * right.factor**n, _joined(left.dimension, right.dimension, n))


def _joined(one: Dimension, other: Dimension, n: int) -> Dimension:
    """The dimension of a product, or with n = -1 of a quotient."""
    return tuple(a + n * b for a, b in zip(one, other, strict=True))


def without_units(node: Node) -> Node:
    """The tree with every unit replaced by one."""

    def change(n: Node) -> Node | None:
        if n.op == "mul" and n.value == "unit":
            return without_units(n.args[0])
        return num(1) if n.op == "unit" else None

    return node.map(change)


def in_si(node: Node, is_difference: bool = False) -> tuple[Node, Dimension] | None:
    """The value in SI base units and its dimension; None where a term or a function can't carry its units.

    `is_difference`: degrees count from one temperature to another, not from absolute zero.
    """
    if node.op == "neg" and _is_quantity(node.args[0]):
        value, units = node.args[0].args  # `-40 °C`: the sign is the number's, or the offset would get it too
        return _quantity_in_si(neg(value), units, is_difference)
    if _is_quantity(node):
        return _quantity_in_si(node.args[0], node.args[1], is_difference)
    if node.op in ("mul", "div"):
        return _product_in_si(node, is_difference)
    if node.op in ("add", "neg", "paren"):
        return _sum_in_si(node, is_difference)
    if node.op == "pow" and (n := _small_whole(node.args[1])) is not None:
        base = in_si(node.args[0], is_difference)
        return None if base is None else (raised(base[0], node.args[1]), tuple(d * n for d in base[1]))
    return None if has_units(node) else (node, NONE)


def _is_quantity(node: Node) -> bool:
    return node.op == "mul" and (node.value == "unit" or node.args[-1].op == "unit")


def _small_whole(node: Node) -> int | None:
    """The value of an exponent that a unit can have."""
    is_whole = isinstance(node.value, Fraction) and node.value.denominator == 1 and abs(node.value) < 20
    if node.op == "neg" and (inner := _small_whole(node.args[0])) is not None:
        return -inner
    return int(node.value) if is_whole and node.op == "num" and node.value is not None else None


def _quantity_in_si(value: Node, units: Node, is_difference: bool) -> tuple[Node, Dimension] | None:
    """A number times its units, such as `3 km` or `20 °C`, with the scale and the offset of the units applied."""
    size, inner = measure(units), in_si(value)
    if size is None or inner is None or inner[1] != NONE:
        return None
    scaled = mul(inner[0], num(size.factor))
    has_offset = size.offset and not is_difference
    return (add(scaled, num(size.offset)) if has_offset else scaled), size.dimension


def _product_in_si(node: Node, is_difference: bool) -> tuple[Node, Dimension] | None:
    """Degrees in a product with other units, `(50 g)(4.18 J/(g °C))(5 °C)`, are a difference."""
    is_among_units = is_difference or all(map(has_units, node.args))
    left, right = (in_si(arg, is_among_units) for arg in node.args)
    if left is None or right is None:
        return None
    n = 1 if node.op == "mul" else -1
    return Node(node.op, (left[0], right[0])), _joined(left[1], right[1], n)


def _sum_in_si(node: Node, is_difference: bool) -> tuple[Node, Dimension] | None:
    """A sum, a negative or a bracket: every term has the same dimension, or there is none."""
    parts = [in_si(arg, is_difference) for arg in node.args]
    done = [part for part in parts if part is not None]
    if len(done) < len(parts) or len({dimension for _, dimension in done}) != 1:
        return None
    units = map(unit, node.values_of("unit"))
    # Units that count from another zero: sums of temperatures mean several things.
    has_offset = any(found is not None and found.offset for found in units)
    if node.op == "add" and has_offset and not is_difference:
        return None
    return Node(node.op, tuple(value for value, _ in done), node.value), done[0][1]


def has_units(node: Node) -> bool:
    """Whether a unit stands anywhere in the tree."""
    return node.has("unit")
