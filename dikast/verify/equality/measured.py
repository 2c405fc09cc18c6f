"""What two sides say by their units: whether they have any, whether they can be equal at all, and in which form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dikast.verify.equality.numeric import rational_value
from dikast.verify.equality.rounding import printed, units_of
from dikast.verify.equality.value_texts import as_written, dimensions, shown
from dikast.verify.syntax.all_or_none import all_or_none
from dikast.verify.syntax.nodes import Node
from dikast.verify.syntax.printer import written
from dikast.verify.syntax.quantities import in_si, is_pure_unit, measure, unit_dimension, without_units
from dikast.verify.syntax.unit_table import BASES, NONE, Dimension
from dikast.verify.witness import Dimensions, Values

_LONGEST_SYMBOL = 3
_SPELT_SYMBOLS = frozenset({"degC", "degF", "Omega"})
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

    def may_be_others(self, a: Node, b: Node) -> bool:
        """`1 cup = 8 oz`: ounces that may be fluid ones, as the other side is a volume; `1 year = 365 days`."""
        powers = [{base for base, n in zip(BASES, side, strict=True) if n} for side in self.dimensions]
        if {"month", "s"} <= powers[0] | powers[1]:
            return True
        return unit_dimension("L") in self.dimensions and (has_unit(a, _OUNCES) or has_unit(b, _OUNCES))


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
