"""Given texts scored by a real server: in a chat by `prompt_logprobs`, in a completion by `echo`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

import pytest
from aiohttp import web
from pydantic import JsonValue

from dikast.agents import Agent, Closable, Likelihood, Request, open_agent
from dikast.errors import PermanentError
from dikast.records import TextLikelihood
from tests.agents.openai_server import Answer, Json, OpenAIServer, says, sends

Ask = Callable[..., Request]
Open = Callable[..., Agent]
Tokens = Sequence[tuple[str, float]]
PARIS: Tokens = [("Par", -2.0), ("is", -0.5)]
ROME: Tokens = [("Rome", -3.0)]
FORM = Likelihood(("Paris", "Rome"))


@pytest.fixture
async def opened(server: OpenAIServer) -> AsyncIterator[Open]:
    """Opens a model at the test's server. All agents are closed at the end."""
    agents: list[Agent] = []

    def make(model: str = "endpoint/qwen", **options: JsonValue) -> Agent:
        agents.append(open_agent({"model": model, "api_base": server.base, **options}))
        return agents[-1]

    yield make
    for agent in agents:
        assert isinstance(agent, Closable)
        await agent.aclose()


def chat(tokens: Tokens) -> Answer:
    """A chat completion as vLLM sends it, with the prompt's own tokens before those of the text."""
    listed: list[Json | None] = [None]
    for number, (token, logp) in enumerate([("assistant", -9.0), ("\n", -8.0), *tokens]):
        listed.append({str(number): {"logprob": logp, "rank": 1, "decoded_token": token}})
    return sends({"choices": [], "prompt_logprobs": listed})


async def echoes(server: OpenAIServer, request: web.Request, body: Json) -> web.StreamResponse:
    """A completion that repeats its prompt, a word a token, each at -1, and adds a word of its own."""
    assert request.path == "/v1/completions"
    words = body["prompt"].split(" ")
    tokens = [words[0], *(f" {word}" for word in words[1:]), " more"]
    # The text that is scored begins a token of its own.
    tokens = [part for token in tokens for part in _split_at_break(token)]
    starts = [sum(map(len, tokens[:i])) for i in range(len(tokens))]
    logprobs: Json = {"tokens": tokens, "token_logprobs": [None, *[-1.0] * (len(tokens) - 1)], "text_offset": starts}
    return web.json_response({"choices": [{"text": body["prompt"] + " more", "logprobs": logprobs}]})


def _split_at_break(token: str) -> list[str]:
    before, line_break, after = token.rpartition("\n")
    return [part for part in (before + line_break, after) if part]


async def test_a_chat_ends_in_the_text_and_only_its_tokens_count(server: OpenAIServer, opened: Open, ask: Ask) -> None:
    server.will(chat(PARIS), chat(ROME))
    reply = await opened(likelihood="prompt_logprobs").reply(ask(form=FORM))
    assert reply.likelihoods == (TextLikelihood(logp=-2.5, n_tokens=2), TextLikelihood(logp=-3.0, n_tokens=1))
    assert (reply.text, reply.usage.calls) == ("", 1)
    sent = server.bodies[0]
    assert sent["messages"][-1] == {"role": "assistant", "content": "Paris"}
    assert (sent["continue_final_message"], sent["add_generation_prompt"]) == (True, False)


async def test_the_empty_message_is_scored_too(server: OpenAIServer, opened: Open, ask: Ask) -> None:
    server.will(chat(PARIS), chat([("Paris", -7.0)]))
    reply = await opened(likelihood="prompt_logprobs").reply(ask(form=Likelihood(("Paris",), with_empty=True)))
    assert reply.likelihoods == (TextLikelihood(logp=-2.5, n_tokens=2, logp_empty=-7.0),)
    assert [message["content"] for message in server.bodies[1]["messages"]] == ["", "Paris"]


async def test_a_completion_repeats_its_prompt(server: OpenAIServer, opened: Open, ask: Ask) -> None:
    server.will(echoes)
    reply = await opened(likelihood="echo").reply(ask(form=Likelihood(("in Paris", "Rome"), with_empty=True)))
    assert reply.likelihoods == (
        TextLikelihood(logp=-2.0, n_tokens=2, logp_empty=-2.0),
        TextLikelihood(logp=-1.0, n_tokens=1, logp_empty=-1.0),
    )
    assert server.bodies[0]["prompt"] == "You are a judge.\n\nWhich is it?\n\nin Paris"
    assert server.bodies[0]["echo"] is True


@pytest.mark.parametrize(
    ("options", "answer", "message"),
    [
        ({}, says("Paris"), "can't say how likely"),
        ({"likelihood": "prompt_logprobs"}, says("Paris"), "try `likelihood: echo`"),
        ({"likelihood": "prompt_logprobs"}, chat([("Lon", -1.0), ("don", -1.0)]), "do not add up"),
        ({"likelihood": "prompt_logprobs"}, chat([("Paris", 0.5)]), "no log-probabilities"),
        ({"likelihood": "echo"}, says("Paris"), "with `echo`"),
        ({"model": "openai/gpt-4o-mini"}, says("Paris"), "can't say how likely"),
    ],
)
async def test_a_backend_that_can_not_score_is_an_error(
    server: OpenAIServer,
    opened: Open,
    ask: Ask,
    options: dict[str, Any],
    answer: Answer,
    message: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-1")
    server.will(answer)
    with pytest.raises(PermanentError, match=message):
        await opened(**options).reply(ask(form=Likelihood(("Paris",))))
