"""Models behind HTTP: two of litellm's providers and EndpointAgent behave alike with a real server."""

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

from dikast.agents import Agent, Choices, Closable, Request, open_agent
from dikast.errors import PermanentError, RateLimited, TransientError
from tests.agents.openai_server import (
    Answer,
    OpenAIServer,
    completion,
    cuts,
    describes_images,
    hangs,
    quotes_key,
    refuses,
    refuses_parameters,
    says,
    sends,
    sends_text,
    tokens,
)

MODELS = ("openai/gpt-4o-mini", "hosted_vllm/qwen", "endpoint/qwen")
KEY = "sk-local-0123456789"
PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(60)).decode()

Ask = Callable[..., Request]
Open = Callable[..., Agent]


class Stated(BaseModel):
    """A form with two stated probabilities."""

    a: float
    b: float


@pytest.fixture(params=MODELS)
def model(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def opened(server: OpenAIServer, model: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Open]:
    """Opens the model at the test's server, with options. All agents are closed at the end."""
    monkeypatch.setenv("LOCAL_KEY", KEY)
    agents: list[Agent] = []

    def make(**options: JsonValue) -> Agent:
        agents.append(open_agent({"model": model, "api_base": server.base, "api_key_env": "LOCAL_KEY", **options}))
        return agents[-1]

    yield make
    for agent in agents:
        assert isinstance(agent, Closable)
        await agent.aclose()


async def test_messages_and_sampling_are_sent_and_the_text_comes_back(
    server: OpenAIServer, opened: Open, ask: Ask
) -> None:
    server.will(says("Eighteen."))
    messages = (*ask().messages, AIMessage("Seventeen?"), HumanMessage([{"type": "text", "text": "Sure?"}]))
    reply = await opened(temperature=0, top_p=0.5, max_tokens=40).reply(ask(messages=messages, seed=3))
    assert reply.text == "Eighteen."
    assert (reply.thinking, reply.parsed, reply.choice_logprobs) == ("", None, None)
    sent = server.bodies[0]
    assert [(m["role"], m["content"]) for m in sent["messages"][:3]] == [
        ("system", "You are a judge."),
        ("user", "Which is it?"),
        ("assistant", "Seventeen?"),
    ]
    assert (sent["temperature"], sent["top_p"], sent["max_tokens"], sent["seed"]) == (0, 0.5, 40, 3)
    assert server.headers[0]["Authorization"] == f"Bearer {KEY}"


async def test_tokens_are_counted_and_priced_where_the_price_is_known(
    server: OpenAIServer, opened: Open, ask: Ask, model: str
) -> None:
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


async def test_a_reply_without_usage_is_counted_by_characters(server: OpenAIServer, opened: Open, ask: Ask) -> None:
    body = completion("Yes.")
    server.will(sends({"choices": body["choices"], "model": "m", "usage": None}))
    reply = await opened().reply(ask())
    # 28 bytes of prompt and 4 of reply, four to a token.
    assert (reply.text, reply.usage.input_tokens, reply.usage.output_tokens) == ("Yes.", 7, 1)


async def test_without_counted_tokens_the_cost_follows_from_the_characters(
    server: OpenAIServer, opened: Open, ask: Ask
) -> None:
    server.will(sends({**completion("Yes."), "usage": None}))
    usage = (await opened(usd_per_million={"input": 1, "output": 2}).reply(ask())).usage
    assert (usage.tokens, usage.unpriced) == (8, 0)
    assert usage.cost_usd == pytest.approx(9e-6)


async def test_cached_tokens_are_at_most_the_tokens_sent(server: OpenAIServer, opened: Open, ask: Ask) -> None:
    counted = {"prompt_tokens": 10, "completion_tokens": 1, "prompt_tokens_details": {"cached_tokens": 50}}
    server.will(sends({**completion("Yes."), "usage": counted}))
    usage = (await opened(usd_per_million={"input": 1, "output": 2, "cached": 0.5}).reply(ask())).usage
    assert (usage.input_tokens, usage.cached_tokens) == (10, 10)
    assert usage.cost_usd == pytest.approx(7e-6)


def with_odd_fields(**odd: Any) -> dict[str, Any]:
    """A completion that says `Answer: A`, with odd values in other fields."""
    body = completion("Answer: A")
    in_choice = {name: odd.pop(name) for name in ("logprobs", "message") if name in odd}
    return {**body, "choices": [{**body["choices"][0], **in_choice}], **odd}


TOKEN = {"token": " A", "logprob": -0.1}
ODD: dict[str, dict[str, Any]] = {
    "logprobs of another type": with_odd_fields(logprobs=[]),
    "a token that is null": with_odd_fields(logprobs={"content": [None]}),
    "candidates by name": with_odd_fields(logprobs={"content": [{**TOKEN, "top_logprobs": {" A": -0.1}}]}),
    "a byte over 255": with_odd_fields(logprobs={"content": [{**TOKEN, "bytes": [300]}]}),
    "a list of usages": with_odd_fields(usage=[]),
    "negative usage": with_odd_fields(usage={"prompt_tokens": -12, "completion_tokens": 3}),
    "usage too large to be true": with_odd_fields(usage={"prompt_tokens": 10**30, "completion_tokens": 3}),
    "half a token": with_odd_fields(usage={"prompt_tokens": 12.5, "completion_tokens": 3}),
    "a number for a model": with_odd_fields(model=5),
    "reasoning of another type": with_odd_fields(message={"content": "Answer: A", "reasoning": {"text": "so"}}),
    "parts of another name": with_odd_fields(
        message={"content": [{"type": "thinking", "thinking": "so"}, {"type": "output_text", "text": "Answer: A"}]}
    ),
    "parts without a type": with_odd_fields(message={"content": ["Answer", {"text": ": A"}, {"text": 5}]}),
    "parts, one empty": with_odd_fields(
        message={"content": [{"type": "text", "text": None}, {"type": "text", "text": "Answer: A"}]}
    ),
}


@pytest.mark.parametrize("model", ["endpoint/qwen"], indirect=True)
@pytest.mark.parametrize("case", ODD)
async def test_an_odd_value_beside_the_text_does_not_cost_the_reply(
    server: OpenAIServer, opened: Open, ask: Ask, case: str
) -> None:
    server.will(sends(ODD[case]))
    reply = await opened().reply(ask(form=Choices(("A", "B"))))
    assert (reply.text, reply.choice_logprobs, reply.thinking) == ("Answer: A", None, "")
    assert 0 <= reply.usage.tokens < 100


@pytest.mark.parametrize("model", ["endpoint/qwen"], indirect=True)
async def test_counts_may_have_the_names_of_other_protocols(server: OpenAIServer, opened: Open, ask: Ask) -> None:
    server.will(sends({**completion("Yes."), "usage": {"input_tokens": 21, "output_tokens": 5}}))
    usage = (await opened().reply(ask())).usage
    assert (usage.input_tokens, usage.output_tokens) == (21, 5)


@pytest.mark.parametrize("model", ["endpoint/qwen"], indirect=True)
@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
async def test_half_a_surrogate_pair_and_a_byte_order_mark_are_read(
    server: OpenAIServer, opened: Open, ask: Ask, start: bytes
) -> None:
    server.will(sends_text((start + json.dumps(completion("So it is \ud83d")).encode()).decode()))
    assert (await opened().reply(ask())).text == "So it is \ud83d"


async def test_a_seed_is_sent_in_31_bits(server: OpenAIServer, opened: Open, ask: Ask) -> None:
    server.will(says("Yes."))
    agent = opened()
    for seed in (7, 2**63 - 1, 2**32 + 5):
        await agent.reply(ask(seed=seed))
    assert [sent["seed"] for sent in server.bodies] == [7, 2**31 - 1, 5]


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
async def test_images_arrive_in_each_of_langchains_forms(
    server: OpenAIServer, opened: Open, ask: Ask, part: dict[str, JsonValue]
) -> None:
    server.will(describes_images())
    message = HumanMessage(["Look:", part])
    assert (await opened().reply(ask(messages=(message,)))).text == "image/png of 68 bytes"


async def test_a_part_that_is_neither_text_nor_image_is_not_sent(server: OpenAIServer, opened: Open, ask: Ask) -> None:
    message = HumanMessage([{"type": "audio", "url": "https://example.org/a.mp3"}])
    with pytest.raises(PermanentError, match="'audio' can't be sent"):
        await opened().reply(ask(messages=(message,)))
    assert server.bodies == []


async def test_label_logprobs_are_asked_for_and_read(server: OpenAIServer, opened: Open, ask: Ask) -> None:
    choice = (" A", math.log(0.7), {" B": math.log(0.2), "B": math.log(0.05)})
    server.will(says("Answer: A", logprobs=tokens(("Answer", -0.1), (":", -0.1), choice)))
    reply = await opened().reply(ask(form=Choices(("A", "B"))))
    assert reply.choice_logprobs == pytest.approx({"A": math.log(0.7), "B": math.log(0.25)})
    assert (server.bodies[0]["logprobs"], server.bodies[0]["top_logprobs"]) == (True, 20)


async def test_logprobs_are_asked_for_only_with_choices_and_unless_switched_off(
    server: OpenAIServer, opened: Open, ask: Ask
) -> None:
    server.will(says("Answer: A"))
    await opened().reply(ask())
    await opened(logprobs=False).reply(ask(form=Choices(("A", "B"))))
    assert all("logprobs" not in sent and "top_logprobs" not in sent for sent in server.bodies)


@pytest.mark.parametrize("parameter", ["logprobs", "top_logprobs"])
async def test_refused_logprobs_are_left_out_of_later_requests(
    server: OpenAIServer, opened: Open, ask: Ask, parameter: str
) -> None:
    server.will(refuses_parameters(parameter))
    agent = opened()
    for _ in range(2):
        reply = await agent.reply(ask(form=Choices(("A", "B"))))
        assert (reply.text, reply.choice_logprobs) == ("Answer: A", None)
    assert ["logprobs" in sent for sent in server.bodies] == [True, False, False]


async def test_a_refusal_that_quotes_the_request_leaves_no_parameter_out(
    server: OpenAIServer, opened: Open, ask: Ask
) -> None:
    server.will(refuses(400, "too long: {'messages': '…', 'logprobs': True, 'seed': 3}"))
    agent = opened()
    with pytest.raises(PermanentError, match="too long"):
        await agent.reply(ask(form=Choices(("A", "B"))))
    server.will(says("Answer: A"))
    await agent.reply(ask(form=Choices(("A", "B"))))
    assert {"logprobs", "seed"} <= server.bodies[-1].keys()


async def test_a_json_schema_is_sent_and_the_form_filled_in(server: OpenAIServer, opened: Open, ask: Ask) -> None:
    server.will(says('{"a": 0.7, "b": 0.3}'))
    reply = await opened().reply(ask(form=Stated))
    assert reply.parsed == Stated(a=0.7, b=0.3)
    sent = server.bodies[0]["response_format"]
    assert sent["type"] == "json_schema"
    assert set(sent["json_schema"]["schema"]["properties"]) == {"a", "b"}


@pytest.mark.parametrize(
    ("text", "is_read"),
    [
        ('Well:\n```json\n{"a": 0.7, "b": 0.3}\n```\n', True),  # one fenced block
        ('```json\n{"a": 0.7, "b": 0.3}\n```\n```json\n{"a": 0, "b": 1}\n```', False),  # two blocks
        ('I say {"a": 0.7, "b": 0.3}', False),  # text around the JSON
        ('{"a": 0.7, "a": 0.1, "b": 0.3}', False),  # a key twice
        ('{"a": "much", "b": 0.3}', False),  # a wrong type
        ('{"a": NaN, "b": 0.3}', False),  # NaN is not JSON
        ("", False),  # no text
        ("[" * 5000, False),  # too deep for the parser
    ],
)
async def test_a_form_is_read_only_from_one_valid_json_text(
    server: OpenAIServer, opened: Open, ask: Ask, text: str, is_read: bool
) -> None:
    server.will(says(text))
    reply = await opened().reply(ask(form=Stated))
    assert (reply.parsed is not None) == is_read
    assert reply.text == text


async def test_a_refused_schema_is_left_out(server: OpenAIServer, opened: Open, ask: Ask) -> None:
    server.will(refuses_parameters("response_format"))
    assert (await opened().reply(ask(form=Stated))).parsed is None
    assert ["response_format" in sent for sent in server.bodies] == [True, False]


@pytest.mark.parametrize("field", ["reasoning_content", "reasoning"])
async def test_reasoning_is_separate_from_the_text(server: OpenAIServer, opened: Open, ask: Ask, field: str) -> None:
    message: dict[str, Any] = {field: "Since 17 + 1 is 18."}
    server.will(says("Answer: A", **message))
    reply = await opened().reply(ask())
    assert (reply.text, reply.thinking) == ("Answer: A", "Since 17 + 1 is 18.")


async def test_a_reply_without_content_has_an_empty_text(server: OpenAIServer, opened: Open, ask: Ask) -> None:
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
    seconds, date, no_header, unavailable = waits
    assert (seconds, no_header, unavailable) == (7, None, 2)
    assert date is not None
    assert 50 < date <= 60
    assert len(server.bodies) == 4, "the agent itself does not retry"


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
    "another JSON object": sends({"hello": "world"}),
}


