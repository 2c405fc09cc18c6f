"""A cached agent: no call is made twice, and what comes back from the journal is what the agent said."""

from __future__ import annotations

import asyncio
import math
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import BaseModel

from dikast.agents import Choices, Reply, Request
from dikast.errors import AgentError, PermanentError, TransientError
from dikast.experiments.journals.journal import StoredFailure, call_key
from dikast.records import Usage
from tests.experiments.journals.small_journal import REQUEST, USED, CountingAgent, cached, opened


class Stated(BaseModel):
    """A form."""

    a: float


class FixedAgent:
    """An agent that always gives the same reply."""

    name = "fixed"

    def __init__(self, reply: Reply) -> None:
        self.fixed = reply

    async def reply(self, request: Request) -> Reply:
        return self.fixed


# --- replies


@pytest.mark.parametrize(
    ("reply", "form"),
    [
        (Reply(text="Answer: A", choice_logprobs={"A": -0.1, "B": -math.inf}, model="m", usage=USED), Choices(("A", "B"))),
        (Reply(text='{"a": 0.1}', parsed=Stated(a=0.1), thinking="hm", usage=USED), Stated),
        (Reply(text="", usage=Usage(calls=1, unpriced=1)), None),
        (Reply(text="né à Ⅳ\n"), None),
    ],
    ids=["log-probabilities", "a form", "no text and no price", "any text"],
)  # fmt: skip
async def test_a_reply_from_the_journal_is_the_agents_reply(
    path: Path, reply: Reply, form: type[BaseModel] | Choices | None
) -> None:
    request = replace(REQUEST, form=form)
    async with opened(path) as journal:
        assert await cached(FixedAgent(reply), journal).reply(request) == reply
    async with opened(path) as journal:
        assert await cached(CountingAgent(), journal).reply(request) != reply, "another agent's call is another call"
        agent = CountingAgent()
        agent.name = "fixed"
        assert await cached(agent, journal).reply(request) == reply
        assert agent.calls == 0


async def test_a_reply_in_another_form_than_was_asked_for_has_only_its_text(path: Path) -> None:
    class Unasked(BaseModel):
        b: float

    agent = FixedAgent(Reply(text='{"a": 0.1}', parsed=Unasked(b=0.1), usage=USED))
    request = replace(REQUEST, form=Stated)
    for _ in range(2):  # the first time from the agent, then from the journal
        async with opened(path) as journal:
            assert await cached(agent, journal).reply(request) == Reply(text='{"a": 0.1}', usage=USED)


# --- failures


async def test_a_failure_is_kept_and_a_later_reply_replaces_it(path: Path) -> None:
    async with opened(path) as journal:
        agent = cached(CountingAgent(TransientError("cut off")), journal)
        with pytest.raises(TransientError, match="cut off"):
            await agent.reply(REQUEST)
        failure = StoredFailure(error="TransientError", message="cut off")
        assert await journal.get(call_key("counting", REQUEST)) == failure
        assert (await agent.reply(REQUEST)).text == "call 2"
        assert (await agent.reply(REQUEST)).text == "call 2"


@pytest.mark.parametrize("error", [PermanentError("bad key"), TransientError("cut off"), AgentError("no")])
async def test_a_failed_call_is_made_again_only_with_retries_failed(path: Path, error: AgentError) -> None:
    async with opened(path) as journal:
        with pytest.raises(type(error)):
            await cached(CountingAgent(error), journal).reply(REQUEST)
        agent = CountingAgent()
        with pytest.raises(type(error), match=str(error)):
            await cached(agent, journal, retries_failed=False).reply(REQUEST)
        assert agent.calls == 0
        assert (await cached(agent, journal).reply(REQUEST)).text == "call 1"


async def test_a_cancelled_call_is_no_failure(path: Path) -> None:
    async with opened(path) as journal:
        agent = CountingAgent(takes_s=60)
        call = asyncio.ensure_future(cached(agent, journal).reply(REQUEST))
        await asyncio.sleep(0.05)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        assert await journal.get(call_key("counting", REQUEST)) is None


# --- equal requests at the same time


async def test_equal_requests_at_the_same_time_are_one_call(path: Path) -> None:
    async with opened(path) as journal:
        agent = CountingAgent(takes_s=0.02)
        cached_agent = cached(agent, journal)
        replies = await asyncio.gather(*(cached_agent.reply(REQUEST) for _ in range(50)))
        assert {reply.text for reply in replies} == {"call 1"}
        assert (agent.calls, cached_agent.calls.meter.calls, cached_agent.calls.meter.replayed) == (1, 1, 49)


async def test_when_a_call_is_cancelled_one_that_waited_for_it_makes_it(path: Path) -> None:
    async with opened(path) as journal:
        agent = CountingAgent(takes_s=0.05)
        cached_agent = cached(agent, journal)
        calls = [asyncio.ensure_future(cached_agent.reply(REQUEST)) for _ in range(3)]
        await asyncio.sleep(0.01)
        calls[0].cancel()
        results = await asyncio.gather(*calls, return_exceptions=True)
        assert isinstance(results[0], asyncio.CancelledError)
        assert [reply.text for reply in results[1:] if isinstance(reply, Reply)] == ["call 2"] * 2
        assert agent.calls == 2


# --- money


async def test_spending_is_counted_over_all_starts_and_for_each_run_separately(path: Path) -> None:
    async with opened(path) as journal:
        agent = cached(CountingAgent(), journal)
        for i in range(3):
            await agent.reply(replace(REQUEST, sample=i))
        await agent.reply(REQUEST)
        assert await journal.spent() == Usage.total([USED] * 3)
    async with opened(path) as journal:
        assert await journal.spent() == Usage.total([USED] * 3)
    async with opened(path, "another") as other:
        await cached(CountingAgent(), other).reply(REQUEST)
        assert await other.spent() == Usage(), "the reply was there already, and cost nothing"
