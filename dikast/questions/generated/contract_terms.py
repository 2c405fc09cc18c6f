"""ContractTerms: what a made-up contract says in numbers, what happens under it, and what is then owed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any, Literal

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
Cause = Literal["frost", "wear", "careless use", "a faulty part"]
CAUSES: tuple[Cause, ...] = ("frost", "wear", "careless use", "a faulty part")
Event = Literal["flood", "strike", "illness", "change of plans"]
EVENTS: tuple[Event, ...] = ("flood", "strike", "illness", "change of plans")


@dataclass(frozen=True)
class ContractTerms:
    """The terms. Amounts are in crowns.

    - `price`, `tier`, `further_price`: of the first `tier` units of a month, and of each further one.
    - `peak_months`, `peak_extra`: when each unit costs more, and how much.
    - `grace`, `late_a_day`, `late_most`: after how many days a late charge begins, its amount a day, and its most.
    - `counts_from_due`: whether the days of grace count too once they are over.
    - `hardship_notice`: the late charge falls away with a notice this many days before the payment is due.
    - `hardship_in_peak`: whether that holds in peak months too.
    - `excused_causes`, `report_within`, `own_share`: damage of which causes the owner bears, if it was reported within
      so many days; and what the customer pays at the most for other damage.
    - `free_until`, `cancelling_share`: until how many days before the start cancelling costs nothing, and the per cent
      of the price that it costs later.
    - `excused_events`: events for which cancelling costs nothing at any time.
    """

    price: int
    tier: int
    further_price: int
    peak_months: tuple[str, ...]
    peak_extra: int
    grace: int
    late_a_day: int
    late_most: int
    counts_from_due: bool
    hardship_notice: int
    hardship_in_peak: bool
    excused_causes: tuple[Cause, ...]
    report_within: int
    own_share: int
    free_until: int
    cancelling_share: int
    excused_events: tuple[Event, ...]

    def price_of(self, units: int, month: str) -> int:
        """The price of the units of one month."""
        within, further = min(units, self.tier), max(0, units - self.tier)
        extra = self.peak_extra * units if month in self.peak_months else 0
        return within * self.price + further * self.further_price + extra

    def late_charge(self, month: str, days_late: int, notice: int) -> int:
        """The charge for a late payment, with a hardship notice so many days before it was due (0: there was none)."""
        if days_late <= self.grace:
            return 0
        allows_hardship = month not in self.peak_months or self.hardship_in_peak
        if notice >= self.hardship_notice and allows_hardship:
            return 0
        days = days_late if self.counts_from_due else days_late - self.grace
        return min(days * self.late_a_day, self.late_most)

    def damage_share(self, cost: int, cause: Cause, reported_after: int) -> int:
        """What the customer pays of a repair."""
        if cause in self.excused_causes and reported_after <= self.report_within:
            return 0
        return min(cost, self.own_share)

    def cancelling_fee(self, units: int, month: str, days_before: int, event: Event) -> int:
        """What cancelling costs, rounded down to whole crowns."""
        if event in self.excused_events or days_before >= self.free_until:
            return 0
        return self.price_of(units, month) * self.cancelling_share // 100


def draw_terms(rng: Random) -> ContractTerms:
    """Terms at random."""
    return ContractTerms(**{name: draw(rng) for name, draw in _DRAWS.items()})


def with_another(terms: ContractTerms, name: str, rng: Random) -> ContractTerms:
    """The terms with another value of this one."""
    before = getattr(terms, name)
    after = before
    while after == before:
        after = _DRAWS[name](rng)
    return replace(terms, **{name: after})


def _months(rng: Random) -> tuple[str, ...]:
    chosen = rng.sample(MONTHS, rng.randint(2, 4))
    return tuple(month for month in MONTHS if month in chosen)


def _one_or_two(values: tuple[str, ...]) -> Callable[[Random], tuple[str, ...]]:
    return lambda rng: tuple(rng.sample(values, rng.randint(1, 2)))


def _whole(least: int, most: int, times: int = 1) -> Callable[[Random], int]:
    return lambda rng: times * rng.randint(least, most)


def _either(rng: Random) -> bool:
    return rng.randrange(2) == 1


_DRAWS: Mapping[str, Callable[[Random], Any]] = {
    "price": _whole(20, 90),
    "tier": _whole(6, 15),
    "further_price": _whole(20, 90),
    "peak_months": _months,
    "peak_extra": _whole(3, 15),
    "grace": _whole(5, 15),
    "late_a_day": _whole(2, 9),
    "late_most": _whole(4, 15, times=10),
    "counts_from_due": _either,
    "hardship_notice": _whole(3, 12),
    "hardship_in_peak": _either,
    "excused_causes": _one_or_two(CAUSES),
    "report_within": _whole(2, 9),
    "own_share": _whole(15, 60, times=10),
    "free_until": _whole(7, 30),
    "cancelling_share": _whole(4, 18, times=5),
    "excused_events": _one_or_two(EVENTS),
}
