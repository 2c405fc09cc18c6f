"""A parameter that a backend refuses by name is left out, and no other."""

from __future__ import annotations

from typing import Any

import pytest

from dikast.agents.unsupported_params import UnsupportedParams
from dikast.errors import PermanentError

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
    backend, unsupported = Backend("logprobs", "logprobs are not supported"), UnsupportedParams()
    assert [await unsupported.call(BODY, backend.send) for _ in range(2)] == ["yes", "yes"]
    assert backend.requests == [set(BODY), {"model", "seed"}, {"model", "seed"}]


async def test_a_required_parameter_is_not_left_out() -> None:
    backend = Backend("model", "no such model; unlike seed, it is needed")
    with pytest.raises(PermanentError):
        await UnsupportedParams().call({"model": "m"}, backend.send)
    assert backend.requests == [{"model"}]


async def test_a_refusal_that_only_quotes_the_request_leaves_nothing_out() -> None:
    unsupported = UnsupportedParams()
    with pytest.raises(PermanentError):
        await unsupported.call(BODY, Backend("model", "bad request: model, seed, logprobs").send)
    willing = Backend("nothing", "")
    await unsupported.call(BODY, willing.send)
    assert willing.requests == [set(BODY)]
