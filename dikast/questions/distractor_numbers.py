"""Distractor numbers: a number as it is written, and wrong numbers written in the same style.

`$1,234.50` has the magnitude 123450, 2 decimals and the prefix `$`; it isn't negative, and its thousands are grouped.
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
_MAX_CHARACTERS = 200
_MAX_DIGITS = 30


@dataclass(frozen=True)
class Numeral:
    """The one number in a text, with the text before and after it.

    `magnitude` is the absolute value, counted in units of the last decimal.
    """

    magnitude: int
    n_decimals: int = 0
    prefix: str = ""
    suffix: str = ""
    is_grouped: bool = False

    @property
    def sign(self) -> int:
        """-1 if a minus sign is before the number, else 1."""
        if _MINUS.search(self.prefix):
            return -1
        return 1

    @property
    def value(self) -> Fraction:
        """The number itself."""
        return Fraction(self.sign * self.magnitude, 10**self.n_decimals)

    def with_magnitude(self, magnitude: int) -> Numeral:
        """Another number, written like this one."""
        return replace(self, magnitude=magnitude)

    def __str__(self) -> str:
        whole, decimals = divmod(self.magnitude, 10**self.n_decimals)
        digits = str(whole)
        if self.is_grouped:
            digits = f"{whole:,}"
        if self.n_decimals:
            digits += f".{decimals:0{self.n_decimals}d}"
        return f"{self.prefix}{digits}{self.suffix}"


def read_numeral(text: str) -> Numeral | None:
    """The one number in the text; None if it has no number, several, or one of more than 30 digits."""
    # Longer texts are no final answers, and the limit keeps the pattern fast.
    if len(text) > _MAX_CHARACTERS:
        return None
    match = _NUMERAL.fullmatch(text.strip())
    if match is None:
        return None
    whole, decimals = match.group("whole", "decimals")
    decimals = decimals or ""
    digits = whole.replace(",", "") + decimals
    if len(digits) > _MAX_DIGITS:
        return None
    return Numeral(
        magnitude=int(digits),
        n_decimals=len(decimals),
        prefix=match["prefix"],
        suffix=match["suffix"],
        is_grouped="," in whole,
    )


def corrupt_numeral(right: Numeral, rng: random.Random, nearby: Sequence[Fraction] = ()) -> Numeral:
    """A wrong number that looks plausible: it has the sign and style of `right`, and is never equal to it.

    In half of all cases it is one of the numbers `nearby`, such as the intermediate results of the right solution,
    if one of them can be written in the style of `right`. Otherwise it is the right number with a slip in it.
    """
    candidates = _magnitudes_nearby(right, nearby)
    # The random number is drawn only if there are candidates: the sequence of draws is part of the result.
    if candidates and rng.random() < 0.5:
        return right.with_magnitude(rng.choice(candidates))
    slips = _slips(right.magnitude, 10**right.n_decimals)
    return right.with_magnitude(rng.choice(slips))


def _magnitudes_nearby(right: Numeral, nearby: Sequence[Fraction]) -> list[int]:
    """The magnitudes of the nearby numbers that can be written like `right`, and differ from it.

    A number is left out if it has another sign or more decimals, or is zero.
    """
    # In the units of the last decimal, and positive if it has the sign of `right`.
    unit = Fraction(right.sign, 10**right.n_decimals)
    magnitudes: list[int] = []
    for value in nearby:
        magnitude = value / unit
        # Another sign makes it negative, and further decimals make it a fraction.
        if magnitude <= 0 or magnitude.denominator > 1:
            continue
        if magnitude != right.magnitude:
            magnitudes.append(int(magnitude))
    return magnitudes


def _slips(magnitude: int, unit: int) -> list[int]:
    """Positive magnitudes near this one: a digit off by one or two, a wrong factor, two digits exchanged."""
    if magnitude == 0:
        return [unit, 2 * unit, 3 * unit]
    step = _last_digit_unit(magnitude)
    slips = {magnitude - 2 * step, magnitude - step, magnitude + step, magnitude + 2 * step}
    slips.add(2 * magnitude)
    for divisor in (2, 3):
        if magnitude % (divisor * step) == 0:
            slips.add(magnitude // divisor)
    slips.update(_digit_swaps(str(magnitude)))
    slips.discard(magnitude)
    return sorted(slip for slip in slips if slip > 0)


def _last_digit_unit(magnitude: int) -> int:
    """The unit of the last digit that isn't zero: 1 in 18. If it is the only such digit, the unit below: 10 in 100."""
    digits = str(magnitude)
    n_zeros = len(digits) - len(digits.rstrip("0"))
    unit = int("1" + "0" * n_zeros)
    has_one_digit = magnitude < 10 * unit
    if unit > 1 and has_one_digit:
        return unit // 10
    return unit


def _digit_swaps(digits: str) -> list[int]:
    """The numbers with two neighbouring digits exchanged, without those that would begin with zero."""
    numbers: list[int] = []
    for i in range(len(digits) - 1):
        swapped = digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :]
        if not swapped.startswith("0"):
            numbers.append(int(swapped))
    return numbers
