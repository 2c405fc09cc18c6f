"""What the episodes of a cell took: calls, tokens, money, time."""

from __future__ import annotations

from collections.abc import Iterable

from dikast.records import Outcome, Record, Usage


class Cost(Record):
    """Sums over the episodes of a cell; `seconds` by the clock, episode by episode."""

    episodes: int = 0
    usage: Usage = Usage()
    seconds: float = 0.0

    @property
    def usd(self) -> float | None:
        """Dollars an episode; None where the price of some call is unknown, or none was paid."""
        known = self.usage.cost_usd if not self.usage.unpriced else 0.0
        return known / self.episodes if known and self.episodes else None

    @property
    def tokens(self) -> float | None:
        """Tokens an episode; None where none were counted."""
        return self.usage.tokens / self.episodes if self.usage.tokens and self.episodes else None

    @property
    def calls(self) -> float | None:
        """Calls an episode, repeated ones included."""
        return (self.usage.calls + self.usage.repeats) / self.episodes if self.episodes else None


class CostCounter:
    """Adds up what episodes took, in plain numbers, since there may be very many."""

    def __init__(self) -> None:
        self.episodes = 0
        self.seconds = 0.0
        self.sums: dict[str, float] = dict.fromkeys(Usage.model_fields, 0)

    def add(self, outcome: Outcome) -> None:
        """Adds one episode."""
        self.episodes += 1
        self.seconds += outcome.seconds
        for name, value in outcome.usage:
            if value:
                self.sums[name] += value

    def cost(self) -> Cost:
        """What was added up."""
        return Cost(episodes=self.episodes, usage=Usage.model_validate(self.sums), seconds=self.seconds)


def total(costs: Iterable[Cost]) -> Cost:
    """What all of these cells took."""
    rows = list(costs)
    return Cost(
        episodes=sum(cost.episodes for cost in rows),
        usage=Usage.total(cost.usage for cost in rows),
        seconds=sum(cost.seconds for cost in rows),
    )
