"""How close calls come to what a model allows: on a fake clock, at most 5 % over the bound."""

from __future__ import annotations

import asyncio
import random
from copy import deepcopy
from dataclasses import dataclass, field
from statistics import median

import pytest
from langchain_core.messages import HumanMessage

from dikast.agents import Reply, Request
from dikast.errors import RateLimited
from dikast.experiments.limits.limiter import ModelLimiter
from dikast.experiments.limits.retrying_agent import RetryingAgent
from dikast.experiments.limits.run_limits import Limits, ModelLimits
from dikast.records import Question, Usage
from tests.experiments.limits.fake_clock import now, run_on_fake_clock

N = 2000
REQUEST = Request(
    messages=(HumanMessage("x" * 1600),), seat="judge", kind="judge", purpose="decide",
    question=Question(id="1", text="?"),
)  # fmt: skip


@dataclass
class Provider:
    """Refuses what is over its limits, a bucket of one second, and everything during a storm; takes about 0.3 s.

    `storm` is its start and its length, in seconds.
    """

    requests_per_s: float = 1e9
    tokens_per_s: float = 1e9
    storm: tuple[float, float] = (0.0, 0.0)
    tells_when: bool = True
    name: str = "provider"
    refused: int = 0
    answering_s: float = 0.0
    levels: dict[str, float] = field(default_factory=dict)
    began: float | None = None
    at: float = 0.0
    rng: random.Random = field(default_factory=lambda: random.Random(1))

    async def reply(self, request: Request) -> Reply:
        took = self.rng.lognormvariate(0, 0.5) * 0.3
        if not self.allows():
            self.refused += 1
            await asyncio.sleep(0.03)
            raise RateLimited("too much", self.when())
        self.answering_s += took
        await asyncio.sleep(took)
        return Reply(text="A", usage=Usage(calls=1, input_tokens=400, output_tokens=self.rng.randint(50, 150)))

    def allows(self) -> bool:
        if self.began is None:
            self.began = self.at = now()
            self.levels = {"requests": self.requests_per_s, "tokens": self.tokens_per_s}
        past, self.at = now() - self.at, now()
        for kind, rate in (("requests", self.requests_per_s), ("tokens", self.tokens_per_s)):
            self.levels[kind] = min(rate, self.levels[kind] + past * rate)
        start, length = self.storm
        if start <= now() - self.began < start + length or self.levels["requests"] < 1 or self.levels["tokens"] < 500:
            return False
        self.levels["requests"] -= 1
        self.levels["tokens"] -= 500
        return True

    def when(self) -> float | None:
        past = now() - (self.began or 0.0)
        ends = sum(self.storm)
        return (ends - past if self.storm[0] <= past < ends else 0.2) if self.tells_when else None


async def all_calls(provider: Provider, limits: ModelLimits, concurrency: int) -> float:
    """The seconds that N calls take with this many callers."""
    agent = RetryingAgent(provider, ModelLimiter(limits, concurrency), Limits(tries=1))
    left = iter(range(N))

    async def worker() -> None:
        for _ in left:
            await agent.reply(REQUEST)

    begun = now()
    async with asyncio.TaskGroup() as group:
        for _ in range(concurrency):
            group.create_task(worker())
    return now() - begun


@pytest.mark.parametrize(
    ("provider", "limits", "bound_s", "most_refused"),
    [
        (Provider(requests_per_s=20), {"requests_per_minute": 1200}, N / 20, 1),
        (Provider(tokens_per_s=10_000), {"tokens_per_minute": 600_000}, N * 500 / 10_000, N // 20),
        (Provider(requests_per_s=20, storm=(10, 20)), {"requests_per_minute": 1200}, N / 20 + 20, 60),
        (Provider(requests_per_s=20, storm=(10, 20), tells_when=False), {"requests_per_minute": 1200}, N / 20 + 20, 90),
        (Provider(requests_per_s=20, storm=(10, 5), tells_when=False), {"requests_per_minute": 1200}, N / 20 + 5, 90),
    ],
)  # fmt: skip
def test_known_limits_are_used_to_the_full(
    provider: Provider, limits: dict[str, float], bound_s: float, most_refused: int
) -> None:
    """The median of seven runs is compared: the pause after a refusal is drawn at random."""
    took = []
    for seed in range(7):
        random.seed(seed)
        fresh = deepcopy(provider)
        took.append(run_on_fake_clock(all_calls(fresh, ModelLimits.model_validate(limits), 300)))
        assert fresh.refused <= most_refused
    assert median(took) <= 1.05 * bound_s
    assert max(took) <= 1.10 * bound_s


def test_the_allowed_concurrency_is_used_to_the_full() -> None:
    provider = Provider()
    took = run_on_fake_clock(all_calls(provider, ModelLimits(in_flight=8), 300))
    assert took <= 1.05 * provider.answering_s / 8


def test_an_unknown_limit_is_found_by_refusals() -> None:
    """Where only HTTP 429 shows the limit, the limiter still uses nine tenths of it."""
    provider = Provider(requests_per_s=20)
    took = run_on_fake_clock(all_calls(provider, ModelLimits(), 300))
    assert took <= N / 20 / 0.9
