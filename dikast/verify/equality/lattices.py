"""Infinite arithmetic progressions, in one or several coordinates: are two unions of them the same set?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from dikast.verify.decision import Decision, refuted, unknown, verified
from dikast.verify.witness import Member

_CLASSES = 720
_SHARE = 1000
_BLUR = Fraction(1, 10**30)

LatticePoint = tuple[Fraction, ...]


@dataclass(frozen=True)
class Line:
    """The points `start + n·step` for all integers n; with a step of zero the one point.

    A number u + vπ has the two coordinates u and v where these are known; without `is_exact` it is its first 60 digits.
    """

    start: LatticePoint
    step: LatticePoint
    is_exact: bool = True

    @property
    def is_point(self) -> bool:
        """Whether its step is zero."""
        return not any(self.step)

    def at(self, n: int) -> LatticePoint:
        """The point n steps from its start."""
        return tuple(a + n * s for a, s in zip(self.start, self.step, strict=True))

    def has(self, point: LatticePoint) -> bool:
        """Whether the point is one of the line's, up to the blur of values that are not exact."""
        offset = tuple(p - a for p, a in zip(point, self.start, strict=True))
        times = self._times(offset)
        steps = Fraction(0) if times is None else Fraction(round(times))
        blur = 0 if self.is_exact else _BLUR * (1 + max(map(abs, (*point, *self.start, *self.step))))
        return all(abs(d - steps * s) <= blur for d, s in zip(offset, self.step, strict=True))

    def share(self, other: Line) -> Fraction | None:
        """How many of the other's steps make one of this line's, as a fraction; None if no number does."""
        times = other._times(self.step)
        if times is None or not times:
            return None
        times = times if self.is_exact and other.is_exact else times.limit_denominator(_SHARE)
        blur = 0 if self.is_exact and other.is_exact else _BLUR * max(map(abs, (*self.step, *other.step)))
        is_parallel = all(abs(s - times * t) <= blur for s, t in zip(self.step, other.step, strict=True))
        return times if is_parallel else None

    def _times(self, offset: LatticePoint) -> Fraction | None:
        return next((d / s for d, s in zip(offset, self.step, strict=True) if s), None)


def same_points(a: Sequence[Line], b: Sequence[Line]) -> Decision:
    """Whether two unions of lines have the same points; refuted with one that only one of them has.

    Over a common multiple of the steps a line falls into finitely many classes, and those of the other union that are
    parallel to it contain a class entirely or not at all; all others meet it in single points. So enough points of each
    class show whether one is missing.
    """
    is_open = False
    for side, lines, others in (("left", a, b), ("right", b, a)):
        for line in lines:
            n_classes = _n_classes(line, others)
            is_open = is_open or n_classes is None
            n_points = 1 if line.is_point else (n_classes or 1) * (len(others) + 1)
            missing = (point for point in map(line.at, range(n_points)) if not any(o.has(point) for o in others))
            if (point := next(missing, None)) is not None:
                return refuted("family", Member(_shown(point, line.is_exact), side))
    if is_open:
        return unknown("unsupported", "family", detail="no common period was found")
    is_exact = all(line.is_exact for line in (*a, *b))
    return verified("family", "proof" if is_exact else "numeric")


def _n_classes(line: Line, others: Sequence[Line]) -> int | None:
    """Into how many classes a line falls; None if there are too many, or values that are not exact leave it open."""
    if line.is_point:
        return 1
    shares = [line.share(other) for other in others]
    period = math.lcm(*(s.denominator for s in shares if s is not None))
    is_open = None in shares and not all(o.is_exact or o.is_point for o in (line, *others))
    return None if is_open or period > _CLASSES else period


def _shown(point: LatticePoint, is_exact: bool) -> str:
    """A point's coordinates; the exact ones come in pairs, ones and multiples of π."""
    if not is_exact:
        return ", ".join(f"{float(p):.12g}" for p in point)
    pairs = zip(point[::2], point[1::2], strict=True)
    return ", ".join(f"{u} + {v}π" if u and v else f"{v}π" if v else str(u) for u, v in pairs)
