"""Budget: whether one more episode fits into what a run may take."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from dikast.experiments.limits.run_limits import Limits
from dikast.experiments.limits.usage_meter import UsageMeter
from dikast.records import Outcome, Usage


@dataclass(frozen=True)
class Taken:
    """What an episode takes, or is expected to."""

    usd: float = 0.0
    tokens: float = 0.0
    seconds: float = 0.0


@dataclass
class _Lane:
    """Episodes of one kind that were finished, and what they took in all."""

    n: int = 0
    usd: float = 0.0
    tokens: float = 0.0
    seconds: float = 0.0


@dataclass
class Budget:
    """Money, tokens and time that are left, and what episodes under way will still take of them.

    An episode is expected to take what those of its lane took on average; before there are any, what `expected` says
    of them. What the journal answered was not paid again: expectations shrink by the share that was paid so far.
    `before` is what earlier starts spent.
    """

    limits: Limits
    meter: UsageMeter
    before: Usage = field(default_factory=Usage)
    expected: Mapping[str, Taken] = field(default_factory=dict)
    _lanes: dict[str, _Lane] = field(default_factory=dict)
    _ends_at: float = float("inf")

    def start(self) -> None:
        """The minutes run from here."""
        if self.limits.minutes is not None:
            self._ends_at = asyncio.get_running_loop().time() + 60 * self.limits.minutes

    @property
    def usd(self) -> float:
        """Dollars spent over all starts, as far as prices are known."""
        return self.before.cost_usd + self.meter.usd

    @property
    def tokens(self) -> int:
        """Tokens taken over all starts."""
        return self.before.tokens + self.meter.tokens

    @property
    def left_s(self) -> float:
        """Seconds that are left of the minutes."""
        return max(0.0, self._ends_at - asyncio.get_running_loop().time())

    def done(self, lane: str, outcome: Outcome) -> None:
        """Learns from one finished episode."""
        known = self._lanes.setdefault(lane, _Lane())
        known.n += 1
        known.usd += outcome.usage.cost_usd
        known.tokens += outcome.usage.tokens
        known.seconds += outcome.seconds

    def reached(self) -> str | None:
        """The limit that is used up, in words; None while there is something left of all."""
        limits = self.limits
        if limits.usd is not None and self.usd >= limits.usd:
            return _usd(limits.usd)
        if limits.tokens is not None and self.tokens >= limits.tokens:
            return _tokens(limits.tokens)
        if self.left_s <= 0:
            return _minutes(limits.minutes)
        return None

    def too_much(self, lane: str, under_way: Counter[str]) -> str | None:
        """The limit that one more episode of the lane would overrun, in words, or None.

        The very first one is always begun: nothing else tells what the journal already has of it.
        """
        if (reached := self.reached()) is not None:
            return reached
        if not self._lanes and not under_way.total():
            return None
        ahead = [(self._mean(each), n) for each, n in (*under_way.items(), (lane, 1))]
        limits = self.limits
        paid_usd, paid_tokens = self._paid()
        usd = paid_usd * sum(mean.usd * n for mean, n in ahead)
        if limits.usd is not None and self.usd + usd > limits.usd:
            return _usd(limits.usd)
        tokens = paid_tokens * sum(mean.tokens * n for mean, n in ahead)
        if limits.tokens is not None and self.tokens + tokens > limits.tokens:
            return _tokens(limits.tokens)
        if limits.at_limit == "finish" and self._mean(lane).seconds > self.left_s:
            return _minutes(limits.minutes)
        return None

    def _mean(self, lane: str) -> Taken:
        known = self._lanes.get(lane)
        if known is None:
            return self.expected.get(lane, Taken())
        return Taken(known.usd / known.n, known.tokens / known.n, known.seconds / known.n)

    def _paid(self) -> tuple[float, float]:
        """The share of what finished episodes took that was paid now, of money and of tokens; 1 before any."""
        usd = sum(lane.usd for lane in self._lanes.values())
        tokens = sum(lane.tokens for lane in self._lanes.values())
        return (min(1.0, self.meter.usd / usd) if usd else 1.0, min(1.0, self.meter.tokens / tokens) if tokens else 1.0)


def _usd(limit: float) -> str:
    return f"limits.usd of ${limit:,.10g}"


def _tokens(limit: int) -> str:
    return f"limits.tokens of {limit:,}"


def _minutes(limit: float | None) -> str:
    return f"limits.minutes of {limit:,.10g}" if limit is not None else "limits.minutes"
