"""What a step is made of: something true, in several words, and what is false beside it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from random import Random

from benchmarks.cases.numerals import short_decimal


@dataclass(frozen=True)
class Fact:
    """A true step in several words, false steps with what was changed, and steps that assert nothing."""

    kind: str
    texts: tuple[str, ...]
    mutants: tuple[tuple[str, str], ...]
    context: tuple[str, ...] = ()
    problem: str = ""
    plain: bool = False  # plain arithmetic, which no problem changes
    open_texts: tuple[tuple[str, str], ...] = ()


def offset(rng: Random) -> int:
    """How far a wrong result is from the right one."""
    return rng.choice((-3, -2, -1, 1, 2, 3, 10))


def written(value: Fraction) -> str:
    """As a short decimal where that is exact, else as a fraction."""
    return short_decimal(value) or f"{value.numerator}/{value.denominator}"
