"""A curve with two plateaus: flat, then linear, then flat, as the Elo of a task in general capability.

Engels et al. 2025 (arXiv 2504.18530, "double ReLU"): who is too weak for a task does not get better at it by a little
more capability, and who has mastered it neither. Between the plateaus Elo rises linearly.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from dikast.metrics.cell import Floats, Ints
from dikast.records import Record

PARTS_BETWEEN = 4
"""A plateau may begin or end at a measured capability, or at one of as many parts of the way to the next."""
LEAST_POINTS = 3
"""With fewer capabilities, every line fits."""
CHUNK = 1 << 22
"""How many numbers are held at once while many curves are fitted."""


class TwoPlateaus(Record):
    """`low` up to `start`, `high` from `end` on, and a straight line between.

    A curve that falls has a `high` below its `low`. Where no plateau was seen, `start` or `end` is the first or the
    last capability that was measured, and the curve says nothing beyond it.
    """

    low: float
    high: float
    start: float
    end: float

    def at(self, capability: float) -> float:
        """The value at a capability."""
        share = (capability - self.start) / (self.end - self.start)
        return self.low + (self.high - self.low) * min(1.0, max(0.0, share))

    @property
    def slope(self) -> float:
        """How much the value rises between the plateaus, for each unit of capability."""
        return (self.high - self.low) / (self.end - self.start)


@dataclass(frozen=True, eq=False)
class PlateauFits:
    """Many curves, a value each: those that fit many series of values at the same capabilities."""

    low: Floats
    high: Floats
    start: Floats
    end: Floats

    @property
    def slope(self) -> Floats:
        """The rise of each curve between its plateaus."""
        return np.asarray((self.high - self.low) / (self.end - self.start))

    def at(self, capability: float) -> Floats:
        """The value of each curve at a capability."""
        share = np.clip((capability - self.start) / (self.end - self.start), 0.0, 1.0)
        return np.asarray(self.low + (self.high - self.low) * share)

    def first(self) -> TwoPlateaus:
        """The first curve."""
        low, high, start, end = (float(values[0]) for values in (self.low, self.high, self.start, self.end))
        return TwoPlateaus(low=low, high=high, start=start, end=end)


@dataclass(frozen=True, eq=False)
class PlateauFitter:
    """Fits curves to values at these capabilities, whose standard errors are `sd`; both have one entry a point.

    Weighted least squares, over where the plateaus may begin and end: at the capabilities and at parts of the way
    between them. A plateau counts as a parameter (Akaike 1974): it is taken only where it explains enough, as in the
    paper, which chooses between a line, a line with one plateau, and one with two.
    """

    capability: Floats
    sd: Floats

    @property
    def can_fit(self) -> bool:
        """Whether there are enough different capabilities."""
        return len(np.unique(self.capability)) >= LEAST_POINTS

    def fit(self, values: Floats) -> PlateauFits:
        """The best curve for each row of (r, points) values. Raises ValueError for too few different capabilities."""
        if not self.can_fit:
            raise ValueError(f"a curve needs at least {LEAST_POINTS} different capabilities")
        size = max(1, CHUNK // (3 * len(self._starts)))
        best = [self._best(values[i : i + size] / self.sd) for i in range(0, len(values), size)]
        choice = np.concatenate(best)
        ends = np.einsum("rkn,rn->rk", self._solutions[choice], values / self.sd)
        return PlateauFits(ends[:, 0], ends[:, 1], self._starts[choice], self._ends[choice])

    def _best(self, scaled: Floats) -> Ints:
        """For each row which pair of start and end explains it best, after the price of its plateaus."""
        # What a pair leaves unexplained is what there is less what it explains; the first part is the same for all.
        explained = np.zeros((len(scaled), len(self._starts)))
        for column in range(2):
            explained += (scaled @ self._bases[:, :, column].T) ** 2
        return np.asarray((explained - self._prices).argmax(axis=1))

    @cached_property
    def _pairs(self) -> list[tuple[float, float, float]]:
        """Every start and end of the rise, and the price of that choice in units of chi-squared."""
        measured = np.unique(self.capability)
        steps = np.arange(PARTS_BETWEEN) / PARTS_BETWEEN
        between = (measured[:-1, None] + np.diff(measured)[:, None] * steps).ravel()
        knots = [*between.tolist(), float(measured[-1])]
        pairs = []
        for i, start in enumerate(knots):
            for end in knots[i + 1 :]:
                # With fewer than two points on the rise, any slope would do.
                if ((measured >= start) & (measured <= end)).sum() < 2:
                    continue
                n_plateaus = int(start > measured[0]) + int(end < measured[-1])
                if 2 + n_plateaus < len(measured):
                    pairs.append((start, end, 2.0 * n_plateaus))
        return pairs

    @cached_property
    def _starts(self) -> Floats:
        return np.array([start for start, _, _ in self._pairs])

    @cached_property
    def _ends(self) -> Floats:
        return np.array([end for _, end, _ in self._pairs])

    @cached_property
    def _prices(self) -> Floats:
        return np.array([price for _, _, price in self._pairs])

    @cached_property
    def _designs(self) -> Floats:
        """For each pair, how much of `low` and of `high` is in each point, over its error: (pairs, points, 2)."""
        width = (self._ends - self._starts)[:, None]
        share = np.clip((self.capability[None, :] - self._starts[:, None]) / width, 0.0, 1.0)
        return np.asarray(np.stack([1 - share, share], axis=2) / self.sd[None, :, None])

    @cached_property
    def _bases(self) -> Floats:
        return np.asarray(np.linalg.qr(self._designs)[0])

    @cached_property
    def _solutions(self) -> Floats:
        """(pairs, 2, points): what makes `low` and `high` of the points over their errors."""
        return np.asarray(np.linalg.pinv(self._designs))
