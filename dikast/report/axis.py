"""Axis: from values to coordinates in a drawing, with round numbers for its ticks; and numbers as text."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

AxisLimits = tuple[float, float]
LEAST_SIZE = 1e-9
"""Smaller values count as zero, and so do differences smaller than this share of the values."""


@dataclass(frozen=True)
class Axis:
    """Values from `low` to `high`, drawn from coordinate `start` to `end`; with `is_log`, by their logarithms."""

    low: float
    high: float
    start: float
    end: float
    is_log: bool = False

    def coordinate(self, value: float) -> float:
        """The coordinate of a value. A value beyond an end of the axis is drawn at that end."""
        low, high, inside = self.low, self.high, min(max(value, self.low), self.high)
        if self.is_log:
            low, high, inside = math.log(low), math.log(high), math.log(inside)
        share = (inside - low) / (high - low)
        return self.start + share * (self.end - self.start)

    def ticks(self, about: int = 5) -> list[float]:
        """Round values within the axis: about this many, fewer or more on a logarithmic axis."""
        if self.is_log:
            return self._log_ticks()
        rough_step = (self.high - self.low) / about
        magnitude = 10 ** math.floor(math.log10(rough_step))
        # The tolerances keep a step or a tick that would be lost only by rounding.
        step = next(size * magnitude for size in (1, 2, 2.5, 5, 10) if size * magnitude >= rough_step * 0.999)
        first = math.ceil(self.low / step - 1e-9)
        last = math.floor(self.high / step + 1e-9)
        return [round(i * step, 12) for i in range(first, last + 1)]

    def _log_ticks(self) -> list[float]:
        """Powers of ten; where fewer than three are within the axis, also their doubles and fives."""
        first = math.floor(math.log10(self.low))
        last = math.ceil(math.log10(self.high))
        ticks: list[float] = []
        for digits in ((1,), (1, 2, 5)):
            values = [digit * 10.0**exponent for exponent in range(first, last + 1) for digit in digits]
            ticks = [value for value in values if self.low <= value <= self.high]
            if len(ticks) >= 3:
                break
        return ticks


def padded_limits(values: Iterable[float]) -> AxisLimits:
    """AxisLimits that hold all values, with 6 % more on either side. Raises ValueError without any value."""
    values = list(values)
    low, high = min(values), max(values)
    size, spread = max(abs(low), abs(high)), high - low
    # Equal values need some width too, and so do those that ticks would not tell apart.
    if size < LEAST_SIZE:
        padding = 1.0
    elif spread < LEAST_SIZE * size:
        padding = size * 0.1
    else:
        padding = spread * 0.06
    return low - padding, high + padding


def format_number(value: float) -> str:
    """A number to four significant digits, in thousands from 10,000 on: `0.25`, `−3`, `12.5k`."""
    if abs(value) >= 10_000:
        return f"{value / 1000:,.4g}k"
    return f"{value:,.4g}".replace("-", "−")


def format_p_value(p: float | None) -> str:
    """A p-value to three places; a permutation test never gives 0 (Phipson and Smyth 2010)."""
    if p is None:
        return "–"
    # From here on three places show 0.001.
    if p < 0.0005:
        return "<0.001"
    return f"{p:.3f}"
