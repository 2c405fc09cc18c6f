"""Limiter: lets calls to one model through as fast as the model allows, and no faster."""

from __future__ import annotations

import asyncio
import contextlib
import math
import random
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from dikast.experiments.limits.run_limits import ModelLimits
from dikast.experiments.limits.token_bucket import bucket_for

# What is left of the calls at once after a refusal.
DECREASE = 0.5
FIRST_PAUSE_S = 0.1
LONGEST_PAUSE_S = 3.0
LONGEST_RETRY_AFTER_S = 300.0
# Shorter waits are only what rounding leaves.
SHORTEST_WAIT_S = 1e-6
FOREVER = math.inf


class Slot(Protocol):
    """One call on its way, which reports to its limiter how it went."""

    def used(self, tokens: int) -> None:
        """The call took so many tokens, which may differ from what was reserved."""
        ...

    def refused(self, retry_after_s: float | None) -> None:
        """The model refused for now, and said when to come back, if it did."""
        ...


class Limiter(Protocol):
    """Gives out the slots for the calls to one model; the same limiter for all agents of that model."""

    def slot(self, tokens: int = 0) -> AbstractAsyncContextManager[Slot]:
        """A slot for one call of about so many tokens: entered once the call may start, given back on every way out."""
        ...


class ModelLimiter:
    """One model's limits, kept by all its callers in this event loop, first come first served.

    Calls at once grow and shrink: a refusal halves them, once for all calls that were under way then; each good
    call adds one until half of what was before the refusal, and from there one a round (the slow start and the
    congestion avoidance of TCP, RFC 5681). Each refusal also holds back all calls, as long as the model asked for by
    Retry-After, else for a tenth of a second that doubles, up to three, while nothing gets through.

    Only the first in line waits for the rates, by the event loop's own steady clock: setting the machine's clock
    changes nothing, and a thousand callers cost no more than one.
    """

    def __init__(self, limits: ModelLimits, in_flight: int = 100) -> None:
        self.most_allowed = limits.in_flight or in_flight
        self.allowed = float(self.most_allowed)
        self.in_flight = 0
        self._requests = bucket_for(limits.requests_per_minute)
        self._tokens = bucket_for(limits.tokens_per_minute)
        # Below it calls at once grow fast (RFC 5681's ssthresh).
        self._threshold = float(self.most_allowed)
        self._refusals_in_a_row = 0
        self._decreased_at = -math.inf
        self._paused_until = -math.inf
        self._line = asyncio.Lock()
        self._returned = asyncio.Event()

    @property
    def paused_s(self) -> float:
        """How long calls are still held back after a refusal."""
        return max(0.0, self._paused_until - _now())

    def slot(self, tokens: int = 0) -> ModelSlot:
        """A slot for one call of about so many tokens."""
        return ModelSlot(self, tokens)

    async def enter(self, tokens: int) -> None:
        """Returns once a call may start. It then holds a slot; a caller that is cancelled before holds nothing."""
        async with self._line:
            while (wait_s := self._wait_s(tokens)) > 0:
                self._returned.clear()
                timeout_s = None if wait_s == FOREVER else wait_s
                with contextlib.suppress(TimeoutError):
                    # Another call may shorten the wait when it comes back: more was reserved for it than it took.
                    async with asyncio.timeout(timeout_s):
                        await self._returned.wait()
            self.in_flight += 1
            if self._requests:
                self._requests.take(1)
            if self._tokens:
                self._tokens.take(tokens)

    def leave(self, slot: ModelSlot, *, is_good: bool) -> None:
        """Takes back a slot, and learns from how its call went."""
        self.in_flight -= 1
        if self._tokens and slot.n_used is not None:
            self._tokens.take(slot.n_used - slot.tokens)
        if slot.is_refused:
            self._decrease(slot)
        elif is_good:
            self._increase()
        self._returned.set()

    def _wait_s(self, tokens: int) -> float:
        """Seconds until a call may start, 0 if it may now; forever where another call has to come back first."""
        if self.in_flight >= max(1, int(self.allowed)):
            return FOREVER
        now = _now()
        longest = self._paused_until - now
        if self._requests:
            longest = max(longest, self._requests.wait_s(1, now))
        if self._tokens:
            longest = max(longest, self._tokens.wait_s(tokens, now))
        if longest <= SHORTEST_WAIT_S:
            return 0.0
        return longest

    def _decrease(self, slot: ModelSlot) -> None:
        """After a refusal: fewer calls at once, and none for a while."""
        now = _now()
        retry_after_s = slot.retry_after_s or 0.0
        # Some servers say 0 whatever there is: taken at its word, that would have them asked as fast as they refuse.
        says_when = retry_after_s >= FIRST_PAUSE_S
        # Calls that began before the last decrease were refused for the same reason: they count once.
        if slot.began >= self._decreased_at:
            if not self._refusals_in_a_row:
                self._threshold = max(1.0, self.allowed * DECREASE)
            self.allowed = max(1.0, self.allowed * DECREASE)
            self._decreased_at = now
            longest_pause_s = min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2.0**self._refusals_in_a_row)
            # Drawn at random, so that several processes on one model don't come back all at once.
            pause_s = longest_pause_s * random.uniform(0.5, 1.0)
            self._refusals_in_a_row += 1
            if not says_when:
                self._pause_until(now + pause_s)
        if says_when:
            self._pause_until(now + min(retry_after_s, LONGEST_RETRY_AFTER_S))

    def _pause_until(self, time: float) -> None:
        self._paused_until = max(self._paused_until, time)

    def _increase(self) -> None:
        """After a good call: one more at once, above the threshold one more a round of calls."""
        self._refusals_in_a_row = 0
        growth = 1.0 if self.allowed < self._threshold else 1.0 / self.allowed
        self.allowed = min(float(self.most_allowed), self.allowed + growth)


class ModelSlot:
    """A slot of a ModelLimiter."""

    __slots__ = ("_limiter", "began", "is_refused", "n_used", "retry_after_s", "tokens")

    def __init__(self, limiter: ModelLimiter, tokens: int) -> None:
        self._limiter = limiter
        self.tokens = tokens
        self.began = 0.0
        self.n_used: int | None = None
        self.is_refused = False
        self.retry_after_s: float | None = None

    async def __aenter__(self) -> ModelSlot:
        await self._limiter.enter(self.tokens)
        self.began = _now()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._limiter.leave(self, is_good=kind is None)

    def used(self, tokens: int) -> None:
        """The call took so many tokens."""
        self.n_used = tokens

    def refused(self, retry_after_s: float | None) -> None:
        """The model refused for now."""
        self.is_refused = True
        self.retry_after_s = retry_after_s


def _now() -> float:
    return asyncio.get_running_loop().time()
