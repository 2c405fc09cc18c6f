"""Feed: which episode is begun next."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from dikast.experiments.limits import Budget
from dikast.experiments.run_plan import PlannedEpisode
from dikast.experiments.shutdown import Shutdown
from dikast.records import Outcome


@dataclass
class Scheduler:
    """Gives out episodes one at a time, as many at once as there are who ask.

    A lane holds the episodes of the same models. The next one comes from the lane with the fewest under way, so
    that those who wait for a slow model never take the places of all others. None is given out that would not fit
    into what is left of the budget; then the run is over once those under way are, or begun again where they took
    less than was expected.
    """

    lanes: Mapping[str, Iterator[PlannedEpisode]]
    budget: Budget
    stop: Shutdown
    is_settled: Callable[[PlannedEpisode], bool] = lambda planned: False
    under_way: Counter[str] = field(default_factory=Counter)
    n_settled: int = 0
    _heads: dict[str, PlannedEpisode] = field(default_factory=dict)
    _ended: set[str] = field(default_factory=set)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def next(self) -> PlannedEpisode | None:
        """The next episode; None when there are no more, or no more are to be begun."""
        while not self.stop.is_called:
            lane = self._lane()
            if lane is None:
                return None
            reason = self.budget.too_much(lane, self.under_way)
            if reason is None:
                self.under_way[lane] += 1
                return self._heads.pop(lane)
            if not self.under_way.total():
                self.stop.drain("limit", reason)
                break
            self._changed.clear()
            await self._changed.wait()
        self._changed.set()
        return None

    def done(self, planned: PlannedEpisode, outcome: Outcome) -> None:
        """One that was given out is finished."""
        self.budget.done(planned.lane, outcome)
        self.back(planned)

    def back(self, planned: PlannedEpisode) -> None:
        """One that was given out is no longer under way, whatever became of it."""
        self.under_way[planned.lane] -= 1
        self._changed.set()

    def wake(self) -> None:
        """Has those who wait look again."""
        self._changed.set()

    def _lane(self) -> str | None:
        """Of the lanes that have an episode left, the one with the fewest under way; the first of equals."""
        left = [lane for lane in self.lanes if self._has_head(lane)]
        return min(left, key=lambda lane: self.under_way[lane], default=None)

    def _has_head(self, lane: str) -> bool:
        while lane not in self._ended:
            head = self._heads.get(lane)
            if head is not None and not self.is_settled(head):
                return True
            self.n_settled += head is not None
            found = next(self.lanes[lane], None)
            if found is None:
                self._ended.add(lane)
                self._heads.pop(lane, None)
            else:
                self._heads[lane] = found
        return False
