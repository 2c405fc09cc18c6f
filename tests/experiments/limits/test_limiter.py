"""The limiter: as fast as the model allows and no faster, first come first served, and every slot comes back."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dikast.experiments.limits.limiter import Bucket, ModelLimiter
from dikast.experiments.limits.run_limits import Limits, ModelLimits
from tests.experiments.limits.steady import in_no_time, now


async def call(limiter: ModelLimiter, takes_s: float = 0.0, tokens: int = 0, used: int | None = None) -> float:
    """One call; when it started."""
    async with limiter.slot(tokens) as slot:
        started = now()
        await asyncio.sleep(takes_s)
        slot.used(tokens if used is None else used)
    return started


async def starts(limiter: ModelLimiter, n: int, **about: float) -> list[float]:
    """When each of `n` calls started that all wanted to at once, from the first."""
    begun = now()
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(call(limiter, **about)) for _ in range(n)]  # type: ignore[arg-type]
    return [task.result() - begun for task in tasks]


def test_calls_start_evenly_at_the_rate_in_the_order_they_came() -> None:
    started = in_no_time(starts(ModelLimiter(ModelLimits(requests_per_minute=60), 50), 11, takes_s=3.0))
    assert started == pytest.approx(range(11))


def test_the_rate_is_kept_over_any_minute_and_used_to_the_full() -> None:
    started = in_no_time(starts(ModelLimiter(ModelLimits(requests_per_minute=600), 1000), 3000, takes_s=20.0))
    assert started[-1] == pytest.approx((3000 - 10) / 10, rel=1e-3), "one second's calls may start at once"
    for i in range(0, 3000, 100):
        within = [t for t in started if started[i] <= t < started[i] + 60]
        assert len(within) <= 600 + 10


def test_tokens_are_paid_as_they_were_used_not_as_they_were_guessed() -> None:
    limits = ModelLimits(tokens_per_minute=60_000)
    started = in_no_time(starts(ModelLimiter(limits, 10), 100, takes_s=1.0, tokens=100, used=1000))
    assert started[-1] == pytest.approx(99, abs=11), "1,000 a call at 1,000 a second"
    less = in_no_time(starts(ModelLimiter(limits, 10), 100, takes_s=0.1, tokens=1000, used=100))
    assert less[-1] < 25


def test_a_call_larger_than_the_burst_starts_and_is_paid_back() -> None:
    limiter = ModelLimiter(ModelLimits(tokens_per_minute=60), 10)
    assert in_no_time(starts(limiter, 3, tokens=30)) == pytest.approx([0, 30, 60], abs=0.1)


def test_never_more_at_once_than_allowed() -> None:
    started = in_no_time(starts(ModelLimiter(ModelLimits(in_flight=4)), 12, takes_s=1.0))
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


def test_a_refusal_halves_the_calls_at_once_once_for_all_that_were_under_way() -> None:
    async def halved() -> list[float]:
        limiter = ModelLimiter(ModelLimits(in_flight=32))
        found = []
        for _ in range(3):
            await refuse(limiter, n=int(limiter.allowed))
            found.append(limiter.allowed)
        return found

    assert in_no_time(halved()) == [16, 8, 4]


def test_after_refusals_calls_grow_fast_to_half_of_before_then_by_one_a_round() -> None:
    async def grown() -> list[float]:
        limiter = ModelLimiter(ModelLimits(in_flight=64))
        await refuse(limiter, n=64)
        for _ in range(4):
            await refuse(limiter)
        found = [limiter.allowed]
        for _ in range(12):
            await asyncio.gather(*(call(limiter, 0.1) for _ in range(int(limiter.allowed))))
            found.append(limiter.allowed)
        return found

    found = in_no_time(grown())
    assert found[:6] == [2, 4, 8, 16, 32, pytest.approx(33, abs=0.2)]
    assert found[-1] == pytest.approx(40, abs=1)


@pytest.mark.parametrize(("asked", "waited"), [(7.0, 7.0), (10_000.0, 300.0)])
def test_retry_after_holds_back_all_calls_of_the_model(asked: float, waited: float) -> None:
    async def held() -> float:
        limiter = ModelLimiter(ModelLimits(in_flight=8))
        await refuse(limiter, asked)
        return min(await starts(limiter, 3))

    assert in_no_time(held()) == pytest.approx(waited, abs=0.06)


@pytest.mark.parametrize("asked", [None, 0.0, 0.001])
def test_without_retry_after_the_pause_doubles_until_something_gets_through(asked: float | None) -> None:
    """Nor does a time that is none hold anything back."""

    async def pauses() -> list[float]:
        limiter = ModelLimiter(ModelLimits(in_flight=8))
        found = []
        for _ in range(12):
            await refuse(limiter, asked)
            found.append(limiter.paused_s)
        await call(limiter)
        await refuse(limiter, asked)
        return [*found, limiter.paused_s]

    found = in_no_time(pauses())
    for i, pause in enumerate(found[:-1]):
        most = min(3.0, 0.1 * 2**i)
        assert most / 2 <= pause <= most
    assert found[-1] <= 0.1


def test_one_models_queue_is_not_anothers() -> None:
    """A slow model, however many wait for it, takes nothing from a fast one."""

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

    assert in_no_time(both()) == pytest.approx(0.5)


def test_setting_the_machines_clock_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + random.choice([-1e6, 1e6]))
    assert in_no_time(starts(ModelLimiter(ModelLimits(requests_per_minute=60), 5), 5)) == pytest.approx(range(5))


def test_a_bucket_whose_clock_goes_back_does_not_lose_its_level() -> None:
    bucket = Bucket(2.0)
    assert bucket.wait_s(1, 100.0) == 0
    bucket.take(2)
    assert bucket.wait_s(1, 50.0) == pytest.approx(0.5)
    assert bucket.wait_s(1, 50.25) == pytest.approx(0.25)


def test_a_model_without_a_table_has_as_many_calls_at_once_as_there_are_episodes() -> None:
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
def test_whatever_happens_to_calls_every_slot_comes_back(
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
        # All of it is there for who comes next: as many calls get through as ever.
        return len(await starts(limiter, 2 * most, takes_s=1.0))

    assert in_no_time(everything()) == 2 * most
    assert max(held) <= most


def waits(started: Iterable[float]) -> list[float]:
    found = sorted(started)
    return [b - a for a, b in pairwise(found)]


def test_many_in_line_cost_no_more_than_one() -> None:
    """Only the first in line waits by the clock: ten thousand callers wake nobody for nothing."""
    limiter = ModelLimiter(ModelLimits(requests_per_minute=600_000), 100_000)
    began = time.process_time()
    started = in_no_time(starts(limiter, 20_000, takes_s=1.0))
    assert time.process_time() - began < 10
    assert max(waits(started)) < 0.01
