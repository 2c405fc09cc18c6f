"""Models behind HTTP: litellm's two ways and the direct adapter do the same against a real server."""

from __future__ import annotations

import asyncio
import base64
import json
import math
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from langchain_core.messages import AIMessage, HumanMessage
from pydantic import BaseModel, JsonValue

from dikast.agents import Agent, Choices, Closing, Request, open_agent
from dikast.errors import PermanentError, RateLimited, TransientError
from tests.agents.openai_server import (
    Answer,
    OpenAIServer,
    completion,
    cuts,
    describes_images,
    hangs,
    needs_no,
    refuses,
    says,
    sends,
    sends_text,
    tells_key,
    tokens,
)

MODELS = ("openai/gpt-4o-mini", "hosted_vllm/qwen", "endpoint/qwen")
KEY = "sk-local-0123456789"
PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(60)).decode()

Ask = Callable[..., Request]
Open = Callable[..., Agent]


class Stated(BaseModel):
    """A form: probabilities, stated."""

    a: float
    b: float


@pytest.fixture(params=MODELS)
def model(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def opened(server: OpenAIServer, model: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Open]:
    """Opens the model at the test's server, with options; what was opened is closed at the end."""
    monkeypatch.setenv("LOCAL_KEY", KEY)
    agents: list[Agent] = []

    def make(**options: JsonValue) -> Agent:
        agents.append(open_agent({"model": model, "api_base": server.base, "api_key_env": "LOCAL_KEY", **options}))
        return agents[-1]

    yield make
    for agent in agents:
        assert isinstance(agent, Closing)
        await agent.aclose()


async def test_text_goes_out_and_comes_back(server: OpenAIServer, opened: Open, ask: Ask) -> None:
    server.will(says("Eighteen."))
    messages = (*ask().messages, AIMessage("Seventeen?"), HumanMessage([{"type": "text", "text": "Sure?"}]))
    reply = await opened(temperature=0, top_p=0.5, max_tokens=40).reply(ask(messages=messages, seed=3))
    assert reply.text == "Eighteen."
    assert (reply.thinking, reply.parsed, reply.choice_logprobs) == ("", None, None)
    sent = server.asked[0]
    assert [(m["role"], m["content"]) for m in sent["messages"][:3]] == [
        ("system", "You are a judge."),
        ("user", "Which is it?"),
        ("assistant", "Seventeen?"),
    ]
    assert (sent["temperature"], sent["top_p"], sent["max_tokens"], sent["seed"]) == (0, 0.5, 40, 3)
    assert server.headers[0]["Authorization"] == f"Bearer {KEY}"


async def test_usage_is_counted(server: OpenAIServer, opened: Open, ask: Ask, model: str) -> None:
    server.will(says("Yes."))
    reply = await opened().reply(ask())
    usage = reply.usage
    assert reply.model == "model-2026-01"
    assert (usage.calls, usage.input_tokens, usage.output_tokens, usage.cached_tokens) == (1, 11, 3, 4)
    assert 0 < usage.seconds < 60
    if model == "openai/gpt-4o-mini":
        assert usage.unpriced == 0
        assert usage.cost_usd > 0
    else:
        assert (usage.unpriced, usage.cost_usd) == (1, 0)


async def test_a_server_that_counts_nothing_is_no_error(server: OpenAIServer, opened: Open, ask: Ask) -> None:
    body = completion("Yes.")
    server.will(sends({"choices": body["choices"], "model": "m", "usage": None}))
    reply = await opened().reply(ask())
    assert (reply.text, reply.usage.tokens) == ("Yes.", 0)


async def test_what_nobody_counted_has_no_known_price(server: OpenAIServer, opened: Open, ask: Ask) -> None:
    server.will(sends({**completion("Yes."), "usage": None}))
    usage = (await opened(usd_per_million={"input": 1, "output": 2}).reply(ask())).usage
    assert (usage.tokens, usage.cost_usd, usage.unpriced) == (0, 0, 1)


async def test_more_cached_than_sent_is_all_of_it(server: OpenAIServer, opened: Open, ask: Ask) -> None:
    counted = {"prompt_tokens": 10, "completion_tokens": 1, "prompt_tokens_details": {"cached_tokens": 50}}
    server.will(sends({**completion("Yes."), "usage": counted}))
    usage = (await opened(usd_per_million={"input": 1, "output": 2, "cached": 0.5}).reply(ask())).usage
    assert (usage.input_tokens, usage.cached_tokens) == (10, 10)
    assert usage.cost_usd == pytest.approx(7e-6)


def paid_for(**odd: Any) -> dict[str, Any]:
    """A completion that says `Answer: A`, with something odd beside it."""
    body = completion("Answer: A")
    of_choice = {name: odd.pop(name) for name in ("logprobs", "message") if name in odd}
    return {**body, "choices": [{**body["choices"][0], **of_choice}], **odd}


PLACE = {"token": " A", "logprob": -0.1}
ODD: dict[str, dict[str, Any]] = {
    "logprobs of another kind": paid_for(logprobs=[]),
    "a token that is none": paid_for(logprobs={"content": [None]}),
    "candidates by name": paid_for(logprobs={"content": [{**PLACE, "top_logprobs": {" A": -0.1}}]}),
    "bytes that are none": paid_for(logprobs={"content": [{**PLACE, "bytes": [300]}]}),
    "a list of usages": paid_for(usage=[]),
    "negative usage": paid_for(usage={"prompt_tokens": -12, "completion_tokens": 3}),
    "usage beyond counting": paid_for(usage={"prompt_tokens": 10**30, "completion_tokens": 3}),
    "half a token": paid_for(usage={"prompt_tokens": 12.5, "completion_tokens": 3}),
    "a number for a model": paid_for(model=5),
    "reasoning of another kind": paid_for(message={"content": "Answer: A", "reasoning": {"text": "so"}}),
    "parts, one empty": paid_for(
        message={"content": [{"type": "text", "text": None}, {"type": "text", "text": "Answer: A"}]}
    ),
}


@pytest.mark.parametrize("model", ["endpoint/qwen"], indirect=True)
@pytest.mark.parametrize("case", ODD)
async def test_a_reply_with_something_odd_beside_it_is_not_paid_for_again(
    server: OpenAIServer, opened: Open, ask: Ask, case: str
) -> None:
    server.will(sends(ODD[case]))
    reply = await opened().reply(ask(form=Choices(("A", "B"))))
    assert (reply.text, reply.choice_logprobs, reply.thinking) == ("Answer: A", None, "")
    assert 0 <= reply.usage.tokens < 100


@pytest.mark.parametrize("model", ["endpoint/qwen"], indirect=True)
@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
async def test_half_a_character_and_a_mark_at_the_start_are_read(
    server: OpenAIServer, opened: Open, ask: Ask, start: bytes
) -> None:
    server.will(sends_text((start + json.dumps(completion("So it is \ud83d")).encode()).decode()))
    assert (await opened().reply(ask())).text == "So it is \ud83d"


async def test_a_seed_goes_out_in_31_bits(server: OpenAIServer, opened: Open, ask: Ask) -> None:
    server.will(says("Yes."))
    agent = opened()
    for seed in (7, 2**63 - 1, 2**32 + 5):
        await agent.reply(ask(seed=seed))
    assert [sent["seed"] for sent in server.asked] == [7, 2**31 - 1, 5]


@pytest.mark.parametrize(
    "part",
    [
        {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{PNG}"}},
        {"type": "image_url", "image_url": f"data:image/png;base64,{PNG}"},
        {"type": "image", "base64": PNG, "mime_type": "image/png"},
        {"type": "image", "url": f"data:image/png;base64,{PNG}"},
        {"type": "image", "source_type": "base64", "data": PNG, "mime_type": "image/png"},
    ],
)
async def test_images_arrive(server: OpenAIServer, opened: Open, ask: Ask, part: dict[str, JsonValue]) -> None:
    server.will(describes_images())
    message = HumanMessage(["Look:", part])
    assert (await opened().reply(ask(messages=(message,)))).text == "image/png of 68 bytes"


async def test_what_is_neither_text_nor_image_is_refused(server: OpenAIServer, opened: Open, ask: Ask) -> None:
    message = HumanMessage([{"type": "audio", "url": "https://example.org/a.mp3"}])
    with pytest.raises(PermanentError, match="'audio' can't be sent"):
        await opened().reply(ask(messages=(message,)))
    assert server.asked == []


async def test_label_logprobs_are_asked_for_and_read(server: OpenAIServer, opened: Open, ask: Ask) -> None:
    place = (" A", math.log(0.7), {" B": math.log(0.2), "B": math.log(0.05)})
    server.will(says("Answer: A", logprobs=tokens(("Answer", -0.1), (":", -0.1), place)))
    reply = await opened().reply(ask(form=Choices(("A", "B"))))
    assert reply.choice_logprobs == pytest.approx({"A": math.log(0.7), "B": math.log(0.25)})
    assert (server.asked[0]["logprobs"], server.asked[0]["top_logprobs"]) == (True, 20)


async def test_logprobs_are_asked_for_only_where_they_are_wanted(server: OpenAIServer, opened: Open, ask: Ask) -> None:
    server.will(says("Answer: A"))
    await opened().reply(ask())
    await opened(logprobs=False).reply(ask(form=Choices(("A", "B"))))
    assert all("logprobs" not in sent and "top_logprobs" not in sent for sent in server.asked)


@pytest.mark.parametrize("parameter", ["logprobs", "top_logprobs"])
async def test_refused_logprobs_are_left_out_from_then_on(
    server: OpenAIServer, opened: Open, ask: Ask, parameter: str
) -> None:
    server.will(needs_no(parameter))
    agent = opened()
    for _ in range(2):
        reply = await agent.reply(ask(form=Choices(("A", "B"))))
        assert (reply.text, reply.choice_logprobs) == ("Answer: A", None)
    assert ["logprobs" in sent for sent in server.asked] == [True, False, False]


async def test_a_refusal_that_repeats_the_request_refuses_no_parameter(
    server: OpenAIServer, opened: Open, ask: Ask
) -> None:
    server.will(refuses(400, "too long: {'messages': '…', 'logprobs': True, 'seed': 3}"))
    agent = opened()
    with pytest.raises(PermanentError, match="too long"):
        await agent.reply(ask(form=Choices(("A", "B"))))
    server.will(says("Answer: A"))
    await agent.reply(ask(form=Choices(("A", "B"))))
    assert {"logprobs", "seed"} <= server.asked[-1].keys()


async def test_json_forms_are_asked_for_and_filled_in(server: OpenAIServer, opened: Open, ask: Ask) -> None:
    server.will(says('{"a": 0.7, "b": 0.3}'))
    reply = await opened().reply(ask(form=Stated))
    assert reply.parsed == Stated(a=0.7, b=0.3)
    asked = server.asked[0]["response_format"]
    assert asked["type"] == "json_schema"
    assert set(asked["json_schema"]["schema"]["properties"]) == {"a", "b"}


@pytest.mark.parametrize(
    ("text", "is_read"),
    [
        ('Well:\n```json\n{"a": 0.7, "b": 0.3}\n```\n', True),
        ('```json\n{"a": 0.7, "b": 0.3}\n```\n```json\n{"a": 0, "b": 1}\n```', False),
        ('I say {"a": 0.7, "b": 0.3}', False),
        ('{"a": 0.7, "a": 0.1, "b": 0.3}', False),
        ('{"a": "much", "b": 0.3}', False),
        ('{"a": NaN, "b": 0.3}', False),
        ("", False),
        ("[" * 5000, False),
    ],
)
async def test_a_form_is_read_or_left_never_guessed(
    server: OpenAIServer, opened: Open, ask: Ask, text: str, is_read: bool
) -> None:
    server.will(says(text))
    reply = await opened().reply(ask(form=Stated))
    assert (reply.parsed is not None) == is_read
    assert reply.text == text


async def test_a_refused_schema_is_left_out(server: OpenAIServer, opened: Open, ask: Ask) -> None:
    server.will(needs_no("response_format"))
    assert (await opened().reply(ask(form=Stated))).parsed is None
    assert ["response_format" in sent for sent in server.asked] == [True, False]


@pytest.mark.parametrize("field", ["reasoning_content", "reasoning"])
async def test_reasoning_is_kept_apart(server: OpenAIServer, opened: Open, ask: Ask, field: str) -> None:
    message: dict[str, Any] = {field: "Since 17 + 1 is 18."}
    server.will(says("Answer: A", **message))
    reply = await opened().reply(ask())
    assert (reply.text, reply.thinking) == ("Answer: A", "Since 17 + 1 is 18.")


async def test_a_reply_without_text_is_an_empty_one(server: OpenAIServer, opened: Open, ask: Ask) -> None:
    server.will(says(None))
    assert (await opened().reply(ask())).text == ""


async def test_too_many_requests_say_how_long_to_wait(server: OpenAIServer, opened: Open, ask: Ask) -> None:
    in_a_minute = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    server.will(
        refuses(429, headers={"Retry-After": "7"}),
        refuses(429, headers={"Retry-After": in_a_minute}),
        refuses(429),
        refuses(503, headers={"Retry-After": "2"}),
    )
    agent = opened()
    waits = []
    for _ in range(4):
        with pytest.raises(RateLimited) as caught:
            await agent.reply(ask())
        waits.append(caught.value.retry_after_s)
    seconds, date, unsaid, unavailable = waits
    assert (seconds, unsaid, unavailable) == (7, None, 2)
    assert date is not None
    assert 50 < date <= 60
    assert len(server.asked) == 4, "trying again is the caller's affair"


TRANSIENT: dict[str, Answer] = {
    "500": refuses(500, "overloaded"),
    "502": refuses(502),
    "503": refuses(503),
    "504": refuses(504),
    "408": refuses(408),
    "cut before the reply": cuts(),
    "cut within the reply": cuts(b'{"choices": ['),
    "not JSON": sends_text('{"choices": [{"mess'),
    "a web page": sends_text("<html>Bad gateway</html>", "text/html"),
    "no choices": sends({**completion("x"), "choices": []}),
    "another thing": sends({"hello": "world"}),
}


@pytest.mark.parametrize("case", TRANSIENT)
async def test_what_may_pass_is_transient(server: OpenAIServer, opened: Open, ask: Ask, case: str) -> None:
    server.will(TRANSIENT[case])
    with pytest.raises(TransientError) as caught:
        await opened().reply(ask())
    assert type(caught.value) is TransientError
    assert len(server.asked) == 1


PERMANENT: dict[str, Answer] = {
    "bad key": refuses(401),
    "not allowed": refuses(403),
    "unknown model": refuses(404),
    "bad request": refuses(400, "messages must not be empty"),
    "too long": refuses(400, "This model's maximum context length is 5 tokens", code="context_length_exceeded"),
    "unprocessable": refuses(422),
    "no credit": refuses(429, "You exceeded your quota", code="insufficient_quota", type="insufficient_quota"),
    "huge": says("x" * (9 * 2**20)),
}


@pytest.mark.parametrize("case", PERMANENT)
async def test_what_will_not_pass_is_permanent(server: OpenAIServer, opened: Open, ask: Ask, case: str) -> None:
    server.will(PERMANENT[case])
    with pytest.raises(PermanentError):
        await opened().reply(ask())
    assert len(server.asked) == 1


@pytest.mark.parametrize("model", ["endpoint/qwen"], indirect=True)
@pytest.mark.parametrize("code", ["insufficient_quota", "401", 401])
async def test_what_will_not_pass_may_be_told_with_a_200(
    server: OpenAIServer, opened: Open, ask: Ask, code: str | int
) -> None:
    server.will(sends({"error": {"message": "no", "code": code}}))
    with pytest.raises(PermanentError):
        await opened().reply(ask())


async def test_a_server_that_is_not_there_is_transient(
    server: OpenAIServer, opened: Open, ask: Ask, unused_tcp_port: int
) -> None:
    with pytest.raises(TransientError):
        await opened(api_base=f"http://127.0.0.1:{unused_tcp_port}/v1").reply(ask())


async def test_a_hang_ends_at_the_time_limit(server: OpenAIServer, opened: Open, ask: Ask) -> None:
    server.will(hangs())
    with pytest.raises(TransientError, match=r"no reply within 0\.3 s"):
        await opened(timeout_s=0.3).reply(ask())
    async with asyncio.timeout(5):
        await server.was_left.wait()


async def test_a_cancelled_reply_closes_its_connection(server: OpenAIServer, opened: Open, ask: Ask) -> None:
    server.will(hangs())
    agent = opened()
    async with asyncio.timeout(10), asyncio.TaskGroup() as group:
        task = group.create_task(agent.reply(ask()))
        await server.is_hanging.wait()
        task.cancel()
        await server.was_left.wait()
    assert task.cancelled()


async def test_a_key_is_nowhere_to_be_read(server: OpenAIServer, opened: Open, ask: Ask) -> None:
    server.will(tells_key())
    agent = opened()
    with pytest.raises(PermanentError) as caught:
        await agent.reply(ask())
    assert "bad key" in str(caught.value)
    assert KEY not in str(caught.value)
    assert KEY not in agent.name
    assert KEY not in repr(agent)
    assert "LOCAL_KEY" not in agent.name


async def test_many_at_once(server: OpenAIServer, opened: Open, ask: Ask) -> None:
    server.will(says("Yes."))
    agent = opened()
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(agent.reply(ask(str(i)))) for i in range(150)]
    assert {task.result().text for task in tasks} == {"Yes."}
    assert sorted(int(sent["messages"][-1]["content"]) for sent in server.asked) == list(range(150))


async def test_a_closed_agent_speaks_again(server: OpenAIServer, opened: Open, ask: Ask) -> None:
    server.will(says("Yes."))
    agent = opened()
    assert isinstance(agent, Closing)
    await agent.aclose()
    for _ in range(2):
        assert (await agent.reply(ask())).text == "Yes."
        await agent.aclose()
        await agent.aclose()


async def test_closing_one_agent_leaves_the_others_be(server: OpenAIServer, opened: Open, ask: Ask) -> None:
    server.will(says("Yes."))
    one, other = opened(), opened(temperature=1)
    await one.reply(ask())
    await other.reply(ask())
    server.will(hangs(), says("Still here."))
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(other.reply(ask()))
        await server.is_hanging.wait()
        assert isinstance(one, Closing)
        await one.aclose()
        assert not server.was_left.is_set()
        assert not waiting.done()
        assert (await other.reply(ask())).text == "Still here."
        waiting.cancel()


def test_names_tell_what_changes_the_answers(server_free_open: Open, model: str) -> None:
    base = "http://127.0.0.1:9/v1"
    plain = server_free_open(api_base=base)
    assert plain.name == f"{model}?api_base={base}"
    full = server_free_open(api_base=f"{base}/", temperature=0, top_p=0.5, max_tokens=9, timeout_s=3, logprobs=False)
    settings = {"temperature=0", "top_p=0.5", "max_tokens=9", "logprobs=false", f"api_base={base}"}
    name, _, shown = full.name.partition("?")
    assert name == model
    assert set(shown.split("&")) == settings


@pytest.fixture
def server_free_open(model: str, monkeypatch: pytest.MonkeyPatch) -> Open:
    monkeypatch.setenv("LOCAL_KEY", KEY)
    return lambda **options: open_agent({"model": model, "api_key_env": "LOCAL_KEY", **options})
