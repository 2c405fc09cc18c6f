"""Rates and times of day: `60 km in 45 min is 80 km/h`, `At 60 km/h, 3 hours is 180 km`, `From 9:30 to 10 is 30 min`.

Each shape that a sentence can have is a row, with what its quantities are in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from dikast.verify.deciders.quantity_sentences import ClockTime, Measured, quantity_sentences
from dikast.verify.decision import Decision, refuted, unknown, verified
from dikast.verify.equality.exact import rational
from dikast.verify.equality.value_relations import equality
from dikast.verify.syntax.nodes import Node
from dikast.verify.syntax.quantities import has_units, in_si
from dikast.verify.syntax.unit_table import Unit, unit
from dikast.verify.witness import Values

_DAY, _HALF = 24 * 60, 12 * 60  # minutes
_SECONDS = 60
_RATES = frozenset(
    {
        "measured in measured is measured",
        "measured for measured is measured",
        "measured at measured is measured",
        "at measured measured is measured",
        "at measured in measured is measured",
        "at measured for measured is measured",
    }
)
# Which of the quantities are the earlier time, the later time, and the time between.
_TIMES = {
    "from clock to clock is measured": (0, 1, 2),
    "from clock to clock measured": (0, 1, 2),
    "clock to clock is measured": (0, 1, 2),
    "measured after clock is clock": (1, 2, 0),
    "measured before clock is clock": (2, 1, 0),
    "clock + measured is clock": (0, 2, 1),
    "clock - measured is clock": (2, 0, 1),
    "clock - clock is measured": (1, 0, 2),
}


def quantity_claims(step: str) -> Iterator[tuple[str, Decision]]:
    """The sentences of a step that state a rate, an amount at a rate, or how long it is between two times of day."""
    for sentence in quantity_sentences(step):
        quantities = [item for item in sentence.items if not isinstance(item, str)]
        if sentence.shape in _RATES:
            finding = _of_rate(*(item for item in quantities if isinstance(item, Measured)))
        elif sentence.shape in _TIMES:
            finding = _of_times(*(quantities[i] for i in _TIMES[sentence.shape]))
        else:
            continue
        if finding is not None:
            yield step[sentence.start : sentence.end], finding


def _of_rate(first: Measured, second: Measured, stated: Measured) -> Decision | None:
    """Decides the quotient or the product, by the dimension of the stated value; None if neither has it."""
    if not has_units(second.tree) and not has_units(first.tree):
        return None
    if (said := _as_said(first, second, stated)) is not None:
        return said
    quotient, product = Node("div", (first.tree, second.tree)), Node("mul", (first.tree, second.tree))
    if _dimension(quotient) == _dimension(stated.tree) and first.things == stated.things and not second.things:
        return _equality(quotient, stated.tree)
    are_things = {first.things, second.things} == {frozenset(), stated.things}
    return _equality(product, stated.tree) if _dimension(product) == _dimension(stated.tree) and are_things else None


def _equality(worked: Node, stated: Node) -> Decision:
    """Whether they are equal; units that cancel out, as in `2 years at $20 per month`, are numbers."""
    number = in_si(worked)
    return equality(worked if has_units(stated) or number is None else number[0], stated)


def _as_said(first: Measured, second: Measured, stated: Measured) -> Decision | None:
    """`4 weeks at 5 days per week`: a rate of times, in which the unit that is said twice is dropped.

    Where none is, as in `2 weeks at 8 hours per day`, a week may have five days; None for other rates.
    """
    rate, amount = (second, first) if second.tree.op == "div" else (first, second)
    if rate.tree.op != "div" or rate.things:
        return None
    above, below, counted = (_unit(tree) for tree in (*rate.tree.args, amount.tree))
    if above is None or below is None or counted is None:
        return None
    if not above.dimension == below.dimension == counted.dimension:
        return None
    if counted == below:
        return equality(Node("mul", (amount.tree, rate.tree)), stated.tree)
    if counted == above:
        return equality(Node("div", (amount.tree, rate.tree)), stated.tree)
    return unknown("ambiguous", "units", detail="how many of the smaller units count is not said")


def _unit(tree: Node) -> Unit | None:
    """The only unit of a tree."""
    names = tree.values_of("unit")
    return unit(names[0]) if len(names) == 1 else None


def _dimension(tree: Node) -> object:
    """None where the dimension of a tree is unknown."""
    in_units = in_si(tree)
    return None if in_units is None else in_units[1]


def _of_times(
    earlier: ClockTime | Measured, later: ClockTime | Measured, between: ClockTime | Measured
) -> Decision | None:
    """Whether it is that long; None where it would be in another half of the day, or in another unit."""
    if not (isinstance(earlier, ClockTime) and isinstance(later, ClockTime) and isinstance(between, Measured)):
        return None
    minutes = _minutes(between)
    if minutes is None or between.things:
        return None
    direct = later.minutes - earlier.minutes
    are_sure = earlier.is_sure and later.is_sure
    shortest = direct % (_DAY if are_sure else _HALF)
    if minutes in (direct, shortest):
        return verified("clock")
    is_elsewhere = (minutes - shortest) % _HALF == 0 and not are_sure
    is_in_seconds = (minutes * _SECONDS - shortest) % _HALF == 0  # `from 9:30 to 11:15` on a stopwatch
    if is_elsewhere or is_in_seconds or (minutes - shortest) % _DAY == 0:
        return None
    return refuted("clock", Values(f"{shortest} min", f"{minutes} min"))


def _minutes(quantity: Measured) -> Fraction | None:
    """A length of time in minutes; None for any other quantity."""
    in_units, second = in_si(quantity.tree), unit("s")
    if in_units is None or second is None or in_units[1] != second.dimension:
        return None
    seconds = rational(in_units[0])
    return None if seconds is None else seconds / _SECONDS
