"""A fallback replies where a model is out of order or refuses, and the record says so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import JsonValue

from dikast.agents import Request, TakesImages, open_agent
from dikast.agents.fallback_agent import FallbackAgent
from dikast.agents.price import Price
from dikast.errors import BadInput, PermanentError
from dikast.experiments import load_episodes, load_experiment, prepare, run_experiment
from tests.agents.openai_server import OpenAIServer, completion, refuses, says, sends
from tests.experiments.conftest import rows, write
from tests.experiments.fake_provider import provider

Ask = Callable[..., Request]


def pair(server: OpenAIServer, **first: Any) -> FallbackAgent:
    second: dict[str, JsonValue] = {"model": "endpoint/second", "api_base": server.base}
    agent = open_agent({"model": "endpoint/first", "api_base": server.base, "fallback": second, **first})
    assert isinstance(agent, FallbackAgent)
    return agent


@pytest.mark.parametrize("status", [400, 403, 500, 503])
async def test_the_fallback_replies_where_the_first_does_not(
    server: OpenAIServer, ask: Ask, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    server.will(refuses(status, "content policy"), says("Answer: B"), refuses(status), says("Answer: A"))
    agent = pair(server)
    replies = [await agent.reply(ask()) for _ in range(2)]
    await agent.aclose()
    assert [reply.text for reply in replies] == ["Answer: B", "Answer: A"]
    assert replies[0].model == "model-2026-01 (fallback of endpoint/first)"
    assert [body["model"] for body in server.bodies] == ["first", "second"] * 2
    assert caplog.text.count("gave no reply") == 1


@pytest.mark.parametrize("kind", ["marked", "content_filter", "SAFETY", "refusal"])
async def test_a_refusal_is_followed_by_the_fallback_and_both_are_paid(
    server: OpenAIServer, ask: Ask, kind: str
) -> None:
    refusal = completion(None, refusal="I can't argue for this.") if kind == "marked" else completion("")
    if kind != "marked":
        refusal["choices"][0]["finish_reason"] = kind
    server.will(sends(refusal), says("Answer: B"))
    agent = pair(server)
    reply = await agent.reply(ask())
    await agent.aclose()
    assert (reply.text, reply.usage.calls) == ("Answer: B", 1)
    assert (reply.usage.input_tokens, reply.usage.output_tokens) == (22, 6)


async def test_where_neither_replies_the_last_error_is_raised(server: OpenAIServer, ask: Ask) -> None:
    server.will(refuses(400, "first"), refuses(400, "second"))
    agent = pair(server)
    with pytest.raises(PermanentError, match="second"):
        await agent.reply(ask())
    await agent.aclose()


def test_a_fallback_is_part_of_the_name_and_has_the_higher_price(server: OpenAIServer) -> None:
    agent = pair(server, images=False, usd_per_million={"input": 1, "output": 2})
    assert (
        agent.name
        == f"endpoint/first?images=false&api_base={server.base}&fallback=endpoint/second?api_base={server.base}"
    )
    assert agent.price() is None, "that of the second is unknown"
    assert isinstance(agent, TakesImages)
    assert not agent.takes_images
    priced: dict[str, JsonValue] = {
        "model": "endpoint/s",
        "api_base": "http://x/v1",
        "usd_per_million": {"input": 3, "output": 4},
    }
    both = open_agent({**priced, "usd_per_million": {"input": 1, "output": 2}, "fallback": priced})
    assert isinstance(both, FallbackAgent)
    assert both.price() == Price(3e-6, 4e-6, 3e-6)


@pytest.mark.parametrize("fallback", [1, ["endpoint/x"], "endpoint/", "no-such-model", {"model": "endpoint/x"}])
def test_a_fallback_that_is_none_is_bad_input(fallback: Any) -> None:
    with pytest.raises(BadInput):
        open_agent({"model": "endpoint/m", "api_base": "http://x/v1", "fallback": fallback})


async def test_in_a_run_each_of_the_two_has_its_own_tries_and_limits(tmp_path: Path) -> None:
    with provider(takes_s=0.0) as good, provider(takes_s=0.0, poison="judge") as bad:
        bad.poison = ""  # every request contains nothing
        judge = {
            "model": "endpoint/first",
            "api_base": bad.base,
            "fallback": {"model": "endpoint/second", "api_base": good.base},
        }
        path = write(
            tmp_path, rows(3), agents={"judge": judge}, limits={"models": {"endpoint/second": {"in_flight": 1}}}
        )
        run = prepare(*load_experiment(path), tmp_path / "run")
        await run_experiment(run)
        assert set(run.stack.limiters) == {"endpoint/first", "endpoint/second"}
        assert (len(bad.asked), len(good.answered), good.most_under_way) == (3, 3, 1)
        for episode in load_episodes(tmp_path / "run"):
            assert episode.verdict.looks[0].model.endswith("(fallback of endpoint/first)")
        again = prepare(*load_experiment(path), tmp_path / "run")
        await run_experiment(again)
        assert len(good.answered) == 3
