"""Measures how a small model judges the demo's kind of questions: by which route, with the answers listed or not.

    python -m benchmarks.demo_judge [--model local/smollm2] [--seed 1] [--limit 32]

The demo itself asks the notices of seed 0. This takes those of seed 1, on which the route was chosen, so that no one
had seen a verdict on the demo's own questions before. Each row is a way to ask: by the label of an answer, or by the
likelihood of its text, which is scored as the mean of its tokens, as a sum, or less that of the same text after an
empty message.
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from dikast.agents import Agent, open_agent
from dikast.graphs import run_episode
from dikast.metrics.interval import wilson
from dikast.protocols import load_protocol
from dikast.questions import generated_questions
from dikast.records import Episode, Question, TextLikelihood

Score = Callable[[TextLikelihood], float]
WAYS: Mapping[str, Mapping[str, Any]] = {
    "label": {"route": "logprobs"},
    "likelihood, listed": {"route": "likelihood", "normalise": "empty"},
    "likelihood, not listed": {"route": "likelihood", "normalise": "empty", "choices": "hidden"},
}
SCORES: Mapping[str, Score] = {
    "a token": lambda text: text.logp_per_token,
    "sum": lambda text: text.logp,
    "less empty": lambda text: text.logp - (text.logp_empty or 0.0),
}
AT_ONCE = 4


async def judged(way: Mapping[str, Any], source: str, questions: list[Question], judge: Agent) -> list[Episode]:
    """The questions judged in one way, a few at a time; each in the order in which it is written."""
    options: dict[str, Any] = {**way}
    protocol = load_protocol(source, **options)
    slots = asyncio.Semaphore(AT_ONCE)

    async def one(question: Question) -> Episode:
        async with slots:
            return await run_episode(protocol, question, agents={"judge": judge})

    return list(await asyncio.gather(*map(one, questions)))


def figures(episodes: list[Episode]) -> Iterator[tuple[str, int]]:
    """How many verdicts were right, by how the likelihoods are scored; one figure for labels."""
    likelihoods = [episode.verdict.looks[0].likelihoods for episode in episodes]
    if not all(likelihoods):
        yield "", sum(episode.verdict.choice == episode.question.gold for episode in episodes)
        return
    for name, score in SCORES.items():
        best = [max(range(len(texts)), key=lambda i: score(texts[i])) for texts in likelihoods]
        yield name, sum(choice == episode.question.gold for choice, episode in zip(best, episodes, strict=True))


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default="local/smollm2")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=int, default=32)
    arguments = parser.parse_args()
    questions = generated_questions("notices", arguments.limit, arguments.seed)
    judge = open_agent({"model": arguments.model, "temperature": 0})
    print(f"{arguments.model}, {len(questions)} notices of seed {arguments.seed}")
    for way, options in WAYS.items():
        for source in ("direct", "direct-with-source"):
            episodes = await judged(options, source, questions, judge)
            for score, right in figures(episodes):
                low, high = wilson(right / len(episodes), len(episodes))
                cells = (f"{source:<18}", f"{way:<22}", f"{score:<10}", f"{right / len(episodes):.3f}")
                print("  ".join(cells), f"{low:.2f}–{high:.2f}", flush=True)


if __name__ == "__main__":
    asyncio.run(main())
