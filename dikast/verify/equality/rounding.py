"""When a decimal stands for another value: only by a rounding rule, never by a tolerance.

A printed number stands for what rounds to it: what lies within half a unit of its last place. A half goes up, or to the
even figure, and never down to an odd one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from dikast.verify.decision import Decision, unknown, verified
from dikast.verify.equality.exact import Undefined, rational, whole
from dikast.verify.equality.numeric import enclose
from dikast.verify.equality.value_texts import shown
from dikast.verify.policy import Policy
from dikast.verify.syntax.nodes import Node, TooCostly, minus, neg, num
from dikast.verify.syntax.quantities import has_units, measure
from dikast.verify.syntax.unit_table import Unit

# A reference of fewer figures is too short to say that what rounds to it is meant.
_FIGURES = 3
_MOST_PLACES = 30
# What a calculator prints of a double: 16 figures or more, and off by its last bits.
_DOUBLE_FIGURES = 16
_DOUBLE_ERROR = Fraction(1, 2**51)
_PERCENT_APART, _LEFT_APART = Fraction(1, 50), Fraction(1, 10)
_MOST_DECIMALS = 8
_LARGEST_EXPONENT = 400
_POINTS = tuple(map(Fraction, ("1", "2", "5/3")))
"""Where expressions are compared whose decimals may be rounded: all names at once."""
# A sum or product with at most this many places more than the printed number is one that people write out.
_SHORT_BY = 2
_WRITTEN_OUT = frozenset({"num", "add", "mul", "neg", "paren", "percent", "unit"})


@dataclass(frozen=True)
class Decimal:
    """A number as it was printed: its value, the unit of its last place, its significant figures.

    `is_rounding` says that it was printed with a decimal point or as a power of ten, so that it may be a rounding.
    """

    value: Fraction
    ulp: Fraction
    figures: int
    is_rounding: bool = True

    def stands_for(self, value: Fraction) -> bool:
        """Whether the printed number is a correct rounding of the value."""
        error = abs(self.value - value)
        if error == self.ulp / 2:
            return self.is_up_from(value) or not self.value / self.ulp % 2
        return error < self.ulp / 2

    def is_up_from(self, value: Fraction) -> bool:
        """Whether it is the larger one in size, as a rounding up makes it."""
        return abs(self.value) > abs(value)

    def scaled(self, factor: Fraction) -> Decimal:
        """The decimal in another unit, as precise as before."""
        return replace(self, value=self.value * factor, ulp=self.ulp * abs(factor))


def printed(node: Node) -> Decimal | None:
    """The decimal that a tree is, with its sign and power of ten; None for anything else."""
    match node.opened():
        case Node("num", (), Fraction() as value, literal):
            return _literal(value, literal)
        case Node("neg", (number,)):
            scale: Fraction | None = Fraction(-1)
        case Node("percent", (number,)):
            scale = Fraction(1, 100)
        case Node("mul", (number, power)):
            scale = _power_of_ten(power)
        case _:
            return None
    decimal = None if scale is None else printed(number)
    if decimal is None or scale is None:
        return None
    scaled = decimal.scaled(scale)
    return replace(scaled, is_rounding=True) if node.opened().op == "mul" else scaled


def _literal(value: Fraction, literal: str) -> Decimal:
    mantissa, _, exponent = literal.lower().partition("e")
    scale = Fraction(10) ** int(exponent or 0)
    places = len(mantissa.partition(".")[2])
    digits = mantissa.replace(".", "").lstrip("0")
    figures = len(digits) if "." in mantissa else len(digits.rstrip("0")) or 1
    return Decimal(value, scale / 10**places, max(figures, 1), "." in mantissa or bool(exponent))


def _power_of_ten(node: Node) -> Fraction | None:
    match node:
        case Node("num", (), 10 | 100 | 1000):
            return rational(node)
        case Node("pow", (base, exponent)) if base.value == 10:
            n = whole(exponent)
            return None if n is None or abs(n) > _LARGEST_EXPONENT else Fraction(10) ** n
    return None


def is_decimal(node: Node) -> bool:
    """Whether the number was printed with a decimal point or as a power of ten."""
    decimal = printed(node)
    return decimal is not None and decimal.is_rounding


def units_of(node: Node) -> Unit | None:
    """The product of the units of a quantity; None for anything else."""
    return measure(node.args[-1]) if node.op == "mul" and not has_units(node.args[0]) else None


def number_of(node: Node) -> Node:
    """The number of a quantity, or of an angle in degrees; its sign kept."""
    if node.literal == "degrees":
        return node.args[0].args[0]
    if node.op == "neg":
        return neg(number_of(node.args[0]))
    return node if units_of(node) is None else node.args[0]


def _factor(node: Node, value: Fraction, decimal: Decimal) -> Fraction:
    """How many SI units the printed number's own unit is, wherever that unit begins to count."""
    units = next((m for n in node.walk() if (m := units_of(n)) is not None), None)
    if units is not None:
        return units.factor
    return abs(value / decimal.value) if decimal.value else Fraction(1)


