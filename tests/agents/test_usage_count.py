"""What a call took is counted by characters where the backend does not say, or says what can't be right."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from langchain_core.messages import HumanMessage

from dikast.agents import Reply, Request
from dikast.agents.agent_options import EndpointOptions
from dikast.agents.endpoint_agent import EndpointAgent
from dikast.agents.usage_count import sound_usage
from dikast.records import Question, Usage
from tests.agents.openai_server import Json, OpenAIServer, completion, openai_server, sends

PROMPT = "w" * 4000
REQUEST = Request(
    messages=(HumanMessage(PROMPT),), seat="a", kind="debater", purpose="speak", question=Question(id="1", text="?")
)


@pytest.fixture
async def server() -> AsyncIterator[OpenAIServer]:
    async with openai_server() as running:
        yield running


def with_usage(usage: Any, text: str = "x" * 400) -> Json:
    body = completion(text)
    if usage is None:
        del body["usage"]
    else:
        body["usage"] = usage
    return body


@pytest.mark.parametrize(
    ("usage", "tokens"),
    [
        (None, (1000, 100)),
        ({}, (1000, 100)),
        ({"prompt_tokens": 0, "completion_tokens": 0}, (1000, 100)),
        ({"prompt_tokens": None, "completion_tokens": None}, (1000, 100)),
        ({"prompt_tokens": -1, "completion_tokens": -1}, (1000, 100)),
        ({"prompt_tokens": "many", "completion_tokens": 2}, (1000, 100)),
        ({"prompt_tokens": 900, "completion_tokens": 0}, (900, 100)),
        ({"prompt_tokens": 900, "completion_tokens": 10**9}, (900, 100)),
        ({"prompt_tokens": 2, "completion_tokens": 90}, (1000, 90)),
        ({"prompt_tokens": 900, "completion_tokens": 30_000}, (900, 30_000)),
        ("none", (1000, 100)),
    ],
)
async def test_each_count_that_cannot_be_right_is_made_from_characters(
    server: OpenAIServer, usage: Any, tokens: tuple[int, int], caplog: pytest.LogCaptureFixture
) -> None:
    server.will(sends(with_usage(usage)))
    price = {"input": 1.0, "output": 10.0}
    agent = EndpointAgent("m", EndpointOptions.model_validate({"api_base": server.base, "usd_per_million": price}))
    reply = await agent.reply(REQUEST)
    await agent.reply(REQUEST)
    await agent.aclose()
    assert (reply.usage.input_tokens, reply.usage.output_tokens) == tokens
    assert reply.usage.cost_usd == pytest.approx((tokens[0] + 10 * tokens[1]) / 1e6)
    assert reply.usage.unpriced == 0
    is_counted = tokens not in ((900, 30_000),)
    assert caplog.text.count("their tokens are counted by characters") == is_counted, "said once"


async def test_a_call_without_a_price_stays_unpriced(server: OpenAIServer) -> None:
    server.will(sends(with_usage(None)))
    agent = EndpointAgent("m", EndpointOptions(api_base=server.base))
    reply = await agent.reply(REQUEST)
    await agent.aclose()
    assert (reply.usage.cost_usd, reply.usage.unpriced, reply.usage.tokens) == (0.0, 1, 1100)


@pytest.mark.parametrize(("text", "tokens"), [("字" * 400, 300), ("", 0), ("é" * 4, 2)])
def test_text_counts_by_its_bytes(text: str, tokens: int) -> None:
    reply = Reply(text=text, usage=Usage(calls=1, input_tokens=1000, output_tokens=-1))
    assert sound_usage(reply, REQUEST, None).output_tokens == tokens
