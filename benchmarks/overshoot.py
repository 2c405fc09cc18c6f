"""How far a run passes its limit of money: limits × concurrency × reply sizes × prices.

    python -m benchmarks.overshoot [--questions 40] [--max-tokens 20000]

Each row is whole experiments of debates, one for each number of episodes at once, against a model in this process whose
replies take what the row says. `price` is that of a million output tokens, `a reply` what the largest reply costs. The
cells are the dollars that were spent: in brackets where the run was whole before its limit, and with what is over the
limit where it was passed. `said` is whether every run that its limit ended, or that passed it, says so. Without
`--max-tokens` nothing is known of a reply's length before there has been one.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import logging
import random
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from dikast.agents import Price, Reply, Request
from dikast.experiments import Experiment, Progress, RetryingAgent, Shutdown, prepare, run_experiment
from dikast.input_files import Document
from dikast.records import Usage

LIMITS_USD = (0.5, 3.0, 20.0)
CONCURRENCY = (1, 40, 200)
PRICES = {"$0.6": Price(0.15e-6, 0.6e-6, 0.15e-6), "$15": Price(3e-6, 15e-6, 3e-6), "$75": Price(15e-6, 75e-6, 15e-6)}
LARGEST = 20_000
SIZES: dict[str, Callable[[random.Random], int]] = {
    "200": lambda rng: 200,
    "20,000": lambda rng: LARGEST,
    "200 to 20,000": lambda rng: int(min(LARGEST, 200 * 100 ** rng.random())),
    "rarely 20,000": lambda rng: LARGEST if rng.random() < 0.02 else 300,
}


@dataclass
class Model:
    """A model whose replies are as long as `size` draws them."""

    price_of_tokens: Price
    size: Callable[[random.Random], int]
    max_reply_tokens: int | None
    name: str = "model"

    def __post_init__(self) -> None:
        self._rng = random.Random(7)

    def price(self) -> Price:
        """Known before any call."""
        return self.price_of_tokens

    async def reply(self, request: Request) -> Reply:
        """An answer after a moment."""
        await asyncio.sleep(0.001 * self._rng.random())
        n_input = sum(len(str(message.content)) for message in request.messages) // 4
        n_output = self.size(self._rng)
        usd = self.price_of_tokens.usd(input_tokens=n_input, output_tokens=n_output)
        usage = Usage(calls=1, input_tokens=n_input, output_tokens=n_output, cost_usd=usd)
        return Reply(text="Answer: A", usage=usage)


@dataclass(frozen=True)
class Spending:
    """What one run spent of its limit."""

    limit: float
    spent: float
    is_ended: bool
    is_said: bool

    @property
    def overshoot(self) -> float:
        """Dollars over the limit."""
        return max(0.0, self.spent - self.limit)


async def spending(model: Model, limit: float, concurrency: int, n_questions: int) -> Spending:
    """Runs debates until the limit, or until there are no more."""
    rows = [
        {"id": str(i), "question": f"How many on day {i}?", "choices": ["17", "18"], "answer": 0}
        for i in range(n_questions)
    ]
    data = {
        "name": "overshoot",
        "questions": {"file": "questions.jsonl"},
        "protocols": ["debate"],
        "agents": {"judge": "scripted:s.yaml", "debater": "scripted:s.yaml"},
        "limits": {"concurrency": concurrency, "usd": limit},
    }
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        (base / "questions.jsonl").write_text("\n".join(map(json.dumps, rows)))
        (base / "s.yaml").write_text("replies: [{text: unused}]")
        run = prepare(Experiment.model_validate(data), Document(data, str(base / "o.yaml")), base / "run")
        for journaled in run.agents:
            assert isinstance(journaled.agent, RetryingAgent)
            journaled.agent.agent = model
        stop = Shutdown()
        seen: list[Progress] = []
        await run_experiment(run, seen.append, stop=stop)
        is_whole = seen[-1].done == len(run.matrix)
        spent = run.stack.meter.usd
    has_passed = seen[-1].passed is not None
    is_said = (is_whole or stop.cause == "limit") and has_passed == (spent > limit * (1 + 1e-9))
    return Spending(limit, spent, not is_whole, is_said)


def table(n_questions: int, max_tokens: int | None) -> Iterator[str]:
    """The rows, as they are measured."""
    headings = " | ".join(f"{concurrency} at once" for concurrency in CONCURRENCY)
    yield f"| reply tokens | price | a reply | limit | {headings} | said |"
    yield "|---|---:|---:|---:|" + "---:|" * len(CONCURRENCY) + "---|"
    for (words, size), (name, price), limit in itertools.product(SIZES.items(), PRICES.items(), LIMITS_USD):
        runs = []
        for concurrency in CONCURRENCY:
            model = Model(price, size, max_tokens)
            runs.append(asyncio.run(spending(model, limit, concurrency, n_questions)))
        largest = price.usd(input_tokens=0, output_tokens=200 if words == "200" else LARGEST)
        spent = " | ".join(_cell(run) for run in runs)
        said = "yes" if all(run.is_said for run in runs) else "NO"
        yield f"| {words} | {name} | ${largest:.4g} | ${limit:g} | {spent} | {said} |"


def _cell(run: Spending) -> str:
    """What a run spent, and how far that is over its limit; a run that the limit did not end is in brackets."""
    spent = f"${run.spent:.2f}" if run.is_ended else f"(${run.spent:.2f})"
    return f"{spent} **+{run.overshoot:.2f}**" if run.overshoot else spent


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--questions", type=int, default=40)
    parser.add_argument("--max-tokens", type=int)
    options = parser.parse_args()
    logging.disable(logging.WARNING)
    for line in table(options.questions, options.max_tokens):
        print(line, flush=True)


if __name__ == "__main__":
    main()