@pytest.mark.parametrize("case", TRANSIENT)
async def test_a_failure_that_may_pass_is_transient(server: OpenAIServer, opened: Open, ask: Ask, case: str) -> None:
    server.will(TRANSIENT[case])
    with pytest.raises(TransientError) as caught:
        await opened().reply(ask())
    assert type(caught.value) is TransientError
    assert len(server.bodies) == 1


PERMANENT: dict[str, Answer] = {
    "bad key": refuses(401),
    "unknown model": refuses(404),
    "bad request": refuses(400, "messages must not be empty"),
    "too long": refuses(400, "This model's maximum context length is 5 tokens", code="context_length_exceeded"),
    "unprocessable": refuses(422),
    "no credit": refuses(429, "You exceeded your quota", code="insufficient_quota", type="insufficient_quota"),
    "huge": says("x" * (9 * 2**20)),
}


@pytest.mark.parametrize("case", PERMANENT)
async def test_a_failure_that_will_not_pass_is_permanent(
    server: OpenAIServer, opened: Open, ask: Ask, case: str
) -> None:
    server.will(PERMANENT[case])
    with pytest.raises(PermanentError):
        await opened().reply(ask())
    assert len(server.bodies) == 1


@pytest.mark.parametrize("model", ["endpoint/qwen"], indirect=True)
@pytest.mark.parametrize("code", ["insufficient_quota", "401", 401])
async def test_an_error_body_with_status_200_can_be_permanent(
    server: OpenAIServer, opened: Open, ask: Ask, code: str | int
) -> None:
    server.will(sends({"error": {"message": "no", "code": code}}))
    with pytest.raises(PermanentError):
        await opened().reply(ask())


