"""Axis: from values to places on paper, with round numbers to mark."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Axis:
    """Values from `low` to `high` laid out from place `start` to place `end`; by their logarithms with `is_log`."""

    low: float
    high: float
    start: float
    end: float
    is_log: bool = False

    def at(self, value: float) -> float:
        """The place of a value; what lies outside stands at the end."""
        low, high, kept = self.low, self.high, min(max(value, self.low), self.high)
        if self.is_log:
            low, high, kept = math.log(low), math.log(high), math.log(kept)
        share = (kept - low) / (high - low)
        return self.start + share * (self.end - self.start)

    def ticks(self, about: int = 5) -> list[float]:
        """Round values within the axis, about so many."""
        if self.is_log:
            decades = range(math.floor(math.log10(self.low)), math.ceil(math.log10(self.high)) + 1)
            few = [10.0**k for k in decades if self.low <= 10.0**k <= self.high]
            many = [m * 10.0**k for k in decades for m in (1, 2, 5) if self.low <= m * 10.0**k <= self.high]
            return few if len(few) >= 3 else many
        rough = (self.high - self.low) / max(1, about)
        size = 10 ** math.floor(math.log10(rough))
        step = next(m * size for m in (1, 2, 2.5, 5, 10) if m * size >= rough * 0.999)
        first = math.ceil(self.low / step - 1e-9)
        last = math.floor(self.high / step + 1e-9)
        return [round(i * step, 12) for i in range(first, last + 1)]


def limits_of(values: Iterable[float], *, with_zero: bool = False) -> tuple[float, float]:
    """Limits that hold all values with a little room."""
    known = [*values, *([0.0] if with_zero else [])]
    low, high = min(known), max(known)
    room = (high - low) * 0.06 or abs(high) * 0.1 or 1.0
    return (low if with_zero and low == 0 else low - room), high + room


def short(value: float) -> str:
    """A number as an axis shows it."""
    if value and abs(value) >= 10_000:
        return f"{value / 1000:,.4g}k"
    return f"{value:,.4g}".replace("-", "−")


def format_p_value(p: float | None) -> str:
    """A p-value to three places, which is never 0 (Phipson and Smyth 2010)."""
    return "–" if p is None else f"{p:.3f}" if p >= 0.0005 else "<0.001"
