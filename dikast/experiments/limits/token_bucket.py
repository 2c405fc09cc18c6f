"""Token bucket: a rate that is kept, with room for a short burst."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

# A minute's allowance is spent evenly: providers refill continuously, and some count by the second.
BURST_S = 1.0


@dataclass
class TokenBucket:
    """A rate: `per_s` units flow in a second, and those of one second can wait. Times are of one steady clock.

    More may be taken than there is: the next one waits until it is paid back.
    """

    per_s: float
    level: float = field(init=False)
    at: float = math.inf

    def __post_init__(self) -> None:
        self.level = self.burst

    @property
    def burst(self) -> float:
        """The most that can wait: never less than one unit, or nothing would ever start."""
        return max(1.0, self.per_s * BURST_S)

    def wait_s(self, amount: float, now: float) -> float:
        """Seconds until so much can be taken; 0 if it can be now."""
        self._refill(now)
        # An amount above the burst would wait forever: it starts from a full bucket, and is paid back after.
        missing = min(amount, self.burst) - self.level
        return max(0.0, missing / self.per_s)

    def take(self, amount: float) -> None:
        """Takes it, or gives it back where it is negative."""
        self.level = min(self.burst, self.level - amount)

    def _refill(self, now: float) -> None:
        """Lets flow in what has come since the last look."""
        # Before the first look, `at` lies in the future: nothing flows in, for the bucket is full.
        past_s = max(0.0, now - self.at)
        self.level = min(self.burst, self.level + past_s * self.per_s)
        self.at = now


def bucket_for(per_minute: float | None) -> TokenBucket | None:
    """The bucket of a rate per minute; None where there is no limit."""
    if per_minute is None:
        return None
    return TokenBucket(per_minute / 60)
