"""Numerals: a number as it is written, and other numbers written the same way.

`$1,234.50` is the magnitude 123450 in hundredths, negative or not, its thousands grouped, between `$` and nothing.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

_NUMERAL = re.compile(
    r"(?P<prefix>[^0-9.]*)"
    r"(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+|(?=\.[0-9]))"
    r"(?:\.(?P<decimals>[0-9]+))?"
    r"(?P<suffix>(?![,.:/^][0-9])[^0-9]*)"
)
_MINUS = re.compile(r"[-−]\s*[$€£]?\s*$")


@dataclass(frozen=True)
class Numeral:
    """One number in a text, and all else that stands around it; `magnitude` counts units of its last decimal."""

    magnitude: int
    n_decimals: int = 0
    prefix: str = ""
    suffix: str = ""
    is_grouped: bool = False

    @property
    def is_negative(self) -> bool:
        """Whether a minus sign stands before it."""
        return _MINUS.search(self.prefix) is not None

    @property
    def value(self) -> Fraction:
        """The number itself."""
        return Fraction(-self.magnitude if self.is_negative else self.magnitude, 10**self.n_decimals)

    def with_magnitude(self, magnitude: int) -> Numeral:
        """Another number written like this one."""
        return replace(self, magnitude=magnitude)

    def __str__(self) -> str:
        whole, decimals = divmod(self.magnitude, 10**self.n_decimals)
        digits = f"{whole:,}" if self.is_grouped else str(whole)
        point = f".{decimals:0{self.n_decimals}d}" if self.n_decimals else ""
        return f"{self.prefix}{digits}{point}{self.suffix}"


def read_numeral(text: str) -> Numeral | None:
    """The one number that the text holds; None where it holds none, or more than one, or one of over 30 digits."""
    if len(text) > 200:
        return None
    match = _NUMERAL.fullmatch(text.strip())
    if match is None:
        return None
    decimals = match["decimals"] or ""
    digits = match["whole"].replace(",", "") + decimals
    if len(digits) > 30:
        return None
    return Numeral(int(digits), len(decimals), match["prefix"], match["suffix"], "," in match["whole"])


def corrupted(right: Numeral, rng: random.Random, nearby: Sequence[Fraction] = ()) -> Numeral:
    """A wrong number that could pass for `right`: of its sign and style, and never equal to it.

    It is one of the numbers `nearby`, such as the intermediate results of the right solution, as often as what a slip
    of reckoning or of the pen makes of the right one.
    """
    steps = [m for value in nearby if (m := _magnitude_in(right, value)) is not None and m != right.magnitude]
    if steps and rng.random() < 0.5:
        return right.with_magnitude(rng.choice(steps))
    return right.with_magnitude(rng.choice(_slips(right.magnitude, 10**right.n_decimals)))


def _magnitude_in(like: Numeral, value: Fraction) -> int | None:
    """The value as a magnitude in the units of `like`; None where it has another sign, more decimals, or is zero."""
    scaled = value * 10**like.n_decimals * (-1 if like.is_negative else 1)
    return int(scaled) if scaled.denominator == 1 and scaled > 0 else None


def _slips(magnitude: int, unit: int) -> list[int]:
    """Positive magnitudes that differ: off by one or two in the last digit that counts, a factor, digits exchanged."""
    if magnitude == 0:
        return [unit, 2 * unit, 3 * unit]
    step = _last_place(magnitude)
    slips = [magnitude + k * step for k in (-2, -1, 1, 2)]
    slips += [2 * magnitude, *(magnitude // k for k in (2, 3) if magnitude % (k * step) == 0)]
    slips += _exchanged(str(magnitude))
    return sorted({slip for slip in slips if slip > 0 and slip != magnitude})


def _last_place(magnitude: int) -> int:
    """The place of the last digit that isn't zero, 1 in 18; the one below if it is the only digit, 10 in 100."""
    digits = str(magnitude)
    step = int("1" + digits[len(digits.rstrip("0")) :])
    return step // 10 if step > 1 and magnitude < 10 * step else step


def _exchanged(digits: str) -> list[int]:
    """The numbers with two neighbouring digits exchanged, but for those that would begin with zero."""
    swaps = (digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :] for i in range(len(digits) - 1))
    return [int(swap) for swap in swaps if swap[0] != "0"]
