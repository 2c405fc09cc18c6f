"""Prices: known from litellm's list or from the user, cached tokens at theirs; unknown is never zero."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from aiohttp import web
from pydantic import JsonValue

from dikast.agents import Closing, Request, open_agent
from dikast.agents.price import FREE, Price, Priced
from dikast.agents.prompt_cache import marked
from tests.agents.openai_server import OpenAIServer, says

Ask = Callable[..., Request]

# 11 tokens in, 4 of them cached, 3 out: what the server counts for every reply.
LISTED = 7 * 0.15e-6 + 4 * 0.075e-6 + 3 * 0.6e-6


async def cost(server: OpenAIServer, ask: Ask, model: str, **options: JsonValue) -> tuple[float, int]:
    server.will(says("Eighteen."))
    agent = open_agent({"model": model, "api_base": server.base, **options})
    try:
        used = (await agent.reply(ask())).usage
    finally:
        assert isinstance(agent, Closing)
        await agent.aclose()
    return used.cost_usd, used.unpriced


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
async def test_what_a_call_costs(
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
def test_what_a_price_is_before_any_call(
    spec: dict[str, Any], price: Price | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for provider in ("OPENAI", "ANTHROPIC"):
        monkeypatch.setenv(f"{provider}_API_KEY", "sk-none")
    base = {"api_base": "http://127.0.0.1:9"} if spec["model"].startswith("endpoint/") else {}
    agent = open_agent({**spec, **base})
    assert isinstance(agent, Priced)
    found = agent.price()
    assert (found is None) == (price is None)
    if found and price:
        assert (found.input, found.output, found.cached) == pytest.approx((price.input, price.output, price.cached))


def test_a_price_changes_no_answers() -> None:
    priced = open_agent({"model": "endpoint/q", "api_base": "http://x", "usd_per_million": {"input": 2, "output": 4}})
    assert priced.name == open_agent({"model": "endpoint/q", "api_base": "http://x"}).name


# --- marks


def test_marks_are_set_where_the_next_call_agrees_with_this_one() -> None:
    messages: list[dict[str, JsonValue]] = [
        {"role": "system", "content": "s"},
        {"role": "user", "content": "1"},
        {"role": "assistant", "content": "2"},
        {"role": "user", "content": "3"},
    ]

    def marks(n: int, purpose: Any) -> list[int]:
        return [i for i, m in enumerate(marked(messages[:n], purpose)) if "cache_control" in str(m)]

    assert marks(2, "speak") == [1]
    assert marks(4, "speak") == [3]
    assert marks(4, "look") == [3]
    assert marks(4, "decide") == [1], "the last call reads what the one before has written, and writes nothing"
    assert marks(2, "decide") == [], "a call that is alone pays nothing for a cache"
    assert messages[1]["content"] == "1"
    image: dict[str, JsonValue] = {"type": "image_url", "image_url": {"url": "data:…"}}
    (with_image,) = marked([{"role": "user", "content": [image]}], "speak")
    assert with_image["content"] == [{**image, "cache_control": {"type": "ephemeral"}}]
    assert marked([{"role": "user", "content": ""}], "speak") == [{"role": "user", "content": ""}]


@pytest.fixture
async def anthropic() -> AsyncIterator[tuple[str, list[dict[str, Any]]]]:
    """A server that speaks Anthropic's protocol as its reference has it, and counts cached tokens."""
    asked: list[dict[str, Any]] = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(await request.json())
        usage = {"input_tokens": 100, "output_tokens": 10, "cache_read_input_tokens": 2000,
                 "cache_creation_input_tokens": 400}  # fmt: skip
        head = {"id": "msg_1", "type": "message", "role": "assistant", "model": "claude-sonnet-4-5"}
        said = {"content": [{"type": "text", "text": "Eighteen."}], "stop_reason": "end_turn", "stop_sequence": None}
        return web.json_response({**head, **said, "usage": usage})

    app = web.Application()
    app.router.add_post("/v1/messages", answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}", asked
    await runner.cleanup()


async def test_anthropic_is_sent_marks_and_its_cache_is_paid_at_its_price(
    anthropic: tuple[str, list[dict[str, Any]]], ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    base, asked = anthropic
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-none")
    agent = open_agent({"model": "anthropic/claude-sonnet-4-5", "api_base": base})
    used = (await agent.reply(ask(purpose="speak", form=None))).usage
    assert isinstance(agent, Closing)
    await agent.aclose()
    (content,) = (message["content"] for message in asked[0]["messages"])
    assert content[-1]["cache_control"] == {"type": "ephemeral"}
    assert (used.input_tokens, used.cached_tokens, used.output_tokens) == (2500, 2000, 10)
    assert used.cost_usd == pytest.approx((100 * 3 + 400 * 3.75 + 2000 * 0.3 + 10 * 15) / 1e6)
