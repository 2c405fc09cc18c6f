"""Quantities: the units of a tree multiplied out to one factor and one dimension, and values in SI units."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce

from dikast.verify.syntax.nodes import Node, add, call, mul, neg, num, raised
from dikast.verify.syntax.unit_table import NONE, Dimension, Unit, joined, unit

_LARGEST_EXPONENT = 20
_SIGNS = {"mul": 1, "div": -1}
"""The exponent of a product's second factor."""

Quantity = tuple[Node, Dimension]


class _Unmeasured(Exception):
    """The tree is no unit, or can't carry its units."""


def is_mixed(node: Node) -> bool:
    """`1 hour 30 minutes`: several units in one sum, whose numbers alone say nothing."""
    sums = ([a.values_of("unit") for a in n.args] for n in node.walk() if n.op == "add")
    return any(len({tuple(name.rstrip("s") for name in names) for names in terms if names}) > 1 for terms in sums)


def unit_dimension(name: str) -> Dimension:
    """The dimension of a unit by its name; none for another name."""
    known = unit(name)
    return NONE if known is None else known.dimension


def measure(node: Node) -> Unit | None:
    """What the product of units below a node comes to, or None if it is not made of units alone."""
    try:
        return _measure(node)
    except _Unmeasured:
        return None


def _measure(node: Node) -> Unit:
    match node:
        case Node("unit", (), name):
            known_unit = unit(str(name))
            if known_unit is None:
                raise _Unmeasured
            return known_unit
        case Node("pow", (below, exponent)):
            base, n = _measure(below), _small_whole(exponent)
            return Unit(base.factor**n, tuple(d * n for d in base.dimension))
        case Node("mul" | "div" as op, (left, right)):
            first, second, n = _measure(left), _measure(right), _SIGNS[op]
            return Unit(first.factor * second.factor**n, joined(first.dimension, second.dimension, n))
    raise _Unmeasured


def is_pure_unit(node: Node) -> bool:
    """Whether it is a number with its unit."""
    return node.op == "mul" and node.value == "unit"


def without_units(node: Node) -> Node:
    """The tree with every unit replaced by one."""

    def change(n: Node) -> Node | None:
        if is_pure_unit(n):
            return without_units(n.args[0])
        return num(1) if n.op == "unit" else None

    return node.map(change)


def in_si(node: Node, is_difference: bool = False) -> Quantity | None:
    """The value in SI base units and its dimension; None where a term or a function can't carry its units.

    `is_difference`: degrees count from one temperature to another, not from absolute zero.
    """
    try:
        return _in_si(node, is_difference)
    except _Unmeasured:
        return None


def _in_si(node: Node, is_difference: bool) -> Quantity:
    match node:
        case Node("neg", (quantity,)) if _is_quantity(quantity):
            value, units = quantity.args  # `-40 °C`: the sign is the number's, or the offset would get it too
            return _quantity_in_si(neg(value), units, is_difference)
        case Node("mul", (value, units, *_)) if _is_quantity(node):
            return _quantity_in_si(value, units, is_difference)
        case Node("mul" | "div"):
            return _product_in_si(node, is_difference)
        case Node("add" | "neg" | "paren"):
            return _sum_in_si(node, is_difference)
        case Node("pow", (base, exponent)) if _is_small_whole(exponent):
            value, dimension = _in_si(base, is_difference)
            n = _small_whole(exponent)
            return raised(value, exponent), tuple(d * n for d in dimension)
    return _function_in_si(node, is_difference)


def _function_in_si(node: Node, is_difference: bool) -> Quantity:
    """A square root, which halves the powers of its units; other functions have no units inside."""
    if not has_units(node):
        return node, NONE
    if node.op != "call" or node.value != "sqrt":
        raise _Unmeasured
    value, dimension = _in_si(node.args[0], is_difference)
    if any(n % 2 for n in dimension):
        raise _Unmeasured
    return call("sqrt", value), tuple(n // 2 for n in dimension)


def _is_quantity(node: Node) -> bool:
    return node.op == "mul" and (node.value == "unit" or node.args[-1].op == "unit")


def _is_small_whole(node: Node) -> bool:
    """Whether it is an exponent that a unit can have."""
    match node:
        case Node("neg", (inner,)):
            return _is_small_whole(inner)
        case Node("num", (), Fraction(denominator=1) as value):
            return abs(value) < _LARGEST_EXPONENT
    return False


def _small_whole(node: Node) -> int:
    if not _is_small_whole(node):
        raise _Unmeasured
    return -_small_whole(node.args[0]) if node.op == "neg" else int(node.value or 0)


def _quantity_in_si(value: Node, units: Node, is_difference: bool) -> Quantity:
    """A number times its units, such as `3 km` or `20 °C`, with the scale and the offset of the units applied."""
    size, (number, dimension) = _measure(units), _in_si(value, False)
    if dimension != NONE:
        raise _Unmeasured
    scaled = mul(number, num(size.factor))
    has_offset = size.offset and not is_difference
    return (add(scaled, num(size.offset)) if has_offset else scaled), size.dimension


def _product_in_si(node: Node, is_difference: bool) -> Quantity:
    """Degrees in a product with other units, `(50 g)(4.18 J/(g °C))(5 °C)`, are a difference."""
    is_among_units = is_difference or all(map(has_units, node.args))
    values, dimensions = zip(*(_in_si(arg, is_among_units) for arg in node.args), strict=True)
    sign = _SIGNS[node.op]
    return Node(node.op, values), reduce(lambda left, right: joined(left, right, sign), dimensions)


def _sum_in_si(node: Node, is_difference: bool) -> Quantity:
    """A sum, a negative or a bracket: every term has the same dimension, or there is none."""
    values, dimensions = zip(*(_in_si(arg, is_difference) for arg in node.args), strict=True)
    units = map(unit, node.values_of("unit"))
    # Units that count from another zero: sums of temperatures mean several things.
    has_offset = any(known_unit is not None and known_unit.offset for known_unit in units)
    is_open = node.op == "add" and has_offset and not is_difference
    if is_open or len(set(dimensions)) != 1:
        raise _Unmeasured
    return Node(node.op, values, node.value), dimensions[0]


def counts_days(node: Node) -> bool:
    """Whether it has days or weeks, which may be of work, and shorter; not where they are below a slash."""
    days = {unit("day"), unit("week")}
    return any(unit(str(_above(n.args[1]).value)) in days for n in node.walk() if is_pure_unit(n))


def _above(units: Node) -> Node:
    """The hour of `hour/day`."""
    while units.op == "div":
        units = units.args[0]
    return units


def has_units(node: Node) -> bool:
    """Whether a unit occurs anywhere in the tree."""
    return node.has("unit")