@dataclass(frozen=True)
class PrintedValue:
    """One side of a comparison: its exact value, and the decimal it was printed as, in the units of that value."""

    value: Fraction
    decimal: Decimal | None
    number: Node
    is_measured: bool = False

    @classmethod
    def of(cls, node: Node, value: Fraction) -> PrintedValue:
        number = number_of(node)
        decimal = printed(number)
        if decimal is None:
            return cls(value, None, number, units_of(node) is not None)
        return cls(value, replace(decimal, value=value, ulp=decimal.ulp * _factor(node, value, decimal)), number)

    @property
    def printed(self) -> Decimal | None:
        """The decimal, if it may be a rounding."""
        return self.decimal if self.decimal is not None and self.decimal.is_rounding else None


def rounded_answer(left: PrintedValue, right: PrintedValue, exactly: Decision, policy: Policy) -> Decision:
    """A decimal reference may be what the answer rounds to, a long decimal answer what the reference rounds to."""
    finding = _of_decimals(left, right, exactly, policy)
    if finding.status == "refuted" and (_is_whole_conversion(left, right) or _is_whole_conversion(right, left)):
        return unknown("precision", "rounding", detail="a converted value may be rounded to a whole number")
    return finding


def _is_whole_conversion(whole: PrintedValue, other: PrintedValue) -> bool:
    """The `746 W` of `1 hp`, the `183 cm` of `6 ft`."""
    decimal = whole.decimal
    if decimal is None or decimal.is_rounding or decimal.figures < _FIGURES:
        return False
    return (_is_converted(whole) or _is_converted(other)) and decimal.stands_for(other.value)


def _of_decimals(left: PrintedValue, right: PrintedValue, exactly: Decision, policy: Policy) -> Decision:
    """What rounding to decimals may account for."""
    reference, answer = left.printed, right.printed
    if reference is not None and reference.figures > 1:
        return _to_decimal_reference(reference, right, exactly)
    if answer is not None and answer.stands_for(left.value):
        needed = _FIGURES if _is_converted(left) or _is_converted(right) else policy.significant_figures
        if answer.figures >= needed:
            return verified("rounding", "rounded", figures=answer.figures)
        # `9π cm²` by `28.27 cm²`: measured values are written as decimals.
        is_open = left.is_measured and answer.figures >= _FIGURES
        return unknown("precision", "rounding", figures=answer.figures, needed=needed) if is_open else exactly
    return exactly


def _to_decimal_reference(reference: Decimal, right: PrintedValue, exactly: Decision) -> Decision:
    answer = right.printed
    if answer is not None and answer.figures < reference.figures:
        is_shorter = answer.stands_for(reference.value)
        too_short = unknown("precision", "rounding", figures=answer.figures, needed=reference.figures)
        return too_short if is_shorter else exactly
    if not reference.stands_for(right.value):
        return exactly
    if reference.figures < _FIGURES:
        return unknown("precision", "rounding", figures=reference.figures, needed=_FIGURES)
    return verified("rounding", "rounded", places=reference.figures)


def _is_converted(side: PrintedValue) -> bool:
    """Whether the unit's factor is no power of ten, so that people round the converted value: `6 ft`, `1.83 m`."""
    printed_value = printed(side.number)
    if printed_value is None or not printed_value.value:
        return False
    factor = abs(side.value / printed_value.value) * 10**_MOST_PLACES
    return factor.denominator != 1 or str(factor).rstrip("0") != "1"


def rounded_result(left: Node, a: Fraction, right: PrintedValue, is_approximate: bool, exactly: Decision) -> Decision:
    """What rounding of the right side of `left = right`, or of the numbers on the left, may account for."""
    b, decimal = right.value, right.decimal
    if decimal is None:
        return _rounded_on_the_left(left, a, b, is_approximate, exactly)
    if decimal.figures >= _DOUBLE_FIGURES and near(a, b, _DOUBLE_ERROR):
        return _as_rounded(a, b)
    if is_approximate:
        decimal = _to_its_last_figure(decimal)
    if abs(a - b) <= decimal.ulp / 2:
        return _within_half(left, a, right, decimal, is_approximate, exactly)
    may_be = _may_be_about if is_approximate else _may_be_carried_on
    return _left_open(a, b) if may_be(left, a, right, decimal) else exactly


def _may_be_about(left: Node, a: Fraction, right: PrintedValue, decimal: Decimal) -> bool:
    """Whether a result that is only approximate may be the left side's value."""
    is_in_reach = abs(a - right.value) <= decimal.ulp + _slack(left, a)
    return is_in_reach or near(a, right.value, _PERCENT_APART)