async def test_a_refused_connection_is_transient(
    server: OpenAIServer, opened: Open, ask: Ask, unused_tcp_port: int
) -> None:
    with pytest.raises(TransientError):
        await opened(api_base=f"http://127.0.0.1:{unused_tcp_port}/v1").reply(ask())


async def test_a_hanging_server_is_left_at_the_time_limit(server: OpenAIServer, opened: Open, ask: Ask) -> None:
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


async def test_a_key_is_in_no_error_name_or_repr(server: OpenAIServer, opened: Open, ask: Ask) -> None:
    server.will(quotes_key())
    agent = opened()
    with pytest.raises(PermanentError) as caught:
        await agent.reply(ask())
    assert "bad key" in str(caught.value)
    assert KEY not in str(caught.value)
    assert KEY not in agent.name
    assert KEY not in repr(agent)
    assert "LOCAL_KEY" not in agent.name


async def test_150_concurrent_requests_are_all_answered(server: OpenAIServer, opened: Open, ask: Ask) -> None:
    server.will(says("Yes."))
    agent = opened()
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(agent.reply(ask(str(i)))) for i in range(150)]
    assert {task.result().text for task in tasks} == {"Yes."}
    assert sorted(int(sent["messages"][-1]["content"]) for sent in server.bodies) == list(range(150))


