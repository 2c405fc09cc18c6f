"""Cost: what the episodes of a cell took, in calls, tokens, money and time."""

from __future__ import annotations

from collections.abc import Iterable

from dikast.records import Outcome, Record, Usage, UsageSum


class Cost(Record):
    """Sums over the episodes of a cell. `seconds` adds up the time of each episode by the clock."""

    episodes: int = 0
    usage: Usage = Usage()
    seconds: float = 0.0

    @property
    def usd(self) -> float | None:
        """US dollars per episode; None where the price of some call is unknown, or nothing was paid."""
        if self.usage.unpriced:
            return None
        return self._per_episode(self.usage.cost_usd)

    @property
    def tokens(self) -> float | None:
        """Tokens per episode; None where none were counted."""
        return self._per_episode(self.usage.tokens)

    @property
    def calls(self) -> float | None:
        """Calls per episode, with the repeated ones; None without episodes."""
        if not self.episodes:
            return None
        return (self.usage.calls + self.usage.repeats) / self.episodes

    def _per_episode(self, total: float) -> float | None:
        if not total or not self.episodes:
            return None
        return total / self.episodes


class CostCounter:
    """Adds up the costs of episodes, in plain numbers: there may be very many episodes."""

    def __init__(self) -> None:
        self.episodes = 0
        self.seconds = 0.0
        self.sum = UsageSum()

    def add(self, outcome: Outcome) -> None:
        """Adds one episode."""
        self.episodes += 1
        self.seconds += outcome.seconds
        self.sum.add(outcome.usage)

    def cost(self) -> Cost:
        """The cost of all episodes added so far."""
        return Cost(
            episodes=self.episodes,
            usage=self.sum.usage,
            seconds=self.seconds,
        )


def total_cost(costs: Iterable[Cost]) -> Cost:
    """The cost of several cells together."""
    rows = list(costs)
    return Cost(
        episodes=sum(cost.episodes for cost in rows),
        usage=Usage.total(cost.usage for cost in rows),
        seconds=sum(cost.seconds for cost in rows),
    )
