"""Cache breakpoints for Anthropic's models: where they are set, and what cached tokens cost."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from aiohttp import web

from dikast.agents import Closable, Request, open_agent
from dikast.agents.openai_request import WireMessage, WirePart
from dikast.agents.prompt_cache import with_breakpoint

Ask = Callable[..., Request]


def test_a_breakpoint_is_on_the_last_message_that_the_next_call_repeats() -> None:
    messages: list[WireMessage] = [
        {"role": "system", "content": "s"},
        {"role": "user", "content": "1"},
        {"role": "assistant", "content": "2"},
        {"role": "user", "content": "3"},
    ]

    def breakpoints(n: int, purpose: Any) -> list[int]:
        return [i for i, m in enumerate(with_breakpoint(messages[:n], purpose)) if "cache_control" in str(m)]

    assert breakpoints(2, "speak") == [1]
    assert breakpoints(4, "speak") == [3]
    assert breakpoints(4, "look") == [3]
    assert breakpoints(4, "decide") == [1], "the last call reads what the call before has written, and writes nothing"
    assert breakpoints(2, "decide") == [], "a single call pays nothing for a cache"
    assert messages[1]["content"] == "1"
    image: WirePart = {"type": "image_url", "image_url": {"url": "data:…"}}
    (with_image,) = with_breakpoint([{"role": "user", "content": [image]}], "speak")
    assert with_image["content"] == [{**image, "cache_control": {"type": "ephemeral"}}]
    assert with_breakpoint([{"role": "user", "content": ""}], "speak") == [{"role": "user", "content": ""}]


@pytest.fixture
async def anthropic() -> AsyncIterator[tuple[str, list[dict[str, Any]]]]:
    """A server that speaks Anthropic's protocol and counts cached tokens. Yields its URL and the bodies it gets."""
    bodies: list[dict[str, Any]] = []

    async def answer(request: web.Request) -> web.Response:
        bodies.append(await request.json())
        usage = {"input_tokens": 100, "output_tokens": 10, "cache_read_input_tokens": 2000,
                 "cache_creation_input_tokens": 400}  # fmt: skip
        head = {"id": "msg_1", "type": "message", "role": "assistant", "model": "claude-sonnet-4-5"}
        message = {"content": [{"type": "text", "text": "Eighteen."}], "stop_reason": "end_turn", "stop_sequence": None}
        return web.json_response({**head, **message, "usage": usage})

    app = web.Application()
    app.router.add_post("/v1/messages", answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}", bodies
    await runner.cleanup()


async def test_anthropic_gets_a_breakpoint_and_cached_tokens_have_their_price(
    anthropic: tuple[str, list[dict[str, Any]]], ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    base, bodies = anthropic
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-none")
    agent = open_agent({"model": "anthropic/claude-sonnet-4-5", "api_base": base})
    usage = (await agent.reply(ask(purpose="speak", form=None))).usage
    assert isinstance(agent, Closable)
    await agent.aclose()
    (content,) = (message["content"] for message in bodies[0]["messages"])
    assert content[-1]["cache_control"] == {"type": "ephemeral"}
    assert (usage.input_tokens, usage.cached_tokens, usage.output_tokens) == (2500, 2000, 10)
    assert usage.cost_usd == pytest.approx((100 * 3 + 400 * 3.75 + 2000 * 0.3 + 10 * 15) / 1e6)
