"""An agent behind a URL: what it is sent, what it may reply, and what becomes of a server that misbehaves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web
from pydantic import BaseModel

from dikast.agents import Agent, Choices, Closable, Likelihood, Request, TakesImages, open_agent, traced_reply
from dikast.errors import AgentError, BadInput, PermanentError, RateLimited, TransientError
from dikast.experiments.journals.journal import call_key

Ask = Callable[..., Request]
Answer = Callable[[web.Request], Awaitable[web.Response]]


@dataclass
class AgentServer:
    """Keeps the requests, and answers each in one way."""

    url: str = ""
    bodies: list[dict[str, Any]] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)
    answer: Answer = field(default_factory=lambda: sends({"text": "Hello."}))

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.bodies.append(await request.json())
        self.headers.append(dict(request.headers))
        return await self.answer(request)


@asynccontextmanager
async def agent_server() -> AsyncIterator[AgentServer]:
    """A running server on a free port of this machine."""
    server = AgentServer()
    app = web.Application()
    app.router.add_post("/agent", server.handle)
    runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        server.url = f"http://127.0.0.1:{runner.addresses[0][1]}/agent"
        yield server
    finally:
        await runner.cleanup()


@pytest.fixture
async def there() -> AsyncIterator[AgentServer]:
    async with agent_server() as server:
        yield server


@asynccontextmanager
async def opened(url: str, **options: Any) -> AsyncIterator[Agent]:
    agent = open_agent({"model": url, **options})
    assert isinstance(agent, Closable)
    try:
        yield agent
    finally:
        await agent.aclose()


async def fails(there: AgentServer, request: Request, **options: Any) -> AgentError:
    """The error that a reply ends in."""
    async with opened(there.url, **options) as agent:
        with pytest.raises(AgentError) as caught:
            await agent.reply(request)
    return caught.value


def sends(content: Any, status: int = 200, **headers: str) -> Answer:
    """Answers with this JSON."""

    async def answer(request: web.Request) -> web.Response:
        return web.json_response(content, status=status, headers=headers)

    return answer


def sends_text(text: str) -> Answer:
    """Answers 200 with this body, which need not be JSON."""

    async def answer(request: web.Request) -> web.Response:
        return web.Response(text=text, content_type="application/json")

    return answer


async def test_a_request_is_sent_as_the_contract_says(there: AgentServer, ask: Ask) -> None:
    request = ask("Which?", round=2, seed=7, sample=1, thread="e/judge", idempotency_key="k1", form=Choices(("A", "B")))
    async with opened(there.url, send={"team": "red"}) as agent:
        reply = await agent.reply(request)
    assert reply.text == "Hello."
    (body,) = there.bodies
    assert body == {
        "version": 1,
        "seat": "judge",
        "kind": "judge",
        "purpose": "decide",
        "round": 2,
        "messages": [
            {"role": "system", "content": "You are a judge."},
            {"role": "user", "content": "Which?"},
        ],
        "question": {"id": "1", "text": "What is 17 + 1?", "choices": ["17", "18"], "source": None},
        "argues": None,
        "form": {"labels": ["A", "B"], "line": "Answer: {}", "reasoning": False, "options": []},
        "words": None,
        "seed": 7,
        "sample": 1,
        "attempt": 0,
        "steps": [],
        "episode": "",
        "thread": "e/judge",
        "send": {"team": "red"},
    }
    assert there.headers[0]["Idempotency-Key"] == "k1"


async def test_a_whole_reply_is_read(there: AgentServer, ask: Ask) -> None:
    there.answer = sends(
        {
            "text": "Answer: A",
            "thinking": "hm",
            "choice_logprobs": {"A": -0.1, "B": -2.3},
            "finish_reason": "stop",
            "model": "mine-1",
            "usage": {"input_tokens": 10, "output_tokens": 3, "cached_tokens": 4, "cost_usd": 0.5},
            "inner": [{"kind": "tool", "name": "add", "arguments": "1 + 1", "result": "2"}],
            "a field of the server's own": 1,
        }
    )
    async with opened(there.url) as agent:
        reply = await traced_reply(agent, agent.reply(ask(form=Choices(("A", "B")))))
    assert (reply.text, reply.thinking, reply.finish_reason, reply.model) == ("Answer: A", "hm", "stop", "mine-1")
    assert reply.choice_logprobs == {"A": -0.1, "B": -2.3}
    assert (reply.usage.calls, reply.usage.tokens, reply.usage.cost_usd, reply.usage.unpriced) == (1, 13, 0.5, 0)
    assert [call.line(40) for call in reply.inner] == ["tool add(1 + 1) → 2"]


class Stated(BaseModel):
    a: float


async def test_a_form_is_sent_as_its_schema_and_read_from_the_text(there: AgentServer, ask: Ask) -> None:
    there.answer = sends({"text": '{"a": 0.5}'})
    async with opened(there.url) as agent:
        reply = await agent.reply(ask(form=Stated))
    assert reply.parsed == Stated(a=0.5)
    assert there.bodies[0]["form"]["schema"]["properties"]["a"]["type"] == "number"


@pytest.mark.parametrize(
    "odd",
    [{"usage": {"input_tokens": -1}}, {"usage": 5}, {"choice_logprobs": "A"}, {"inner": [{"kind": "x"}]}, {"model": 3}],
)
async def test_an_odd_value_beside_the_text_does_not_cost_the_reply(
    there: AgentServer, ask: Ask, odd: dict[str, Any]
) -> None:
    there.answer = sends({"text": "Hello.", **odd})
    async with opened(there.url) as agent:
        reply = await agent.reply(ask())
    assert (reply.text, reply.usage.tokens, reply.inner) == ("Hello.", 0, ())


@pytest.mark.parametrize("text", ["", "[]", "Hello.", '{"text": null}', '{"txt": "x"}', '{"text": "x"'])
async def test_what_is_no_reply_is_a_failure_that_may_pass(there: AgentServer, ask: Ask, text: str) -> None:
    there.answer = sends_text(text)
    error = await fails(there, ask())
    assert isinstance(error, TransientError)
    assert str(error).startswith('the response is no reply {"text": …}: ')


@pytest.mark.parametrize(
    ("answer", "kind", "message"),
    [
        (sends({"error": "no memory"}, 500), TransientError, "HTTP 500: no memory"),
        (sends({"error": {"message": "unknown seat"}}, 400), PermanentError, "HTTP 400: unknown seat"),
        (sends({"error": "later"}), TransientError, "later"),
        (sends({}, 404), PermanentError, "HTTP 404"),
        (sends({}, 307, Location="http://127.0.0.1:1/"), PermanentError, "redirects; set the agent to its new URL"),
    ],
)
async def test_errors_say_whether_another_try_may_help(
    there: AgentServer, ask: Ask, answer: Answer, kind: type[AgentError], message: str
) -> None:
    there.answer = answer
    error = await fails(there, ask())
    assert type(error) is kind
    assert message in str(error)


async def test_too_many_requests_say_how_long_to_wait(there: AgentServer, ask: Ask) -> None:
    there.answer = sends({"error": "busy"}, 429, **{"Retry-After": "7"})
    error = await fails(there, ask())
    assert isinstance(error, RateLimited)
    assert error.retry_after_s == 7


async def test_a_slow_server_is_left_at_the_time_limit(there: AgentServer, ask: Ask) -> None:
    async def hangs(request: web.Request) -> web.Response:
        await asyncio.Event().wait()
        return web.Response()

    there.answer = hangs
    error = await fails(there, ask(), timeout_s=0.05)
    assert (type(error), str(error)) == (TransientError, "no reply within 0.05 s")


async def test_a_dropped_connection_may_pass(there: AgentServer, ask: Ask) -> None:
    async def drops(request: web.Request) -> web.Response:
        assert request.transport is not None
        request.transport.close()
        return web.Response()

    there.answer = drops
    assert type(await fails(there, ask())) is TransientError


async def test_a_huge_reply_is_not_read_to_its_end(there: AgentServer, ask: Ask) -> None:
    there.answer = sends_text('{"text": "' + "x" * (9 * 2**20) + '"}')
    error = await fails(there, ask())
    assert (type(error), str(error)) == (PermanentError, "the reply is larger than 8 MiB")


async def test_the_key_is_sent_and_in_no_name_and_no_error(
    there: AgentServer, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MY_AGENT_KEY", "secret-0123456789")

    async def refuses(request: web.Request) -> web.Response:
        return web.json_response({"error": f"bad {request.headers['Authorization']}"}, status=401)

    there.answer = refuses
    error = await fails(there, ask(), api_key_env="MY_AGENT_KEY")
    assert there.headers[0]["Authorization"] == "Bearer secret-0123456789"
    assert str(error) == "HTTP 401: bad Bearer [key]"
    async with opened(there.url, api_key_env="MY_AGENT_KEY") as agent:
        assert agent.name == there.url


@pytest.mark.parametrize(
    "url",
    ["http://me:hunter22@host/", "https://token0123456789@host/a", "http://host/?key=abc", "http://host/#x", "http://"],
)
def test_a_url_that_could_hold_a_secret_is_refused_without_quoting_it(url: str) -> None:
    with pytest.raises(BadInput) as caught:
        open_agent(url)
    assert "hunter22" not in str(caught.value)
    assert "token0123456789" not in str(caught.value)


def test_a_key_comes_only_from_a_variable_that_is_named_like_one() -> None:
    with pytest.raises(BadInput, match="not named like a key"):
        open_agent({"model": "http://127.0.0.1:1/", "api_key_env": "HOME"})


def test_what_the_server_is_sent_besides_is_in_the_journals_key(ask: Ask) -> None:
    options: list[dict[str, Any]] = [{}, {"send": {"k": 2}}, {"timeout_s": 5}]
    names = [open_agent({"model": "http://host/a", **given}).name for given in options]
    assert names == ["http://host/a", 'http://host/a?send={"k": 2}', "http://host/a"]
    assert len({call_key(name, ask()) for name in names}) == 2


async def test_a_server_takes_images_only_if_the_options_say_so() -> None:
    for images in (False, True):
        agent = open_agent({"model": "http://host/a", "images": images})
        assert isinstance(agent, TakesImages)
        assert agent.takes_images == images


async def test_likelihoods_are_not_in_the_contract(there: AgentServer, ask: Ask) -> None:
    error = await fails(there, ask(form=Likelihood(("yes", "no"))))
    assert isinstance(error, PermanentError)
    assert there.bodies == []
