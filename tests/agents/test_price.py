"""Prices come from litellm's list or from the user; cached tokens have their own; unknown is never zero."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pydantic import JsonValue

from dikast.agents import Closable, Request, open_agent
from dikast.agents.price import FREE, Price, Priced
from tests.agents.openai_server import OpenAIServer, says

Ask = Callable[..., Request]

# The server counts 11 input tokens, 4 of them cached, and 3 output tokens for every reply.
LISTED = 7 * 0.15e-6 + 4 * 0.075e-6 + 3 * 0.6e-6


async def cost(server: OpenAIServer, ask: Ask, model: str, **options: JsonValue) -> tuple[float, int]:
    server.will(says("Eighteen."))
    agent = open_agent({"model": model, "api_base": server.base, **options})
    try:
        usage = (await agent.reply(ask())).usage
    finally:
        assert isinstance(agent, Closable)
        await agent.aclose()
    return usage.cost_usd, usage.unpriced


@pytest.mark.parametrize(
    ("model", "options", "usd", "unpriced"),
    [
        ("openai/gpt-4o-mini", {}, LISTED, 0),
        ("openai/a-model-of-ones-own", {}, 0.0, 1),
        ("hosted_vllm/qwen", {}, 0.0, 1),
        ("endpoint/qwen", {}, 0.0, 1),
        ("endpoint/qwen", {"usd_per_million": {"input": 1, "output": 10}}, (11 + 30) / 1e6, 0),
        ("endpoint/qwen", {"usd_per_million": {"input": 1, "output": 10, "cached": 0.25}}, (7 + 1 + 30) / 1e6, 0),
        ("endpoint/qwen", {"usd_per_million": {"input": 0, "output": 0}}, 0.0, 0),
        ("openai/gpt-4o-mini", {"usd_per_million": {"input": 1, "output": 10}}, (11 + 30) / 1e6, 0),
    ],
)
async def test_a_call_costs_the_users_price_or_else_the_listed_one(
    server: OpenAIServer, ask: Ask, model: str, options: dict[str, JsonValue], usd: float, unpriced: int
) -> None:
    cost_usd, n_unpriced = await cost(server, ask, model, **options)
    assert cost_usd == pytest.approx(usd, rel=1e-9)
    assert n_unpriced == unpriced


@pytest.mark.parametrize(
    ("spec", "price"),
    [
        ({"model": "openai/gpt-4o-mini"}, Price(0.15e-6, 0.6e-6, 0.075e-6)),
        ({"model": "anthropic/claude-sonnet-4-5"}, Price(3e-6, 15e-6, 0.3e-6)),
        ({"model": "openai/a-model-of-ones-own"}, None),
        ({"model": "vertex_ai/claude-sonnet-4@20250514"}, None),
        ({"model": "endpoint/q", "usd_per_million": {"input": 2, "output": 4}}, Price(2e-6, 4e-6, 2e-6)),
        ({"model": "endpoint/q"}, None),
        ({"model": "local/smollm2"}, FREE),
        ({"model": "human"}, FREE),
    ],
)
def test_a_price_is_known_before_any_call(
    spec: dict[str, Any], price: Price | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for provider in ("OPENAI", "ANTHROPIC"):
        monkeypatch.setenv(f"{provider}_API_KEY", "sk-none")
    base = {"api_base": "http://127.0.0.1:9"} if spec["model"].startswith("endpoint/") else {}
    agent = open_agent({**spec, **base})
    assert isinstance(agent, Priced)
    actual = agent.price()
    assert (actual is None) == (price is None)
    if actual and price:
        assert (actual.input, actual.output, actual.cached) == pytest.approx((price.input, price.output, price.cached))


def test_a_price_is_not_in_the_name() -> None:
    priced = open_agent({"model": "endpoint/q", "api_base": "http://x", "usd_per_million": {"input": 2, "output": 4}})
    assert priced.name == open_agent({"model": "endpoint/q", "api_base": "http://x"}).name
