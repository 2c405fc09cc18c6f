"""Limiter: lets calls to one model through as fast as the model allows, and no faster."""

from __future__ import annotations

import asyncio
import contextlib
import random
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Protocol

from dikast.experiments.limits.run_limits import ModelLimits

# A minute's allowance is spent evenly: providers refill continuously, and some count by the second.
BURST_S = 1.0
CUT = 0.5
FIRST_PAUSE_S = 0.1
LONGEST_PAUSE_S = 3.0
LONGEST_RETRY_AFTER_S = 300.0
# What is left of a wait by the rounding of floats is no wait.
SHORTEST_WAIT_S = 1e-6


class Slot(Protocol):
    """One call on its way, which tells its limiter how it went."""

    def used(self, tokens: int) -> None:
        """The call took so many tokens, which may differ from what was reserved."""
        ...

    def refused(self, retry_after_s: float | None) -> None:
        """The model refused for now, and said when to come back, if it did."""
        ...


class Limiter(Protocol):
    """Who is asked before every call to a model; the same one for all agents of that model."""

    def slot(self, tokens: int = 0) -> AbstractAsyncContextManager[Slot]:
        """A slot for one call of about so many tokens: entered once the call may start, given back on every way out."""
        ...


@dataclass
class Bucket:
    """A rate: `per_s` units flow in a second, of which those of one second can wait. Times are of one steady clock.

    What is taken may be more than was there: the next one waits until it is paid back.
    """

    per_s: float
    level: float = field(init=False)
    at: float | None = None

    def __post_init__(self) -> None:
        self.level = self.burst

    @property
    def burst(self) -> float:
        """The most that can wait: never less than one unit, or nothing would ever start."""
        return max(1.0, self.per_s * BURST_S)

    def wait_s(self, amount: float, now: float) -> float:
        """Seconds until so much can be taken; 0 if it can be now."""
        self._flow(now)
        return max(0.0, (min(amount, self.burst) - self.level) / self.per_s)

    def take(self, amount: float) -> None:
        """Takes it, or gives it back where it is negative."""
        self.level = min(self.burst, self.level - amount)

    def _flow(self, now: float) -> None:
        past = now - self.at if self.at is not None else 0.0
        self.level = min(self.burst, self.level + max(0.0, past) * self.per_s)
        self.at = now


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
        self.most = limits.in_flight or in_flight
        self.allowed = float(self.most)
        self.in_flight = 0
        self.n_refused = 0
        self._requests = _bucket(limits.requests_per_minute)
        self._tokens = _bucket(limits.tokens_per_minute)
        self._threshold = float(self.most)
        self._refusals_in_a_row = 0
        self._cut_at = self._paused_until = float("-inf")
        self._line = asyncio.Lock()
        self._returned = asyncio.Event()

    @property
    def counts_tokens(self) -> bool:
        """Whether what a call takes in tokens matters here."""
        return self._tokens is not None

    @property
    def paused_s(self) -> float:
        """How long calls are still held back after a refusal."""
        return max(0.0, self._paused_until - _now())

    def slot(self, tokens: int = 0) -> ModelSlot:
        """A slot for one call of about so many tokens."""
        return ModelSlot(self, tokens)

    async def enter(self, tokens: int) -> None:
        """Returns once a call may start, which it then has. Nothing is taken by who is cancelled in line."""
        async with self._line:
            while (wait := self._wait_s(tokens)) > 0:
                self._returned.clear()
                with contextlib.suppress(TimeoutError):
                    # What a call gives back may shorten the wait: more was reserved for it than it took.
                    async with asyncio.timeout(None if wait == float("inf") else wait):
                        await self._returned.wait()
            self.in_flight += 1
            if self._requests:
                self._requests.take(1)
            if self._tokens:
                self._tokens.take(tokens)

    def leave(self, slot: ModelSlot, *, is_good: bool) -> None:
        """Takes back a slot, with what was learnt."""
        self.in_flight -= 1
        if self._tokens and slot.n_used is not None:
            self._tokens.take(slot.n_used - slot.tokens)
        if slot.is_refused:
            self._refused(slot)
        elif is_good:
            self._went_well()
        self._returned.set()

    def _wait_s(self, tokens: int) -> float:
        if self.in_flight >= max(1, int(self.allowed)):
            return float("inf")
        now = _now()
        waits = [self._paused_until - now]
        if self._requests:
            waits.append(self._requests.wait_s(1, now))
        if self._tokens:
            waits.append(self._tokens.wait_s(tokens, now))
        longest = max(waits)
        return longest if longest > SHORTEST_WAIT_S else 0.0

    def _refused(self, slot: ModelSlot) -> None:
        now, asked_s = _now(), slot.retry_after_s or 0.0
        # Some servers say 0 whatever there is: taken at its word, that would have them asked as fast as they refuse.
        says_when = asked_s >= FIRST_PAUSE_S
        self.n_refused += 1
        if slot.began >= self._cut_at:
            if not self._refusals_in_a_row:
                self._threshold = max(1.0, self.allowed * CUT)
            self.allowed = max(1.0, self.allowed * CUT)
            self._cut_at = now
            pause = min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2.0**self._refusals_in_a_row) * random.uniform(0.5, 1.0)
            self._refusals_in_a_row += 1
            if not says_when:
                self._paused_until = max(self._paused_until, now + pause)
        if says_when:
            self._paused_until = max(self._paused_until, now + min(asked_s, LONGEST_RETRY_AFTER_S))

    def _went_well(self) -> None:
        self._refusals_in_a_row = 0
        step = 1.0 if self.allowed < self._threshold else 1.0 / self.allowed
        self.allowed = min(float(self.most), self.allowed + step)


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
        """What the call took."""
        self.n_used = tokens

    def refused(self, retry_after_s: float | None) -> None:
        """That the model refused."""
        self.is_refused = True
        self.retry_after_s = retry_after_s


def _bucket(per_minute: float | None) -> Bucket | None:
    return Bucket(per_minute / 60) if per_minute else None


def _now() -> float:
    return asyncio.get_running_loop().time()
