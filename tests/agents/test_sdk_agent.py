"""An agent of the OpenAI Agents SDK, against a real server: its reply, its calls, its tokens, its failures."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from dikast.agents import Agent, Request, as_agent, traced_reply
from dikast.errors import PermanentError, RateLimited, TransientError
from tests.agents.openai_server import OpenAIServer, completion, cuts, refuses, says, sends

sdk = pytest.importorskip(
    "agents", reason="the OpenAI Agents SDK is not installed: pip install 'dikast[openai-agents]'"
)
openai = pytest.importorskip("openai")

Ask = Callable[..., Request]


def wants(name: str, arguments: str) -> Any:
    """Answers with a call of a tool."""
    call = {"id": "call-1", "type": "function", "function": {"name": name, "arguments": arguments}}
    return sends(completion(None, tool_calls=[call], finish_reason="tool_calls"))


@pytest.fixture
async def weigher(server: OpenAIServer) -> AsyncIterator[Any]:
    """An agent of the SDK with a tool, whose model is the server."""

    @sdk.function_tool  # type: ignore[untyped-decorator]
    def density(liquid: str) -> float:
        """The density of a liquid in kg/l."""
        return {"water": 1.0, "oil": 0.9}[liquid]

    async with openai.AsyncOpenAI(base_url=server.base, api_key="none", max_retries=0) as client:
        model = sdk.OpenAIChatCompletionsModel(model="small-1", openai_client=client)
        yield sdk.Agent(name="weigher", instructions="Weigh first.", tools=[density], model=model)


def opened(weigher: Any) -> Agent:
    return as_agent(weigher)


async def test_its_reply_its_calls_and_its_tokens(server: OpenAIServer, weigher: Any, ask: Ask) -> None:
    server.will(wants("density", '{"liquid": "oil"}'), says("Oil is lighter."))
    agent = opened(weigher)
    reply = await traced_reply(agent, agent.reply(ask("Which?")))
    assert (agent.name, reply.text) == ("agents:weigher", "Oil is lighter.")
    assert [call.line(70) for call in reply.inner] == [
        'model small-1(Which?) → density({"liquid": "oil"})',
        'tool density({"liquid": "oil"}) → 0.9',
        "model small-1(0.9) → Oil is lighter.",
    ]
    assert (reply.usage.calls, reply.usage.input_tokens, reply.usage.output_tokens) == (1, 22, 6)
    roles = [(message["role"], message["content"]) for message in server.bodies[0]["messages"]]
    assert roles == [("system", "Weigh first."), ("system", "You are a judge."), ("user", "Which?")]


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (refuses(429, headers={"Retry-After": "3"}), RateLimited),
        (refuses(503), TransientError),
        (refuses(401), PermanentError),
        (cuts(), TransientError),
    ],
)
async def test_failures_say_whether_another_try_may_help(
    server: OpenAIServer, weigher: Any, ask: Ask, answer: Any, kind: type[Exception]
) -> None:
    server.will(answer)
    with pytest.raises(kind):
        await opened(weigher).reply(ask())


async def test_a_hand_over_is_kept(server: OpenAIServer, weigher: Any, ask: Ask) -> None:
    server.will(wants("transfer_to_weigher", "{}"), says("It is the water."))
    front = sdk.Agent(name="front", model=weigher.model, handoffs=[weigher])
    agent = opened(front)
    reply = await traced_reply(agent, agent.reply(ask()))
    assert reply.text == "It is the water."
    assert ("agent", "weigher") in [(call.kind, call.name) for call in reply.inner]


async def test_its_traces_are_sent_to_no_server(server: OpenAIServer, weigher: Any, ask: Ask) -> None:
    server.will(says("Hello."))
    seen: list[object] = []

    base: Any = sdk.tracing.TracingProcessor

    class Noting(base):  # type: ignore[misc]
        def on_trace_start(self, trace: object) -> None:
            seen.append(trace)

        def on_trace_end(self, trace: object) -> None: ...

        def on_span_start(self, span: object) -> None: ...

        def on_span_end(self, span: object) -> None: ...

        def shutdown(self) -> None: ...

        def force_flush(self) -> None: ...

    sdk.set_trace_processors([Noting()])
    await opened(weigher).reply(ask())
    assert seen == []
