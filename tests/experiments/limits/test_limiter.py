"""The limiter lets calls through as fast as the model allows and no faster, in order, and loses no slot."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dikast.experiments.limits.limiter import ModelLimiter
from dikast.experiments.limits.run_limits import Limits, ModelLimits
from dikast.experiments.limits.token_bucket import TokenBucket
from tests.experiments.limits.fake_clock import now, run_on_fake_clock


async def call(limiter: ModelLimiter, takes_s: float = 0.0, tokens: int = 0, used: int | None = None) -> float:
    """Makes one call and returns when it started."""
    async with limiter.slot(tokens) as slot:
        started = now()
        await asyncio.sleep(takes_s)
        slot.used(tokens if used is None else used)
    return started


async def starts(limiter: ModelLimiter, n: int, **about: float) -> list[float]:
    """When each of `n` calls that come at once starts, in seconds from now."""
    begun = now()
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(call(limiter, **about)) for _ in range(n)]  # type: ignore[arg-type]
    return [task.result() - begun for task in tasks]


def test_calls_start_evenly_at_the_rate_in_the_order_they_came() -> None:
    started = run_on_fake_clock(starts(ModelLimiter(ModelLimits(requests_per_minute=60), 50), 11, takes_s=3.0))
    assert started == pytest.approx(range(11))


def test_the_rate_is_kept_over_any_minute_and_used_to_the_full() -> None:
    started = run_on_fake_clock(starts(ModelLimiter(ModelLimits(requests_per_minute=600), 1000), 3000, takes_s=20.0))
    assert started[-1] == pytest.approx((3000 - 10) / 10, rel=1e-3), "one second's calls may start at once"
    for i in range(0, 3000, 100):
        within = [t for t in started if started[i] <= t < started[i] + 60]
        assert len(within) <= 600 + 10


def test_tokens_are_counted_as_used_not_as_estimated() -> None:
    limits = ModelLimits(tokens_per_minute=60_000)
    started = run_on_fake_clock(starts(ModelLimiter(limits, 10), 100, takes_s=1.0, tokens=100, used=1000))
    assert started[-1] == pytest.approx(99, abs=11), "1,000 a call at 1,000 a second"
    less = run_on_fake_clock(starts(ModelLimiter(limits, 10), 100, takes_s=0.1, tokens=1000, used=100))
    assert less[-1] < 25


def test_a_call_larger_than_the_burst_starts_and_is_paid_back() -> None:
    limiter = ModelLimiter(ModelLimits(tokens_per_minute=60), 10)
    assert run_on_fake_clock(starts(limiter, 3, tokens=30)) == pytest.approx([0, 30, 60], abs=0.1)


def test_never_more_at_once_than_allowed() -> None:
    started = run_on_fake_clock(starts(ModelLimiter(ModelLimits(in_flight=4)), 12, takes_s=1.0))
    assert started == [0.0] * 4 + [1.0] * 4 + [2.0] * 4


async def refuse(limiter: ModelLimiter, retry_after_s: float | None = None, n: int = 1) -> None:
    """`n` calls at once that are all refused."""

    async def one() -> None:
        async with limiter.slot() as slot:
            await asyncio.sleep(0.1)
            slot.refused(retry_after_s)

    async with asyncio.TaskGroup() as group:
        for _ in range(n):
            group.create_task(one())


def test_refusals_of_calls_under_way_together_halve_the_concurrency_once() -> None:
    async def halved() -> list[float]:
        limiter = ModelLimiter(ModelLimits(in_flight=32))
        allowed = []
        for _ in range(3):
            await refuse(limiter, n=int(limiter.allowed))
            allowed.append(limiter.allowed)
        return allowed

    assert run_on_fake_clock(halved()) == [16, 8, 4]


def test_after_refusals_concurrency_doubles_up_to_half_then_grows_by_one_a_round() -> None:
    async def grown() -> list[float]:
        limiter = ModelLimiter(ModelLimits(in_flight=64))
        await refuse(limiter, n=64)
        for _ in range(4):
            await refuse(limiter)
        allowed = [limiter.allowed]
        for _ in range(12):
            await asyncio.gather(*(call(limiter, 0.1) for _ in range(int(limiter.allowed))))
            allowed.append(limiter.allowed)
        return allowed

    allowed = run_on_fake_clock(grown())
    assert allowed[:6] == [2, 4, 8, 16, 32, pytest.approx(33, abs=0.2)]
    assert allowed[-1] == pytest.approx(40, abs=1)


@pytest.mark.parametrize(("asked", "waited"), [(7.0, 7.0), (10_000.0, 300.0)])
def test_retry_after_holds_back_all_calls_of_the_model(asked: float, waited: float) -> None:
    async def held() -> float:
        limiter = ModelLimiter(ModelLimits(in_flight=8))
        await refuse(limiter, asked)
        return min(await starts(limiter, 3))

    assert run_on_fake_clock(held()) == pytest.approx(waited, abs=0.06)


@pytest.mark.parametrize("asked", [None, 0.0, 0.001])
def test_without_retry_after_the_pause_doubles_until_something_gets_through(asked: float | None) -> None:
    """A Retry-After of (almost) zero is taken as none."""

    async def pauses() -> list[float]:
        limiter = ModelLimiter(ModelLimits(in_flight=8))
        paused_s = []
        for _ in range(12):
            await refuse(limiter, asked)
            paused_s.append(limiter.paused_s)
        await call(limiter)
        await refuse(limiter, asked)
        return [*paused_s, limiter.paused_s]

    paused_s = run_on_fake_clock(pauses())
    for i, pause in enumerate(paused_s[:-1]):
        most = min(3.0, 0.1 * 2**i)
        assert most / 2 <= pause <= most
    assert paused_s[-1] <= 0.1


def test_models_do_not_wait_for_one_another() -> None:
    """A hundred calls that wait for a slow model take nothing from a fast one."""

    async def both() -> float:
        slow, fast = ModelLimiter(ModelLimits(in_flight=2)), ModelLimiter(ModelLimits(in_flight=2))
        async with asyncio.TaskGroup() as group:
            for _ in range(100):
                group.create_task(call(slow, 1000.0))
            began = now()
            async with asyncio.TaskGroup() as quick:
                for _ in range(10):
                    quick.create_task(call(fast, 0.1))
            return now() - began

    assert run_on_fake_clock(both()) == pytest.approx(0.5)


def test_the_system_clock_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + random.choice([-1e6, 1e6]))
    assert run_on_fake_clock(starts(ModelLimiter(ModelLimits(requests_per_minute=60), 5), 5)) == pytest.approx(range(5))


def test_a_bucket_keeps_its_level_when_the_clock_goes_back() -> None:
    bucket = TokenBucket(2.0)
    assert bucket.wait_s(1, 100.0) == 0
    bucket.take(2)
    assert bucket.wait_s(1, 50.0) == pytest.approx(0.5)
    assert bucket.wait_s(1, 50.25) == pytest.approx(0.25)


def test_a_model_without_limits_has_as_many_calls_at_once_as_there_are_episodes() -> None:
    limits = Limits(concurrency=7, models={"a": ModelLimits(requests_per_minute=5)})
    assert limits.of("b") == ModelLimits(in_flight=7)
    assert limits.of("a") == ModelLimits(requests_per_minute=5, in_flight=7)


# What can happen to a call, each at its own time: it is refused, fails, is cancelled at any moment, or goes well.
FATES = st.sampled_from(["good", "refused", "fails", "cancelled early", "cancelled late"])


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(FATES, st.floats(0, 5), st.floats(0, 5)), min_size=1, max_size=40),
    st.integers(1, 5),
    st.sampled_from([None, 30.0, 600.0]),
)
def test_every_slot_comes_back_whatever_happens_to_its_call(
    fates: list[tuple[str, float, float]], most: int, per_minute: float | None
) -> None:
    limiter = ModelLimiter(ModelLimits(requests_per_minute=per_minute, in_flight=most))
    held = [0]

    async def one(fate: str, takes_s: float) -> None:
        async with limiter.slot(10) as slot:
            held.append(limiter.in_flight)
            await asyncio.sleep(takes_s)
            if fate == "refused":
                slot.refused(takes_s)
            if fate == "fails":
                raise ValueError("no")

    async def everything() -> float:
        tasks = []
        for fate, takes_s, cancelled_s in fates:
            tasks.append(asyncio.ensure_future(one(fate, takes_s)))
            if fate == "cancelled early":
                tasks[-1].cancel()
            elif fate == "cancelled late":
                asyncio.get_running_loop().call_later(cancelled_s, tasks[-1].cancel)
        ended = await asyncio.gather(*tasks, return_exceptions=True)
        assert len(ended) == len(fates)
        assert limiter.in_flight == 0
        # No slot is lost: as many calls get through as before.
        return len(await starts(limiter, 2 * most, takes_s=1.0))

    assert run_on_fake_clock(everything()) == 2 * most
    assert max(held) <= most


def waits(started: Iterable[float]) -> list[float]:
    times = sorted(started)
    return [b - a for a, b in pairwise(times)]


def test_waiting_calls_cost_no_cpu_time() -> None:
    """Only the first in line waits by the clock: twenty thousand others are not woken for nothing."""
    limiter = ModelLimiter(ModelLimits(requests_per_minute=600_000), 100_000)
    began = time.process_time()
    started = run_on_fake_clock(starts(limiter, 20_000, takes_s=1.0))
    assert time.process_time() - began < 10
    assert max(waits(started)) < 0.01
