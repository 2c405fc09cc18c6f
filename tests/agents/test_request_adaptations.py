"""A parameter that a backend refuses by name is left out, and no other."""

from __future__ import annotations

from typing import Any

import pytest

from dikast.agents.request_adaptations import RequestAdaptations
from dikast.errors import AgentError, PermanentError, TransientError

BODY = {"model": "m", "seed": 1, "logprobs": True, "top_logprobs": 20}


class Backend:
    """A server that refuses one parameter, with a message of its own."""

    def __init__(self, refuses: str, message: str) -> None:
        self.refuses, self.message = refuses, message
        self.requests: list[set[str]] = []

    async def send(self, body: dict[str, Any]) -> str:
        self.requests.append(set(body))
        if self.refuses in body:
            raise PermanentError(self.message)
        return "yes"


async def test_a_refused_parameter_is_left_out_now_and_later() -> None:
    backend, unsupported = Backend("logprobs", "logprobs are not supported"), RequestAdaptations()
    assert [await unsupported.call(BODY, backend.send) for _ in range(2)] == ["yes", "yes"]
    assert backend.requests == [set(BODY), {"model", "seed"}, {"model", "seed"}]


async def test_a_required_parameter_is_not_left_out() -> None:
    backend = Backend("model", "no such model; unlike seed, it is needed")
    with pytest.raises(PermanentError):
        await RequestAdaptations().call({"model": "m"}, backend.send)
    assert backend.requests == [{"model"}]


async def test_a_refusal_that_only_quotes_the_request_leaves_nothing_out() -> None:
    unsupported = RequestAdaptations()
    with pytest.raises(PermanentError):
        await unsupported.call(BODY, Backend("model", "bad request: model, seed, logprobs").send)
    willing = Backend("nothing", "")
    await unsupported.call(BODY, willing.send)
    assert willing.requests == [set(BODY)]


@pytest.mark.parametrize(
    "refusal",
    [
        "HTTP 400: Invalid schema for response_format 'StepLabels'",
        "HTTP 400: unknown type json_schema",
        "HTTP 400: The provided JSON schema contains features not supported by xgrammar",
        "HTTP 400: failed to parse grammar",
    ],
)
async def test_a_form_that_the_server_makes_no_grammar_of_is_only_asked_for_in_words(refusal: str) -> None:
    backend, adaptations = Backend("response_format", refusal), RequestAdaptations()
    body = {"model": "m", "response_format": {"type": "json_schema"}}
    assert [await adaptations.call(body, backend.send) for _ in range(2)] == ["yes", "yes"]
    assert backend.requests == [set(body), {"model"}, {"model"}], "it is refused once"


SYSTEM = {"messages": [{"role": "system", "content": "You judge."}, {"role": "user", "content": "Which?"}]}
FOLDED = [{"role": "user", "content": "You judge.\n\nWhich?"}]


@pytest.mark.parametrize(
    "refusal",
    [
        PermanentError("HTTP 400: System role not supported"),
        TransientError("HTTP 500: Value is not callable: System role not supported"),
        PermanentError("HTTP 400: Developer instruction is not enabled for models/gemma-3-27b-it"),
        PermanentError("HTTP 400: Only user and assistant roles are supported!"),
        PermanentError("HTTP 400: Conversation roles must alternate user/assistant/user/assistant/..."),
        PermanentError("HTTP 422: this model does not support system messages"),
        PermanentError("HTTP 400: system messages are not allowed for this model"),
    ],
)
async def test_a_system_message_is_folded_where_there_is_no_such_role(refusal: AgentError) -> None:
    seen: list[Any] = []

    async def send(body: dict[str, Any]) -> str:
        seen.append(body["messages"])
        if body["messages"][0]["role"] == "system":
            raise refusal
        return "yes"

    adaptations = RequestAdaptations()
    assert [await adaptations.call(SYSTEM, send) for _ in range(2)] == ["yes", "yes"]
    assert seen == [SYSTEM["messages"], FOLDED, FOLDED], "it is refused once"


@pytest.mark.parametrize(
    ("message", "most"),
    [
        ("HTTP 400: top_logprobs must be less than or equal to 5", 5),
        ("HTTP 422: Input should be less than or equal to 5: body.top_logprobs", 5),
        ("HTTP 400: Requested sample logprobs of 20, which is greater than max allowed: 10", 10),
        ("HTTP 400: logprobs must be between 0 and 5, got 20", 5),
    ],
)
async def test_fewer_log_probabilities_are_asked_for_where_there_is_a_maximum(message: str, most: int) -> None:
    seen: list[Any] = []

    async def send(body: dict[str, Any]) -> str:
        seen.append(body.get("top_logprobs"))
        if body.get("top_logprobs", 0) > most:
            raise PermanentError(message)
        return "yes"

    assert await RequestAdaptations().call(BODY, send) == "yes"
    assert seen == [20, most]


async def test_a_backend_may_need_several_changes() -> None:
    seen: list[set[str]] = []

    async def send(body: dict[str, Any]) -> str:
        seen.append(set(body))
        if "max_tokens" in body:
            raise PermanentError("Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.")
        if body.get("top_logprobs", 0) > 5:
            raise PermanentError("top_logprobs: at most 5")
        if "logprobs" in body:
            raise PermanentError("logprobs are not supported with reasoning models")
        if body["messages"][0]["role"] == "system":
            raise PermanentError("system role is not supported")
        return str(body["max_completion_tokens"])

    adaptations = RequestAdaptations()
    body = {**BODY, **SYSTEM, "max_tokens": 77}
    assert await adaptations.call(body, send) == "77"
    assert len(seen) == 5
    assert await adaptations.call({**BODY, **SYSTEM, "max_tokens": 77}, send) == "77"
    assert len(seen) == 6
