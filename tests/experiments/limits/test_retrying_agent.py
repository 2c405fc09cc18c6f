"""The retrying agent: a bounded number of calls, a deadline, and more tries only where they may help."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import replace

import pytest
from langchain_core.messages import HumanMessage
from pydantic import BaseModel

from dikast.agents import Reply, Request
from dikast.errors import AgentError, PermanentError, RateLimited, TransientError
from dikast.experiments import Limits
from dikast.experiments.limits import retrying_agent
from dikast.experiments.limits.limiter import ModelLimiter
from dikast.experiments.limits.retrying_agent import RetryingAgent, wait_s
from dikast.experiments.limits.run_limits import ModelLimits
from dikast.experiments.limits.usage_meter import UsageMeter
from dikast.records import Question, Usage

REQUEST = Request(
    messages=(HumanMessage("?"),), seat="judge", kind="judge", purpose="decide", question=Question(id="1", text="?")
)


class Moody:
    """Raises these failures, one a call, then answers; counts how many calls it had at once."""

    def __init__(self, *failures: BaseException, takes_s: float = 0.0) -> None:
        self.name = "moody"
        self.failures = list(failures)
        self.takes_s = takes_s
        self.calls = self.now = self.most = 0
        self.is_closed = False

    async def reply(self, request: Request) -> Reply:
        self.calls += 1
        self.now += 1
        self.most = max(self.most, self.now)
        try:
            await asyncio.sleep(self.takes_s)
            if self.failures:
                raise self.failures.pop(0)
            return Reply(text="Answer: A")
        finally:
            self.now -= 1

    async def aclose(self) -> None:
        self.is_closed = True


@pytest.fixture
def slots() -> ModelLimiter:
    return ModelLimiter(ModelLimits(in_flight=2))


@pytest.fixture(autouse=True)
def _short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retrying_agent, "FIRST_WAIT_S", 0.001)


def limits(tries: int = 3, timeout_s: float = 5.0, patience_s: float = 60.0) -> Limits:
    return Limits(concurrency=2, tries=tries, timeout_s=timeout_s, patience_s=patience_s)


async def free(slots: ModelLimiter, n: int = 2) -> None:
    """Fails unless all slots are free again."""
    assert slots.in_flight == 0
    async with asyncio.timeout(1), AsyncExitStack() as held:
        for _ in range(n):
            await held.enter_async_context(slots.slot())
        assert slots.in_flight == n


async def test_a_transient_failure_is_tried_again(slots: ModelLimiter) -> None:
    agent = Moody(TransientError("cut off"), RateLimited("too much"))
    assert (await RetryingAgent(agent, slots, limits()).reply(REQUEST)).text == "Answer: A"
    assert agent.calls == 3
    await free(slots)


async def test_after_the_last_try_its_failure_is_raised(slots: ModelLimiter) -> None:
    agent = Moody(*(TransientError(f"try {i}") for i in range(1, 10)))
    with pytest.raises(TransientError, match="try 3"):
        await RetryingAgent(agent, slots, limits(tries=3)).reply(REQUEST)
    assert agent.calls == 3
    await free(slots)


async def test_with_one_try_there_is_one_call(slots: ModelLimiter) -> None:
    agent = Moody(TransientError("no"))
    with pytest.raises(TransientError):
        await RetryingAgent(agent, slots, limits(tries=1)).reply(REQUEST)
    assert agent.calls == 1


async def test_a_permanent_failure_is_never_tried_again(slots: ModelLimiter) -> None:
    agent = Moody(PermanentError("bad key"))
    with pytest.raises(PermanentError, match="bad key"):
        await RetryingAgent(agent, slots, limits()).reply(REQUEST)
    assert agent.calls == 1
    await free(slots)


async def test_a_doubtful_refusal_is_tried_once_more(slots: ModelLimiter) -> None:
    doubtful = TransientError("HTTP 403: no", is_answered=True, most_tries=2)
    once = Moody(doubtful)
    assert (await RetryingAgent(once, slots, limits(tries=9)).reply(REQUEST)).text == "Answer: A"
    always = Moody(*[doubtful] * 9)
    with pytest.raises(PermanentError, match="HTTP 403: no"):
        await RetryingAgent(always, slots, limits(tries=9)).reply(REQUEST)
    assert always.calls == 2


async def test_tries_have_the_same_key_until_the_backend_has_answered(slots: ModelLimiter) -> None:
    keys: list[str] = []

    class Keyed(Moody):
        async def reply(self, request: Request) -> Reply:
            keys.append(request.idempotency_key)
            return await super().reply(request)

    agent = Keyed(TransientError("cut off"), TransientError("HTTP 503", is_answered=True), RateLimited("429", 0.001))
    await RetryingAgent(agent, slots, limits(tries=9)).reply(replace(REQUEST, idempotency_key="k"))
    assert keys == ["k", "k", "k-1", "k-2"]


@pytest.mark.parametrize(
    ("raised", "kind", "calls"),
    [
        (ZeroDivisionError("by two"), PermanentError, 1),
        (KeyError("two"), PermanentError, 1),
        (TimeoutError("of its own"), TransientError, 3),
        (ConnectionResetError("cut"), TransientError, 3),
        (asyncio.CancelledError("of something that it waited for"), TransientError, 3),
    ],
)
async def test_any_exception_of_an_agent_becomes_an_agent_error(
    slots: ModelLimiter, raised: BaseException, kind: type[AgentError], calls: int
) -> None:
    agent = Moody(*[raised] * 3)
    with pytest.raises(kind, match=type(raised).__name__):
        await RetryingAgent(agent, slots, limits()).reply(REQUEST)
    assert agent.calls == calls
    await free(slots)


class Tainted(BaseModel):
    """A form that has been filled in."""

    reasons: str
    score: float = 0.0


@pytest.mark.parametrize(
    "reply",
    [
        "Answer: A",
        None,
        Reply(text=None),  # type: ignore[arg-type]
        Reply(text="A", thinking=["so"]),  # type: ignore[arg-type]
        Reply(text="A", usage=None),  # type: ignore[arg-type]
        Reply(text="A", choice_logprobs={"A": "high"}),  # type: ignore[dict-item]
        Reply(text="A", inner=None),  # type: ignore[arg-type]
        Reply(text="A", inner=("a call",)),  # type: ignore[arg-type]
        Reply(text="A", parsed=Tainted(reasons="\ud800")),
        Reply(text="A", parsed=Tainted(reasons="so", score=float("nan"))),
    ],
)
async def test_an_invalid_reply_fails_the_call_not_the_run(slots: ModelLimiter, reply: object) -> None:
    class Careless(Moody):
        async def reply(self, request: Request) -> Reply:
            await super().reply(request)
            return reply  # type: ignore[return-value]

    agent = Careless()
    with pytest.raises(PermanentError):
        await RetryingAgent(agent, slots, limits()).reply(REQUEST)
    assert agent.calls == 1
    await free(slots)


@pytest.mark.parametrize(
    "usage",
    [
        Usage(calls=1, cost_usd=float("nan")),
        Usage(calls=1, cost_usd=-1.0),
        Usage(calls=1, cost_usd=float("inf")),
        Usage(calls=1, input_tokens=10**30),
        Usage(calls=1, output_tokens=-5, cost_usd=-0.1),
        Usage(calls=-1, seconds=float("nan")),
    ],
)
async def test_a_paid_reply_is_kept_whatever_its_counts_are(slots: ModelLimiter, usage: Usage) -> None:
    class Odd(Moody):
        async def reply(self, request: Request) -> Reply:
            return Reply(text="Answer: A, I think", usage=usage)

    reply = await RetryingAgent(Odd(), slots, limits()).reply(REQUEST)
    assert reply.text == "Answer: A, I think"
    assert (reply.usage.calls, reply.usage.cost_usd, reply.usage.seconds) == (1, 0.0, 0.0)
    assert 0 <= reply.usage.tokens < 100
    assert usage.input_tokens <= 0 or reply.usage.input_tokens == 1, "by characters"


@pytest.mark.parametrize("logprobs", [{"A": 0.5, "B": -3.0}, {"A": float("nan")}, {"A": float("inf")}])
async def test_log_probabilities_that_are_none_are_dropped_and_the_reply_is_kept(
    slots: ModelLimiter, logprobs: dict[str, float], caplog: pytest.LogCaptureFixture
) -> None:
    class Odd(Moody):
        async def reply(self, request: Request) -> Reply:
            return Reply(text="Answer: A", choice_logprobs=logprobs)

    reply = await RetryingAgent(Odd(), slots, limits()).reply(REQUEST)
    assert (reply.text, reply.choice_logprobs) == ("Answer: A", None)
    assert "moody returned log-probabilities that are none" in caplog.text


async def test_past_its_deadline_a_call_is_a_transient_failure(slots: ModelLimiter) -> None:
    agent = Moody(takes_s=60)
    with pytest.raises(TransientError, match=r"no reply within 0\.02 s"):
        await RetryingAgent(agent, slots, limits(tries=2, timeout_s=0.02)).reply(REQUEST)
    assert (agent.calls, agent.now) == (2, 0)
    await free(slots)


class OneAtATime(Moody):
    """Works on one call at a time and lets the others wait, as an embedded model does."""

    def __init__(self, *, is_stuck: bool = False) -> None:
        super().__init__()
        self.turn = asyncio.Lock()
        self.waiting = asyncio.Event()
        self.is_stuck = is_stuck

    async def reply_in_turn(self, request: Request, begin: Callable[[], None]) -> Reply:
        self.waiting.set()
        async with self.turn:
            begin()
            self.calls += 1
            if self.is_stuck:
                await asyncio.Event().wait()
            return Reply(text="Answer: A")


# Over before the event loop comes round again.
AT_ONCE_S = 1e-9


async def test_the_time_in_an_agents_own_line_is_not_part_of_its_deadline(slots: ModelLimiter) -> None:
    agent = OneAtATime()
    await agent.turn.acquire()
    call = asyncio.ensure_future(RetryingAgent(agent, slots, limits(tries=1, timeout_s=AT_ONCE_S)).reply(REQUEST))
    await agent.waiting.wait()
    for _ in range(10):
        await asyncio.sleep(0)
    assert not call.done()
    agent.turn.release()
    assert (await call).text == "Answer: A"
    await free(slots)


async def test_a_call_that_has_its_turn_has_its_deadline(slots: ModelLimiter) -> None:
    agent = OneAtATime(is_stuck=True)
    with pytest.raises(TransientError, match="no reply within"):
        await RetryingAgent(agent, slots, limits(tries=1, timeout_s=AT_ONCE_S)).reply(REQUEST)
    assert agent.calls == 1
    assert not agent.turn.locked()
    await free(slots)


async def test_a_person_has_no_deadline(slots: ModelLimiter) -> None:
    person = Moody(takes_s=0.05)
    person.name = "human"
    assert (await RetryingAgent(person, slots, limits(timeout_s=0.01)).reply(REQUEST)).text == "Answer: A"
    assert person.calls == 1


async def test_a_cancelled_call_gives_its_slot_back(slots: ModelLimiter) -> None:
    agent = Moody(takes_s=60)
    guarded = RetryingAgent(agent, slots, limits())
    calls = [asyncio.ensure_future(guarded.reply(REQUEST)) for _ in range(5)]  # two run, three wait for a slot
    await asyncio.sleep(0.01)
    assert (agent.now, slots.in_flight) == (2, 2)
    for call in calls:
        call.cancel()
    assert all(isinstance(x, asyncio.CancelledError) for x in await asyncio.gather(*calls, return_exceptions=True))
    assert agent.now == 0
    await free(slots)


async def test_a_call_that_waits_for_another_try_holds_no_slot_and_can_be_cancelled(
    slots: ModelLimiter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retrying_agent, "wait_s", lambda number: 60.0)
    agent = Moody(TransientError("cut off"))
    call = asyncio.ensure_future(RetryingAgent(agent, slots, limits()).reply(REQUEST))
    await asyncio.sleep(0.01)
    await free(slots)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    assert agent.calls == 1


async def test_all_agents_of_a_model_share_its_slots(slots: ModelLimiter) -> None:
    agents = [Moody(*[TransientError("x")] * 5, takes_s=0.001) for _ in range(2)]
    running = [0]

    class Counted(Moody):
        async def reply(self, request: Request) -> Reply:
            running.append(sum(agent.now for agent in agents))
            return await super().reply(request)

    agents[1] = Counted(takes_s=0.001)
    guarded = [RetryingAgent(agent, slots, limits(tries=10)) for agent in agents]
    await asyncio.gather(*(g.reply(REQUEST) for g in guarded for _ in range(20)))
    assert max(running) <= 2
    assert all(agent.most <= 2 for agent in agents)
    assert agents[0].calls == 25


@pytest.mark.parametrize("number", [1, 2, 5, 40, 99])
def test_the_wait_between_tries_is_bounded_and_spread(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retrying_agent, "FIRST_WAIT_S", 0.5)
    waits = [wait_s(number) for _ in range(300)]
    most = min(60.0, 0.5 * 2**number)
    assert 0 <= min(waits) < most / 4
    assert most * 3 / 4 < max(waits) <= most


async def test_refusals_are_waited_out_and_count_as_no_try(slots: ModelLimiter) -> None:
    agent = Moody(*[RateLimited("too much", 0.001)] * 4)
    meter = UsageMeter()
    assert (await RetryingAgent(agent, slots, limits(tries=1), meter).reply(REQUEST)).text == "Answer: A"
    assert (agent.calls, meter.refused, meter.in_flight, dict(meter.failures)) == (5, 4, 0, {})


async def test_refusals_are_raised_once_patience_is_over(slots: ModelLimiter) -> None:
    agent = Moody(*[RateLimited("too much")] * 1000)
    with pytest.raises(RateLimited, match="too much"):
        await RetryingAgent(agent, slots, limits(patience_s=0.3)).reply(REQUEST)
    assert 2 < agent.calls < 20
    assert slots.in_flight == 0


async def test_failures_are_counted_by_kind(slots: ModelLimiter) -> None:
    agent = Moody(TransientError("cut"), TransientError("cut"), PermanentError("bad key"))
    meter = UsageMeter()
    with pytest.raises(PermanentError):
        await RetryingAgent(agent, slots, limits(tries=9), meter).reply(REQUEST)
    assert meter.failures == {"TransientError": 2, "PermanentError": 1}


async def test_closing_closes_the_agent_inside(slots: ModelLimiter) -> None:
    agent = Moody()
    guarded = RetryingAgent(agent, slots, limits())
    await guarded.aclose()
    assert (agent.is_closed, guarded.name) == (True, "moody")


async def test_an_agent_that_cannot_be_closed_is_logged(slots: ModelLimiter, caplog: pytest.LogCaptureFixture) -> None:
    class Stuck(Moody):
        async def aclose(self) -> None:
            raise OSError("the door is stuck")

    await RetryingAgent(Stuck(), slots, limits()).aclose()
    assert "moody could not be closed: OSError: the door is stuck" in caplog.text
