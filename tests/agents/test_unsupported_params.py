"""What a backend refuses by name is left out, and nothing else is."""

from __future__ import annotations

from typing import Any

import pytest

from dikast.agents.unsupported_params import UnsupportedParams
from dikast.errors import PermanentError

BODY = {"model": "m", "seed": 1, "logprobs": True, "top_logprobs": 20}


class Backend:
    """A server that refuses one parameter by name, and says so in its own words."""

    def __init__(self, refuses: str, saying: str) -> None:
        self.refuses, self.saying = refuses, saying
        self.got: list[set[str]] = []

    async def answer(self, body: dict[str, Any]) -> str:
        self.got.append(set(body))
        if self.refuses in body:
            raise PermanentError(self.saying)
        return "yes"


async def test_a_refused_parameter_is_left_out_then_and_from_then_on() -> None:
    backend, refusals = Backend("logprobs", "logprobs are not supported"), UnsupportedParams()
    assert [await refusals.answer(BODY, backend.answer) for _ in range(2)] == ["yes", "yes"]
    assert backend.got == [set(BODY), {"model", "seed"}, {"model", "seed"}]


async def test_what_a_reply_cannot_do_without_is_not_left_out() -> None:
    backend = Backend("model", "no such model; unlike seed, it is needed")
    with pytest.raises(PermanentError):
        await UnsupportedParams().answer({"model": "m"}, backend.answer)
    assert backend.got == [{"model"}]


async def test_a_refusal_that_only_repeats_what_it_was_sent_teaches_nothing() -> None:
    refusals = UnsupportedParams()
    with pytest.raises(PermanentError):
        await refusals.answer(BODY, Backend("model", "bad request: model, seed, logprobs").answer)
    willing = Backend("nothing", "")
    await refusals.answer(BODY, willing.answer)
    assert willing.got == [set(BODY)]
