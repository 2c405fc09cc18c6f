"""Budget: whether one more episode fits into what a run may take."""

from __future__ import annotations

import asyncio
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dikast.experiments.limits.call_budget import CallBudget
from dikast.experiments.limits.run_limits import Limits
from dikast.experiments.limits.usage_meter import UsageMeter
from dikast.records import Outcome, Usage


@dataclass(frozen=True)
class EpisodeCost:
    """What an episode takes, or is expected to take."""

    usd: float = 0.0
    tokens: float = 0.0
    seconds: float = 0.0


@dataclass
class _LaneTotals:
    """The finished episodes of one lane, and what they took in all."""

    n: int = 0
    usd: float = 0.0
    tokens: float = 0.0
    seconds: float = 0.0

    @property
    def mean(self) -> EpisodeCost:
        return EpisodeCost(self.usd / self.n, self.tokens / self.n, self.seconds / self.n)


@dataclass
class Budget:
    """Money, tokens and time that are left, and what unfinished episodes are expected to use.

    An episode is expected to take what those of its lane took on average; before there are any, what `expected` says
    of them. An answer from the journal is not paid again: expectations shrink by the share that was paid so far.
    `spent_earlier` is what earlier starts spent, `calls` holds each call to the same limits of money and tokens.
    """

    limits: Limits
    meter: UsageMeter
    spent_earlier: Usage = field(default_factory=Usage)
    expected: Mapping[str, EpisodeCost] = field(default_factory=dict)
    calls: CallBudget | None = None
    _totals: dict[str, _LaneTotals] = field(default_factory=dict)
    _ends_at: float = math.inf

    def __post_init__(self) -> None:
        self._most_usd = _or_unlimited(self.limits.usd)
        self._most_tokens = _or_unlimited(self.limits.tokens)

    def start(self) -> None:
        """Starts the clock of the time limit."""
        if self.limits.minutes is not None:
            self._ends_at = asyncio.get_running_loop().time() + 60 * self.limits.minutes

    @property
    def usd(self) -> float:
        """Dollars spent over all starts, as far as prices are known."""
        return self.spent_earlier.cost_usd + self.meter.usd

    @property
    def tokens(self) -> int:
        """Tokens taken over all starts."""
        return self.spent_earlier.tokens + self.meter.tokens

    @property
    def left_s(self) -> float:
        """Seconds that are left of the minutes."""
        return max(0.0, self._ends_at - asyncio.get_running_loop().time())

    def add(self, lane: str, outcome: Outcome) -> None:
        """Learns what episodes of a lane take from one that is finished."""
        totals = self._totals.setdefault(lane, _LaneTotals())
        totals.n += 1
        totals.usd += outcome.usage.cost_usd
        totals.tokens += outcome.usage.tokens
        totals.seconds += outcome.seconds

    def reached(self) -> str | None:
        """The limit that is used up, in words; None while there is something left of all."""
        if self.usd >= self._most_usd:
            return self._usd_limit
        if self.tokens >= self._most_tokens:
            return self._tokens_limit
        if self.left_s <= 0:
            return self._minutes_limit
        if self.calls is not None:
            return self.calls.denied
        return None

    def is_ramping(self, lane: str, n_under_way: int) -> bool:
        """Whether so many episodes of the lane are enough for now: as many as were finished, at first one.

        Only where money or tokens are limited: what episodes take is found out with few of them under way.
        """
        if self.calls is None:
            return False
        n_finished = self._totals[lane].n if lane in self._totals else 0
        return n_under_way >= max(1, n_finished)

    def passed(self) -> str | None:
        """The limit that was passed, in words; None if there is none."""
        if self.calls is None:
            return None
        return self.calls.passed

    def too_much(self, lane: str, under_way: Counter[str]) -> str | None:
        """The limit that one more episode of the lane would overrun, in words, or None."""
        reached = self.reached()
        if reached is not None or not self._is_limited:
            return reached
        n_begun = len(self._totals) + under_way.total()
        # The very first one is always begun: nothing else shows how much of it the journal already has.
        if not n_begun:
            return None
        usd, tokens = self._to_be_paid([*under_way.items(), (lane, 1)])
        if self.usd + usd > self._most_usd:
            return self._usd_limit
        if self.tokens + tokens > self._most_tokens:
            return self._tokens_limit
        # An episode that would be abandoned at the limit is begun: the calls it makes until then are kept.
        if self.limits.at_limit == "finish" and self._expected(lane).seconds > self.left_s:
            return self._minutes_limit
        return None

    def _to_be_paid(self, n_by_lane: Sequence[tuple[str, int]]) -> tuple[float, float]:
        """The dollars and the tokens that so many episodes of these lanes will still take of the budget."""
        usd = 0.0
        tokens = 0.0
        for lane, n in n_by_lane:
            mean = self._expected(lane)
            usd += mean.usd * n
            tokens += mean.tokens * n
        paid_usd, paid_tokens = self._paid_shares()
        return paid_usd * usd, paid_tokens * tokens

    def _expected(self, lane: str) -> EpisodeCost:
        """What an episode of the lane will take: the average so far, or else the estimate."""
        totals = self._totals.get(lane)
        if totals is None:
            return self.expected.get(lane, EpisodeCost())
        return totals.mean

    def _paid_shares(self) -> tuple[float, float]:
        """The share of what finished episodes took that was paid now, of money and of tokens; 1 before any."""
        usd = sum(totals.usd for totals in self._totals.values())
        tokens = sum(totals.tokens for totals in self._totals.values())
        return _share(self.meter.usd, usd), _share(self.meter.tokens, tokens)

    @property
    def _is_limited(self) -> bool:
        """Whether anything is limited that an episode takes."""
        return (self.limits.usd, self.limits.tokens, self.limits.minutes) != (None, None, None)

    @property
    def _usd_limit(self) -> str:
        return f"limits.usd of ${self.limits.usd:,.10g}"

    @property
    def _tokens_limit(self) -> str:
        return f"limits.tokens of {self.limits.tokens:,}"

    @property
    def _minutes_limit(self) -> str:
        return f"limits.minutes of {self.limits.minutes:,.10g}"


def _or_unlimited(limit: float | None) -> float:
    """The limit; infinity where none is set."""
    if limit is None:
        return math.inf
    return limit


def _share(paid: float, taken: float) -> float:
    """The share of what was taken that was paid, at most 1; also 1 where nothing was taken yet."""
    if not taken:
        return 1.0
    # More may be paid than finished episodes took: the meter has the calls of those under way too.
    return min(1.0, paid / taken)
