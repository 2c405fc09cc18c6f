"""What two sides say by their units: whether they have any, whether they can be equal at all, and in which form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain, combinations
from math import prod

from dikast.verify.equality.numeric import rational_value
from dikast.verify.equality.rounding import near, printed, units_of
from dikast.verify.equality.value_texts import as_written, dimensions, shown
from dikast.verify.syntax.all_or_none import all_or_none
from dikast.verify.syntax.nodes import Node
from dikast.verify.syntax.printer import written
from dikast.verify.syntax.quantities import has_units, in_si, is_pure_unit, measure, unit_dimension, without_units
from dikast.verify.syntax.unit_table import BASES, NONE, Dimension, Unit
from dikast.verify.witness import Dimensions, Values

_LONGEST_SYMBOL = 3
_SPELT_SYMBOLS = frozenset({"degC", "degF", "Omega"})
_MOST_FACTORS = 6
_CONVERTED_WITHIN = Fraction(1, 20)  # `10 km × 0.6 = 6 miles`
_SEVERAL = frozenset({"seq", "pm"})
_TONS = frozenset({"ton", "tons"})
_OUNCES = frozenset({"oz", "ounce", "ounces"})
TURNS = frozenset({"rpm", "rev", "revolution", "revolutions", "Hz"})
"""Units that count turns, of which each is 2π radians or one."""
ANGLES = frozenset({"rad", "radian", "radians"})
TEMPERATURES = frozenset({"degC", "degF"})
"""Degrees of a scale that does not begin at absolute zero."""


@dataclass(frozen=True)
class Sides:
    """Two sides in SI base units, each with its dimension."""

    left: Node
    right: Node
    dimensions: tuple[Dimension, Dimension] = (NONE, NONE)

    @classmethod
    def of(cls, a: Node, b: Node) -> Sides | None:
        """None where a term or a function can't carry its units."""
        sides = all_or_none(map(in_si, (a, b)))
        if sides is None:
            return None
        (left, left_dimension), (right, right_dimension) = sides
        return cls(left, right, (left_dimension, right_dimension))

    @property
    def mismatch(self) -> Dimensions | None:
        """The two dimensions if they are different ones."""
        left, right = self.dimensions
        return None if left == right else dimensions(left, right)

    def are_of_rate(self, a: Node) -> bool:
        """`60 mph × 3 hours = 180 hours`: all units are said beside a rate, and neither side is one, or a number."""
        units = (measure(n.args[1]) for n in a.walk() if is_pure_unit(n))
        has_rate = any(unit is not None and min(unit.dimension) < 0 for unit in units)
        return has_rate and all(min(side) >= 0 < max(side) for side in self.dimensions)

    def are_converted(self, a: Node, b: Node) -> bool:
        """`2 hours × 60 = 120 minutes`: numbers without a unit make one unit of the other."""
        values = all_or_none(map(rational_value, (self.left, self.right)))
        if values is None or 0 in values:
            return False
        scale = values[0] / values[1]
        factors = [*_bare_factors(a), *(1 / factor for factor in _bare_factors(b))][:_MOST_FACTORS]
        products = chain.from_iterable(combinations(factors, n) for n in range(1, len(factors) + 1))
        return any(near(scale, prod(product, start=Fraction(1)), _CONVERTED_WITHIN) for product in products)

    def names_result(self, a: Node) -> bool:
        """Whether units that are left out can make the right side's: they are those of something above a slash.

        `60 mph × 2 = 120 miles` is worked out in two hours, and `$5 × 3 hours = $15` at $5 an hour.
        """
        above = {base for unit in _units_above(a) for base, n in zip(BASES, unit.dimension, strict=True) if n > 0}
        return above >= {base for base, n in zip(BASES, self.dimensions[1], strict=True) if n}

    def may_be_others(self, a: Node, b: Node) -> bool:
        """`1 cup = 8 oz`: ounces that may be fluid ones, as the other side is a volume; `1 year = 365 days`."""
        powers = [{base for base, n in zip(BASES, side, strict=True) if n} for side in self.dimensions]
        if {"month", "s"} <= powers[0] | powers[1]:
            return True
        return unit_dimension("L") in self.dimensions and (has_unit(a, _OUNCES) or has_unit(b, _OUNCES))


def _bare_factors(node: Node) -> Iterator[Fraction]:
    """The numbers without a unit that a product has; what it is divided by as one over it."""
    if node.op in ("paren", "neg") or (node.op == "mul" and not is_pure_unit(node)):
        yield from chain.from_iterable(map(_bare_factors, node.args))
    elif node.op == "div":
        yield from _bare_factors(node.args[0])
        yield from (1 / factor for factor in _bare_factors(node.args[1]))
    elif not has_units(node) and (value := rational_value(node)):
        yield value


