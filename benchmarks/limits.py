"""How close a run comes to what its models' limits allow: simulated providers, journal and records on.

    python benchmarks/limits.py [--seconds 20] [--repeats 3]

Each row is a whole experiment of one-call episodes against providers in this process that refuse what is over their
limits (a bucket that refills evenly and holds one second's worth) and answer after a time drawn from a log-normal
distribution. `bound` is the time that the limits alone take: each call starts as soon as rates, calls at once and
storms let it, and takes what it took. `ratio` is the wall time over it, start and end of the run included.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import random
import statistics
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dikast.agents import Reply, Request
from dikast.errors import RateLimited
from dikast.experiments import Experiment, prepare, run_experiment
from dikast.experiments.limits.retrying_agent import RetryingAgent
from dikast.input_files import Document
from dikast.records import Usage

TOKENS = (400, 100)


@dataclass
class Bucket:
    """What a provider still allows: `per_s` a second, of which one second's worth can wait."""

    per_s: float
    level: float = field(init=False)
    at: float = 0.0

    def __post_init__(self) -> None:
        self.level = max(1.0, self.per_s)

    def takes(self, amount: float, now: float) -> bool:
        """Takes it, if it is there."""
        self.level = min(max(1.0, self.per_s), self.level + (now - self.at if self.at else 0.0) * self.per_s)
        self.at = now
        if self.level < min(amount, self.per_s):
            return False
        self.level -= amount
        return True


@dataclass
class Provider:
    """A model with limits, and a storm in which it refuses everything."""

    name: str
    median_s: float = 0.3
    requests_per_s: float | None = None
    tokens_per_s: float | None = None
    storm: tuple[float, float] | None = None
    tells_when: bool = True
    calls: int = 0
    refused: int = 0
    took: list[float] = field(default_factory=list)
    began: float | None = None

    def __post_init__(self) -> None:
        self._rng = random.Random(self.name)
        self._requests = Bucket(self.requests_per_s) if self.requests_per_s else None
        self._tokens = Bucket(self.tokens_per_s) if self.tokens_per_s else None

    async def reply(self, request: Request) -> Reply:
        """An answer, or a refusal, which takes a tenth of the time."""
        now = time.monotonic()
        self.began = self.began or now
        wait = self._refusal(now - self.began, now)
        took = self._rng.lognormvariate(0, 0.5) * self.median_s
        if wait is not None:
            self.refused += 1
            await asyncio.sleep(self.median_s / 10)
            raise RateLimited("too much", wait if self.tells_when else None)
        self.calls += 1
        self.took.append(took)
        await asyncio.sleep(took)
        return Reply(text="Answer: A", usage=Usage(calls=1, input_tokens=TOKENS[0], output_tokens=TOKENS[1]))

    def _refusal(self, past: float, now: float) -> float | None:
        if self.storm and self.storm[0] <= past < sum(self.storm):
            return sum(self.storm) - past
        if self._requests and not self._requests.takes(1, now):
            return 0.5
        if self._tokens and not self._tokens.takes(sum(TOKENS), now):
            return 0.5
        return None


@dataclass(frozen=True)
class Scenario:
    """Providers, what a run is told of their limits, and how many questions are put to each of them."""

    title: str
    providers: tuple[Provider, ...]
    told: dict[str, Any]
    questions: int
    concurrency: int = 300


