"""Scheduler: which episode is begun next."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dikast.experiments.limits import Budget
from dikast.experiments.run_plan import PlannedEpisode
from dikast.experiments.shutdown import Shutdown
from dikast.records import Outcome


def _never(planned: PlannedEpisode) -> bool:
    return False


@dataclass
class Scheduler:
    """Gives an episode to each worker that asks for one.

    A lane holds the episodes of the same models. The next one comes from the lane with the fewest under way, so
    that episodes of a slow model never fill the places of all others. None is given out that would not fit
    into what is left of the budget; then the run is over once those under way are, or begun again where they took
    less than was expected. Where money or tokens are limited, a lane begins with one, and has no more under way than it
    has finished.

    Episodes that are no longer needed by `is_unneeded` are left out, and counted in `n_spared`.

    One that waits for people is parked, and given out again once one of their answers is in. With `serves_people` the
    run is over only when none is parked.
    """

    lanes: Mapping[str, Iterator[PlannedEpisode]]
    budget: Budget
    stop: Shutdown
    is_unneeded: Callable[[PlannedEpisode], bool] = _never
    serves_people: bool = False
    under_way: Counter[str] = field(default_factory=Counter)
    n_spared: int = 0
    _heads: dict[str, PlannedEpisode] = field(default_factory=dict)
    _ended: set[str] = field(default_factory=set)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)
    _parked: dict[str, tuple[PlannedEpisode, frozenset[str]]] = field(default_factory=dict)
    _answered: deque[PlannedEpisode] = field(default_factory=deque)

    async def next(self) -> PlannedEpisode | None:
        """The next episode; None when there are no more, or no more are to be begun."""
        while not self.stop.is_requested:
            if self._answered:
                # It was begun before: what is begun is finished.
                return self._begun(self._answered.popleft())
            lanes = [lane for lane in self.lanes if self._has_head(lane)]
            if not lanes and self._may_be_parked:
                await self._wait()
                continue
            if not lanes:
                break
            lane = self._next_lane(lanes)
            if lane is None:
                await self._wait()
                continue
            reason = self.budget.too_much(lane, self.under_way)
            if reason is None:
                return self._begun(self._heads.pop(lane))
            if not self.under_way.total():
                # Nothing under way can turn out cheaper than expected and make room.
                self.stop.drain("limit", reason)
                break
            await self._wait()
        self._changed.set()
        return None

    @property
    def n_parked(self) -> int:
        """How many episodes wait for people."""
        return len(self._parked)

    def park(self, planned: PlannedEpisode, tasks: Iterable[str]) -> None:
        """Takes back an episode that waits for people to answer these tasks."""
        self._parked[planned.id] = (planned, frozenset(tasks))
        self.release(planned)

    def answered(self, task: str) -> None:
        """Has the episodes that waited for this task run on."""
        for planned, tasks in list(self._parked.values()):
            if task in tasks:
                del self._parked[planned.id]
                self._answered.append(planned)
        self._changed.set()

    @property
    def _may_be_parked(self) -> bool:
        """Whether an episode waits for people, or may yet come to. One that is no longer needed is left out."""
        for planned, _ in list(self._parked.values()):
            if self.is_unneeded(planned):
                del self._parked[planned.id]
                self.n_spared += 1
        return self.serves_people and bool(self._parked or self.under_way.total())

    def _begun(self, planned: PlannedEpisode) -> PlannedEpisode:
        """The episode, which is now under way."""
        self.under_way[planned.lane] += 1
        return planned

    async def _wait(self) -> None:
        """Waits until an episode is finished, or until the run is to stop."""
        self._changed.clear()
        await self._changed.wait()

    def finish(self, planned: PlannedEpisode, outcome: Outcome) -> None:
        """Takes back an episode that is finished."""
        self.budget.add(planned.lane, outcome)
        self.release(planned)

    def release(self, planned: PlannedEpisode) -> None:
        """Takes back an episode that is no longer under way, finished or not."""
        self.under_way[planned.lane] -= 1
        self._changed.set()

    def wake(self) -> None:
        """Has the waiting workers look again whether there is an episode for them."""
        self._changed.set()

    def _next_lane(self, lanes: Sequence[str]) -> str | None:
        """Of these lanes, the one with the fewest under way, the first of equals; None if all are to wait."""
        free = [lane for lane in lanes if not self.budget.is_ramping(lane, self.under_way[lane])]
        # A Counter's `get` would be None for a lane with nothing under way; indexing it is 0.
        return min(free, key=self.under_way.__getitem__, default=None)

    def _has_head(self, lane: str) -> bool:
        """Whether the lane has an episode left; the next one is then its head."""
        if lane not in self._heads:
            self._advance(lane)
        while lane not in self._ended:
            if not self.is_unneeded(self._heads[lane]):
                return True
            self.n_spared += 1
            self._advance(lane)
        return False

    def _advance(self, lane: str) -> None:
        """Makes the lane's next episode its head, or marks the lane as ended."""
        # Plans are made as they are asked for: of a million episodes only the heads of the lanes are in memory.
        head = next(self.lanes[lane], None)
        if head is None:
            self._ended.add(lane)
            self._heads.pop(lane, None)
        else:
            self._heads[lane] = head