def _may_be_carried_on(left: Node, a: Fraction, right: PrintedValue, decimal: Decimal) -> bool:
    """Whether a result that is off may be truncated, or worked out from numbers that are rounded on the left."""
    error = abs(a - right.value)
    if error < decimal.ulp and not decimal.is_up_from(a):
        return True
    is_written_out = right.printed is None or (a / decimal.ulp).denominator == 1
    has_long = any(len(n.literal.partition(".")[2]) > 2 for n in left.walk() if n.op == "num")
    slack = Fraction(0) if is_written_out and not has_long else _slack(left, a)
    return slack > 0 and error <= decimal.ulp + slack


def _within_half(
    left: Node, a: Fraction, right: PrintedValue, decimal: Decimal, is_approximate: bool, exactly: Decision
) -> Decision:
    """No more than half a unit off: a rounding, unless it is a half that was rounded the wrong way."""
    is_tie = abs(a - right.value) == decimal.ulp / 2
    if is_approximate:
        return _as_rounded(a, right.value) if decimal.stands_for(a) else exactly
    # A half is rounded up, or to the even figure; down to an odd one is an error.
    is_down = is_tie and not decimal.is_up_from(a)
    if right.printed is None:
        return exactly if is_down else _left_open(a, right.value)
    is_written_out = all(n.op in _WRITTEN_OUT for n in left.walk())
    is_short = is_written_out and (a / decimal.ulp * 10**_SHORT_BY).denominator == 1
    if not decimal.stands_for(a) or (is_down and is_short):
        return exactly
    return _left_open(a, right.value) if is_short else _as_rounded(a, right.value)


def _as_rounded(a: Fraction, b: Fraction) -> Decision:
    return verified("rounding", "rounded", value=shown(a), printed=shown(b))


def _left_open(a: Fraction, b: Fraction) -> Decision:
    return unknown("precision", "rounding", value=shown(a), printed=shown(b))


def _rounded_on_the_left(left: Node, a: Fraction, b: Fraction, is_approximate: bool, exactly: Decision) -> Decision:
    """What rounding may account for where the right side is no decimal number."""
    if is_approximate:
        return _left_open(a, b) if near(a, b, _LEFT_APART) else exactly
    reverse = PrintedValue.of(left, a).printed
    if reverse is None or abs(a - b) > reverse.ulp:
        return exactly
    return _as_rounded(a, b) if reverse.stands_for(b) else _left_open(a, b)


def _to_its_last_figure(decimal: Decimal) -> Decimal:
    """A whole number that is about another says no more than its figures do: 1,200 counts hundreds."""
    whole = abs(decimal.value / decimal.ulp)
    if whole.denominator != 1 or not whole:
        return decimal
    zeros = max(len(str(int(whole))) - decimal.figures, 0)
    return replace(decimal, ulp=decimal.ulp * 10**zeros)


def may_be_rounded_to(node: Node, value: Fraction) -> bool:
    """Whether a value may have been rounded to the figures of this number: 299.8 to 300, 987 to 1000."""
    decimal = printed(node)
    if decimal is None:
        return False
    rounded = _to_its_last_figure(decimal)
    return abs(rounded.value - value) <= rounded.ulp / 2


def near(a: Fraction, b: Fraction, share: Fraction) -> bool:
    """Whether two values differ by no more than this share of the larger one."""
    return abs(a - b) <= share * max(abs(a), abs(b))


def may_be_rounded_within(a: Node, b: Node) -> bool:
    """Whether decimals inside an expression may be rounded numbers of the other: `0.33x` of `x/3`, `5e^{0.927i}`."""
    names = sorted(a.symbols() | b.symbols())
    inner = [[] if printed(number_of(node)) is not None else _decimals(node) for node in (a, b)]
    if not any(inner):
        return False
    points = [dict.fromkeys(names, value) for value in _POINTS]
    return all(any(_is_within(minus(a, b), leaves, point) for leaves in inner if leaves) for point in points)


def _is_within(difference: Node, leaves: Sequence[Node], point: Mapping[str, Fraction]) -> bool:
    """Whether half a unit in the last place of some decimals accounts for the difference at a point."""
    try:
        error, *others = (enclose(n, point, is_real=False).centre for n in (difference, *_moved(difference, leaves)))
    except (Undefined, TooCostly):
        return False
    return bool(abs(error) <= sum(abs(other - error) for other in others))


def _decimals(node: Node) -> list[Node]:
    """The numbers in it that are printed with two places or more."""
    return [n for n in node.walk() if n.op == "num" and len(n.literal.partition(".")[2]) > 1][:_MOST_DECIMALS]


def _slack(node: Node, value: Fraction) -> Fraction:
    """How far the value may be off if each decimal of two places or more was rounded to its last place."""
    others = map(rational, _moved(node, _decimals(node)))
    return sum((abs(other - value) for other in others if other is not None), start=Fraction(0))


def _moved(node: Node, leaves: Sequence[Node]) -> list[Node]:
    """The trees with one of the decimals half a unit of its last place larger."""

    def moved(leaf: Node) -> Node:
        decimal = printed(leaf)
        larger = leaf if decimal is None else num(decimal.value + decimal.ulp / 2)
        return node.map(lambda n: larger if n is leaf else None)

    return [moved(leaf) for leaf in leaves]
