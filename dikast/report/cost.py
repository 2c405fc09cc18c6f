"""What the episodes of a cell took: calls, tokens, money, time."""

from __future__ import annotations

from dataclasses import dataclass

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


@dataclass
class Till:
    """Adds up what episodes took, in plain numbers, since there may be very many."""

    episodes: int = 0
    seconds: float = 0.0
    sums: tuple[float, ...] = (0,) * 8

    def add(self, outcome: Outcome) -> None:
        """Adds one episode."""
        u = outcome.usage
        row = (u.calls, u.repeats, u.input_tokens, u.output_tokens, u.cached_tokens, u.cost_usd, u.unpriced, u.seconds)
        self.sums = tuple(a + b for a, b in zip(self.sums, row, strict=True))
        self.episodes += 1
        self.seconds += outcome.seconds

    def cost(self) -> Cost:
        """What was added up."""
        calls, repeats, input_tokens, output_tokens, cached, usd, unpriced, seconds = self.sums
        usage = Usage(
            calls=int(calls), repeats=int(repeats), input_tokens=int(input_tokens), output_tokens=int(output_tokens),
            cached_tokens=int(cached), cost_usd=usd, unpriced=int(unpriced), seconds=seconds,
        )  # fmt: skip
        return Cost(episodes=self.episodes, usage=usage, seconds=self.seconds)