def _units_above(node: Node) -> Iterator[Unit]:
    """The units of the quantities that are above every slash."""
    if is_pure_unit(node) and (unit := measure(node.args[1])) is not None:
        yield unit
    parts = node.args[:1] if node.op == "div" else node.args
    yield from chain.from_iterable(map(_units_above, parts))


def distributed(node: Node) -> Node:
    """`(3, 4) m/s` as `(3 m/s, 4 m/s)`, `5 ± 0.1 cm` as `5 cm ± 0.1 cm`: a unit behind them all is that of each."""

    def change(n: Node) -> Node | None:
        match n:
            case Node("mul", (values, unit), "unit") if values.opened().op in _SEVERAL:
                several = values.opened()
                return Node(several.op, tuple(_with_unit(value, unit) for value in several.args), several.value)
            case Node("pm", (value, Node("mul", (_, unit), "unit") as off)) if not has_units(value):
                return Node("pm", (_with_unit(value, unit), off), n.value)
        return None

    return node.map(change) if has_units(node) else node


def _with_unit(value: Node, unit: Node) -> Node:
    return Node("mul", (value, unit), "unit")


def bounds_in_si(node: Node) -> tuple[Node, Dimension] | None:
    """Inequalities or an interval whose bounds are quantities of one dimension, as numbers; None for any others."""
    quantities = [n for n in node.walk() if units_of(n) is not None]
    sides = all_or_none(map(in_si, quantities))
    if not sides or len({dimension for _, dimension in sides}) > 1:
        return None
    numbers = {n: value for n, (value, _) in zip(quantities, sides, strict=True)}
    return node.map(numbers.get), sides[0][1]


def has_conversion(node: Node) -> bool:
    """`3 h × 60 min`: one of the quantities is what the unit of another one comes to, so it is meant per that unit."""
    quantities = [n for n in node.walk() if is_pure_unit(n)]
    units = {measure(n.args[1]) for n in quantities}
    sizes = [(rational_value(n.args[0]), measure(n.args[1])) for n in quantities]
    return any(
        value != 1 and replace(unit, factor=unit.factor * value) in units
        for value, unit in sizes
        if value is not None and unit is not None
    )


def with_tonnes(node: Node) -> Node:
    """With tons of 1000 kg, as in most countries."""
    return node.map(lambda n: Node("unit", value="tonne") if n.op == "unit" and n.value in _TONS else None)


def clash(node: Node) -> Dimensions | None:
    """Two terms of one sum that can't be added, such as metres and seconds; both must be measured."""
    for subtree in node.walk():
        if subtree.op == "add":
            different = list(dict.fromkeys(_dimensions(subtree.args)))[:2]
            if len(different) == 2 and NONE not in different:
                return dimensions(*different)
    return None


def _dimensions(terms: Iterable[Node]) -> Iterator[Dimension]:
    """The dimensions of the terms that are measured."""
    for term in terms:
        side = in_si(term) if all_measured(term) else None
        if side is not None:
            yield side[1]


def all_measured(node: Node) -> bool:
    """Whether every number outside exponents has a unit."""
    if units_of(node) is not None:
        return True
    parts = node.args[:1] if node.op == "pow" else node.args
    return bool(parts) and all(map(all_measured, parts))


def in_symbols(node: Node) -> bool:
    """Whether the units are symbols, as in physics, and not the words of a story (`miles`, `weeks`)."""
    names = node.values_of("unit")
    return all(len(name) <= _LONGEST_SYMBOL or name in _SPELT_SYMBOLS for name in names)


def perhaps_letters(node: Node) -> bool:
    """Whether units behind something that is no plain number, as in `4π² L/g`, may be the letters of a formula."""
    for product in (n for n in node.walk() if units_of(n) is not None):
        value, unit = product.args[0], product.args[-1]
        # One number, perhaps with a sign or a power of ten, or a fraction of two.
        is_number = all(printed(n) is not None for n in (value.args if value.op == "div" else (value,)))
        if not is_number and any(len(name) == 1 for name in unit.values_of("unit")):
            return True
    return False


def one_unit(left: Node, right: Node) -> bool:
    """The same unit everywhere, so that the numbers alone decide."""
    return len({*left.values_of("unit"), *right.values_of("unit")}) == 1


def in_one_unit(left: Node, right: Node) -> Values:
    """Both sides as written; a calculation in the unit of a single quantity as its value: `5 km`."""
    is_quantity = units_of(left) is None and units_of(right) is not None and one_unit(left, right)
    value = rational_value(without_units(left)) if is_quantity else None
    if value is None:
        return as_written(left, right)
    unit = written(right).removeprefix(written(right.args[0])).strip()
    return Values(f"{shown(value)} {unit}", written(right))


def has_unit(node: Node, names: frozenset[str]) -> bool:
    """Whether one of these units occurs anywhere in the tree."""
    return not names.isdisjoint(node.values_of("unit"))