async def test_a_closed_agent_can_reply_again(server: OpenAIServer, opened: Open, ask: Ask) -> None:
    server.will(says("Yes."))
    agent = opened()
    assert isinstance(agent, Closable)
    await agent.aclose()
    for _ in range(2):
        assert (await agent.reply(ask())).text == "Yes."
        await agent.aclose()
        await agent.aclose()


async def test_closing_one_agent_leaves_the_others_connected(server: OpenAIServer, opened: Open, ask: Ask) -> None:
    server.will(says("Yes."))
    first, second = opened(), opened(temperature=1)
    await first.reply(ask())
    await second.reply(ask())
    server.will(hangs(), says("Still here."))
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(second.reply(ask()))
        await server.is_hanging.wait()
        assert isinstance(first, Closable)
        await first.aclose()
        assert not server.was_left.is_set()
        assert not waiting.done()
        assert (await second.reply(ask())).text == "Still here."
        waiting.cancel()


@pytest.mark.parametrize("finish_reason", ["stop", "length", "content_filter"])
async def test_why_a_reply_ended_is_kept(server: OpenAIServer, opened: Open, ask: Ask, finish_reason: str) -> None:
    server.will(says("The oil is li", finish_reason=finish_reason))
    assert (await opened().reply(ask())).finish_reason == finish_reason


async def test_a_server_that_does_not_say_why_a_reply_ended_is_no_error(
    server: OpenAIServer, opened: Open, ask: Ask
) -> None:
    server.will(says("Eighteen.", finish_reason=None))
    assert (await opened().reply(ask())).text == "Eighteen."


async def test_a_refusal_is_marked(server: OpenAIServer, opened: Open, ask: Ask) -> None:
    server.will(says(None, refusal="I can't help with that."))
    reply = await opened().reply(ask())
    assert (reply.text, reply.is_refusal) == ("I can't help with that.", True)


@pytest.mark.parametrize(("limit", "sent"), [(None, 4000), (500, 4000), (8000, 8000)])
async def test_a_repeat_of_a_reply_that_was_cut_off_has_more_room(
    server: OpenAIServer, opened: Open, ask: Ask, limit: int | None, sent: int
) -> None:
    server.will(says("Answer: A"))
    options: dict[str, JsonValue] = {} if limit is None else {"max_tokens": limit}
    await opened(**options).reply(ask(more_tokens=4000))
    assert server.bodies[0]["max_tokens"] == sent
