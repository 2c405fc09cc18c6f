"""Times of day and the time between them: `From 9:30 to 11:15 is 1 h 45 min`, `45 minutes after 9:30 is 10:15`."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from dikast.verify.decision import Decision, refuted, verified
from dikast.verify.equality.exact import rational
from dikast.verify.syntax.quantities import in_si
from dikast.verify.syntax.unit_table import unit
from dikast.verify.text.quantity_sentences import ClockTime, Measured, QuantityItem, quantity_sentences
from dikast.verify.witness import Values

_DAY, _HALF = 24 * 60, 12 * 60  # minutes
_SECONDS = 60
# The places of the earlier time, the later time, and the time between, in each shape of a sentence.
_SHAPES: dict[tuple[str, ...], tuple[int, int, int]] = {
    ("from", "clock", "to", "clock", "is", "measured"): (1, 3, 5),
    ("from", "clock", "to", "clock", "measured"): (1, 3, 4),
    ("clock", "to", "clock", "is", "measured"): (0, 2, 4),
    ("measured", "after", "clock", "is", "clock"): (2, 4, 0),
    ("measured", "before", "clock", "is", "clock"): (4, 2, 0),
    ("clock", "+", "measured", "is", "clock"): (0, 4, 2),
    ("clock", "-", "measured", "is", "clock"): (4, 0, 2),
    ("clock", "-", "clock", "is", "measured"): (2, 0, 4),
}


def clock_times(step: str) -> Iterator[tuple[str, Decision]]:
    """The sentences of a step that say how long it is from one time of day to another."""
    for sentence in quantity_sentences(step):
        places = _SHAPES.get(sentence.shape)
        finding = None if places is None else _decided(*(sentence.items[i] for i in places))
        if finding is not None:
            yield step[sentence.start : sentence.end], finding


def _decided(earlier: QuantityItem, later: QuantityItem, between: QuantityItem) -> Decision | None:
    """Whether it is that long; None where it would be in another half of the day, or in another unit."""
    if not (isinstance(earlier, ClockTime) and isinstance(later, ClockTime) and isinstance(between, Measured)):
        return None
    minutes = _minutes(between)
    if minutes is None or between.thing:
        return None
    shortest = (later.minutes - earlier.minutes) % (_DAY if earlier.is_sure and later.is_sure else _HALF)
    direct = later.minutes - earlier.minutes
    if minutes in (direct, shortest):
        return verified("clock")
    is_elsewhere = (minutes - shortest) % _HALF == 0 and not (earlier.is_sure and later.is_sure)
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
