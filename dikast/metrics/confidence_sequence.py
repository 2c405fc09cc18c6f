"""ConfidenceSequence: an interval for a mean that is valid at every moment, so that looking early does no harm."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

# The largest part of its capital that a bet may stake (c in the paper, section 4.2): smaller is steadier.
MOST_STAKED = 0.5


@dataclass
class ConfidenceSequence:
    """The hedged capital confidence sequence of Waudby-Smith & Ramdas (2024), theorem 3, for values in [low, high].

    With probability `confidence` at least, the mean is in `interval` after every number of values at once, however and
    whenever one decides to stop. The values need only be bounded, and have that mean given the values before. Two bets
    are made against each mean that is still possible, that it is too low and that it is too high. A mean is excluded
    once a bet's capital reaches 1 / (1 - confidence). The stakes follow the predictable plug-in of the paper's
    equation 26. Means form a grid of `steps` over the range; the interval is rounded outwards to it.

    Raises ValueError for an empty range, for a confidence outside 0 to 1, and for a value outside the range.
    """

    low: float = 0.0
    high: float = 1.0
    confidence: float = 0.95
    steps: int = 1000
    n: int = 0
    _up: list[float] = field(init=False, repr=False)
    _down: list[float] = field(init=False, repr=False)
    _sum: float = 0.5
    _sum_squares: float = 0.25
    _first: int = 0
    _last: int = 0

    def __post_init__(self) -> None:
        if not self.low < self.high or not 0 < self.confidence < 1:
            raise ValueError(f"a range and a confidence below 1 are needed, got {self}")
        self._last = self.steps
        # Log-capitals of the bets that the mean is higher, and lower, than each of the means on the grid.
        self._up = [math.log(0.5)] * (self.steps + 1)
        self._down = [math.log(0.5)] * (self.steps + 1)

    def add(self, value: float) -> None:
        """Takes one more value into account."""
        if not self.low <= value <= self.high:
            raise ValueError(f"values lie between {self.low} and {self.high}, got {value}")
        x = (value - self.low) / (self.high - self.low)
        stake = self._stake()
        for i in range(self._first, self._last + 1):
            m = i / self.steps
            # At the ends of the range only one of the bets can lose, so its stake needs no bound.
            most_up = MOST_STAKED / m if m else math.inf
            most_down = MOST_STAKED / (1 - m) if m < 1 else math.inf
            self._up[i] += math.log1p(min(stake, most_up) * (x - m))
            self._down[i] += math.log1p(-min(stake, most_down) * (x - m))
        self.n += 1
        self._update_moments(x)
        self._exclude_means()

    def _exclude_means(self) -> None:
        """Excludes the means at either end that a bet has refuted; an excluded mean stays excluded.

        Capital falls, then rises, along the means (section 4.3), so the means still possible are an interval.
        """
        enough = math.log(1 / (1 - self.confidence))
        while self._first < self._last and self._capital(self._first) >= enough:
            self._first += 1
        while self._first < self._last and self._capital(self._last) >= enough:
            self._last -= 1

    def _capital(self, i: int) -> float:
        """The log-capital of the better bet against a mean."""
        return max(self._up[i], self._down[i])

    @property
    def interval(self) -> tuple[float, float]:
        """The range in which the mean is."""
        low = max(0, self._first - 1) / self.steps
        high = min(self.steps, self._last + 1) / self.steps
        return self.low + low * (self.high - self.low), self.low + high * (self.high - self.low)

    @property
    def width(self) -> float:
        """The distance between the interval's ends."""
        low, high = self.interval
        return high - low

    def _stake(self) -> float:
        """Equation 26: √(2 log(2/α) / (σ̂² t log(t + 1))) from the t - 1 values so far; σ̂² t is their sum of squares."""
        t = self.n + 1
        return math.sqrt(2 * math.log(2 / (1 - self.confidence)) / (self._sum_squares * math.log(t + 1)))

    def _update_moments(self, x: float) -> None:
        """The running mean and squares, each begun with one made-up value: μ̂ of ½, σ̂² of ¼."""
        self._sum += x
        mean = self._sum / (self.n + 1)
        self._sum_squares += (x - mean) ** 2