def scenarios(seconds: float) -> list[Scenario]:
    """Each takes about so many seconds by its bound."""
    n = int(20 * seconds)

    def model(i: int = 0, **about: Any) -> Provider:
        return Provider(f"model{i}", **about)

    return [
        Scenario("20 requests/s", (model(requests_per_s=20),), {"requests_per_minute": 1200}, n),
        Scenario("10,000 tokens/s", (model(tokens_per_s=10_000),), {"tokens_per_minute": 600_000}, n),
        Scenario("both", (model(requests_per_s=25, tokens_per_s=10_000),),
                 {"requests_per_minute": 1500, "tokens_per_minute": 600_000}, n),
        Scenario("8 calls at once", (model(median_s=0.35),), {"in_flight": 8}, n),
        Scenario("a storm of 5 s, Retry-After", (model(requests_per_s=20, storm=(3, 5)),),
                 {"requests_per_minute": 1200}, n),
        Scenario("a storm of 5 s, no Retry-After", (model(requests_per_s=20, storm=(3, 5), tells_when=False),),
                 {"requests_per_minute": 1200}, n),
        Scenario("a slow and a fast model", (model(0, requests_per_s=20, median_s=2.0), model(1, median_s=0.05)),
                 {"requests_per_minute": 1200}, n, 100),
        Scenario("20 requests/s, not in the limits", (model(requests_per_s=20),), {}, n),
    ]  # fmt: skip


def bound_s(scenario: Scenario) -> float:
    """The time that the limits alone take: each call starts as soon as they let it, and takes what it took."""
    return max(_bound_s(provider, scenario.told) for provider in scenario.providers)


def _bound_s(provider: Provider, told: dict[str, Any]) -> float:
    if "in_flight" in told:
        return sum(provider.took) / int(told["in_flight"])
    ends = [0.0]
    for i, took in enumerate(provider.took):
        starts = 0.0
        if rate := provider.requests_per_s:
            starts = max(starts, (i + 1 - rate) / rate)
        if rate := provider.tokens_per_s:
            starts = max(starts, ((i + 1) * sum(TOKENS) - rate) / rate)
        if provider.storm and starts >= provider.storm[0]:
            starts += provider.storm[1]
        ends.append(starts + took)
    return max(ends)


async def measured(scenario: Scenario) -> dict[str, float]:
    """Runs one scenario."""
    rows = [{"id": str(i), "question": f"How many on day {i}?", "choices": ["17", "18"], "answer": 0}
            for i in range(scenario.questions)]  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        (base / "questions.jsonl").write_text("\n".join(map(json.dumps, rows)))
        for provider in scenario.providers:
            (base / f"{provider.name}.yaml").write_text("replies: [{text: unused}]")
        names = [f"scripted:{provider.name}.yaml" for provider in scenario.providers]
        data = {
            "name": "limits", "questions": {"file": "questions.jsonl"}, "protocols": ["direct"],
            "agents": {"judge": names},
            "limits": {"concurrency": scenario.concurrency, "models": {names[0]: scenario.told}},
        }  # fmt: skip
        run = prepare(Experiment.model_validate(data), Document(data, str(base / "limits.yaml")), base / "run")
        for journaled, provider in zip(run.agents, scenario.providers, strict=True):
            assert isinstance(journaled.agent, RetryingAgent)
            journaled.agent.agent = provider
        began = time.perf_counter()
        await run_experiment(run)
        wall = time.perf_counter() - began
        assert sum(provider.calls for provider in scenario.providers) == len(run.matrix)
    bound = bound_s(scenario)
    refused = sum(provider.refused for provider in scenario.providers)
    return {"bound": bound, "wall": wall, "ratio": wall / bound, "refused": refused}


def main() -> None:
    """Prints the table; each row the median of its repeats."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--repeats", type=int, default=1)
    options = parser.parse_args()
    logging.disable(logging.WARNING)
    print(f"{'':36}{'calls':>7}{'bound s':>9}{'wall s':>9}{'ratio':>8}{'refused':>9}")
    for number, scenario in enumerate(scenarios(options.seconds)):
        found = [asyncio.run(measured(scenarios(options.seconds)[number])) for _ in range(options.repeats)]
        bound, wall, ratio, refused = (
            statistics.median(row[k] for row in found) for k in ("bound", "wall", "ratio", "refused")
        )
        n = scenario.questions * len(scenario.providers)
        print(f"{scenario.title:36}{n:>7}{bound:>9.1f}{wall:>9.1f}{ratio:>8.3f}{refused:>9.0f}", flush=True)


if __name__ == "__main__":
    main()
