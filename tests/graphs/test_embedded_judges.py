"""The protocols that judge responses, by the embedded model: every one of them comes to a verdict that can be read."""

from __future__ import annotations

from typing import Any

import pytest

from dikast.agents.local_agent import LocalAgent
from dikast.graphs import run_episode
from dikast.protocols import load_protocol
from dikast.records import Question

GREETING = Question(id="hello", text="Say hello to a guest.", choices=("Hello, and welcome!", "Rain."), gold=0)


@pytest.mark.parametrize(
    ("name", "options", "calls"),
    [
        ("judge-pairwise", {}, 2),
        ("judge-pairwise", {"reference": "self"}, 3),
        ("judge-panel", {}, 6),
        ("judge-pairwise", {"format": "brackets"}, 2),
        ("judge-pairwise", {"format": "number"}, 2),
        ("judge-pairwise", {"format": "json", "games": "counter"}, 2),
        ("judge-pointwise", {}, 2),
        ("judge-pointwise", {"rubric": "digit", "route": "logprobs"}, 2),
        ("judge-pointwise", {"rubric": "yes-no"}, 2),
    ],
)
async def test_a_protocol_comes_to_a_verdict(
    smollm2: LocalAgent, name: str, options: dict[str, Any], calls: int
) -> None:
    episode = await run_episode(load_protocol(name, **options), GREETING, agents={"judge": smollm2})
    assert episode.verdict.status == "decided"
    assert episode.usage.calls == calls
    assert all(look.format_kept in (None, True) for look in episode.verdict.looks)


async def test_claims_are_split_and_judged_or_the_verdict_says_why_not(smollm2: LocalAgent) -> None:
    question = GREETING.model_copy(update={"source": "The guest came in from the rain.", "choices": ("It rained.",)})
    question = question.model_copy(update={"gold": None})
    episode = await run_episode(load_protocol("judge-claims"), question, agents={"judge": smollm2})
    verdict = episode.verdict
    n_judged = sum(one.span is not None for one in verdict.claims)
    assert episode.usage.calls == 1 + n_judged
    assert (verdict.status == "decided") == (verdict.reason is None)
