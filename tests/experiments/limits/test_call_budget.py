"""Money and tokens are set aside for each call before it is made, against a real server that says what replies took."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from dikast.experiments import Progress, Run, run_experiment
from dikast.experiments.executors.executor import Executor, LocalExecutor
from dikast.experiments.executors.processes import ProcessesExecutor
from dikast.experiments.limits.call_budget import BudgetSpent, CallBudget, SpendingLimit
from dikast.experiments.limits.call_sizes import PlannedCall
from dikast.experiments.shutdown import Shutdown
from dikast.records import Usage
from tests.experiments.conftest import Prepared
from tests.experiments.fake_provider import Provider, provider

CALL = PlannedCall(agent="judge", purpose="decide", n_bytes=0)


def judged_by(server: Provider, usd_per_million: dict[str, float] | None, **options: Any) -> dict[str, Any]:
    """One endpoint in every seat."""
    model = {"model": "endpoint/m", "api_base": server.base, "usd_per_million": usd_per_million, **options}
    model = {name: value for name, value in model.items() if value is not None}
    return {"judge": model, "debater": model, "solver": model}


class Ended:
    """How a run ended."""

    def __init__(self) -> None:
        self.stop = Shutdown()
        self.progress = Progress(0, 0)

    async def run(self, run: Run, executor: Executor | None = None) -> Ended:
        await run_experiment(run, self._show, executor, self.stop)
        return self

    def _show(self, progress: Progress) -> None:
        self.progress = progress


def spent(run: Run) -> float:
    return run.stack.meter.usd


@pytest.mark.parametrize("options", [{}, {"max_tokens": 20_000}])
@pytest.mark.parametrize(("usd", "price"), [(20.0, 10.0), (3.0, 50.0), (0.5, 10.0), (7.3, 600.0)])
async def test_long_replies_at_a_known_price_stay_within_the_limit(
    prepared: Prepared, usd: float, price: float, options: dict[str, Any]
) -> None:
    """`usd: 20` with replies of 20,000 tokens took $180; `usd: 3` with 40 in flight took $40, and did not say so."""
    with provider(takes_s=0.01, usage={"prompt_tokens": 100, "completion_tokens": 20_000}) as server:
        agents = judged_by(server, {"input": 1.0, "output": price}, **options)
        run = prepared(200, agents=agents, limits={"concurrency": 40, "usd": usd})
        ended = await Ended().run(run)
    a_call = 20_000 * price / 1e6
    overshoot = max(0.0, spent(run) - usd)
    # Before the first reply of a model without max_tokens nothing is known of how long it will be.
    assert overshoot <= (0.0 if options else a_call)
    assert spent(run) > usd - 2 * a_call or options, "nor does it stop long before"
    assert ended.stop.cause == "limit"
    assert "limits.usd of $" in ended.stop.reason
    assert (ended.progress.passed is not None) == (spent(run) > usd)


@pytest.mark.parametrize("executor", [LocalExecutor(), ProcessesExecutor(3)])
async def test_tokens_are_counted_in_the_same_way_in_every_process(prepared: Prepared, executor: Executor) -> None:
    with provider(takes_s=0.01, usage={"prompt_tokens": 1000, "completion_tokens": 9000}) as server:
        agents = judged_by(server, None)
        limits = {"concurrency": 30, "tokens": 100_000}
        run = prepared(60, agents=agents, limits=limits)
        ended = await Ended().run(run, executor)
    assert run.stack.meter.tokens <= 100_000
    assert len(server.answered) == 10
    assert ended.stop.cause == "limit"
    assert ended.progress.failed == 0, "an episode that is left at a limit is no failure"


async def test_the_first_wave_ramps_up(prepared: Prepared) -> None:
    with provider(takes_s=0.02) as server:
        agents = judged_by(server, {"input": 1.0, "output": 1.0})
        run = prepared(70, protocols=[{"use": "self-consistency", "count": 8}], agents=agents, limits={"usd": 100})
        ended = await Ended().run(run)
        few = server.most_under_way
        assert len(server.answered) >= 70 * 8
    assert ended.stop.cause is None
    assert few > 20, "and then as many as there are"


async def test_calls_that_do_not_fit_leave_what_was_paid_in_the_journal(prepared: Prepared) -> None:
    """Both debaters speak at once: where one does not fit, the other's answer is not thrown away."""
    with provider(takes_s=0.02, usage={"prompt_tokens": 0, "completion_tokens": 100_000}) as server:
        agents = judged_by(server, {"input": 0.0, "output": 10.0})
        run = prepared(5, protocols=["debate"], agents=agents, limits={"usd": 5})
        ended = await Ended().run(run)
        assert (len(server.answered), spent(run)) == (5, 5.0)
        assert ended.progress.done == 0
        again = prepared(5, protocols=["debate"], agents=agents)
        await Ended().run(again)
        assert server.repeated() == {}, "no call was paid for twice"
        assert len(server.answered) == 5 * 7


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        ({"episode_usd": 0.5}, "limits.episode_usd of $0.5 ($0.5 are spent, and the next call may take $0.1)"),
        ({"episode_tokens": 40_000}, "limits.episode_tokens of 40,000 ("),
        ({"call_usd": 0.05}, "limits.call_usd of $0.05: this call may take $0.1"),
        ({"call_tokens": 5000}, "limits.call_tokens of 5,000: this call may take 10,"),
    ],
)
async def test_an_episode_that_would_pass_its_own_limits_has_failed(
    prepared: Prepared, limits: dict[str, float], reason: str
) -> None:
    with provider(takes_s=0.0, usage={"prompt_tokens": 1, "completion_tokens": 10_000}) as server:
        agents = judged_by(server, {"input": 0.0, "output": 10.0}, max_tokens=10_000)
        run = prepared(2, protocols=["debate", "direct"], agents=agents, limits=limits)
        await Ended().run(run)
    failed = [outcome for outcome in run.folder.outcomes() if outcome.status == "failed"]
    is_of_call = any(key.startswith("call") for key in limits)
    assert len(failed) == (4 if is_of_call else 2), "the short ones fit"
    assert all(reason in (outcome.error or "") for outcome in failed)
    for outcome in run.folder.outcomes():
        assert outcome.usage.cost_usd <= limits.get("episode_usd", 1.0)


async def test_a_limit_passed_by_the_last_call_is_said_though_nothing_is_missing(prepared: Prepared) -> None:
    with provider(takes_s=0.0, usage={"prompt_tokens": 1, "completion_tokens": 10_000}) as server:
        run = prepared(1, agents=judged_by(server, {"input": 0.0, "output": 1000.0}), limits={"usd": 2})
        ended = await Ended().run(run)
    assert ended.progress.done == 1
    assert ended.progress.passed == "limits.usd of $2 was passed: $10 are spent"


async def test_what_does_not_fit_now_waits_and_what_never_will_is_denied_last() -> None:
    budget = CallBudget(SpendingLimit("limits.usd", 10.0, "$"), None)
    async with budget.reserve(CALL) as first:
        first.used(Usage(calls=1, cost_usd=4.0))
    entered = [await budget.enter(CALL)]
    waiting = asyncio.ensure_future(budget.enter(CALL))
    await asyncio.sleep(0.01)
    assert not waiting.done(), "8 of 10 dollars are spent or set aside"
    budget.leave(CALL, entered[0], Usage(calls=1, cost_usd=1.0))
    expected = await asyncio.wait_for(waiting, 1)
    assert expected.usd == 4.0
    denied = asyncio.ensure_future(budget.enter(CALL.model_copy(update={"purpose": "speak", "agent": "judge"})))
    await asyncio.sleep(0.01)
    assert not denied.done()
    budget.leave(CALL, expected, Usage(calls=1, cost_usd=4.0))
    with pytest.raises(BudgetSpent, match=r"limits.usd of \$10 \(\$9 are spent, and the next call may take \$4\)"):
        await asyncio.wait_for(denied, 1)
    assert budget.denied is not None


async def test_a_reply_longer_than_any_before_raises_what_is_set_aside_for_those_that_wait() -> None:
    budget = CallBudget(None, SpendingLimit("limits.tokens", 1000))
    for tokens in (10, 10):
        async with budget.reserve(CALL) as call:
            call.used(Usage(calls=1, output_tokens=tokens))
    first = await budget.enter(CALL)
    assert first.tokens == 10
    budget.leave(CALL, first, Usage(calls=1, output_tokens=500))
    with pytest.raises(BudgetSpent):
        await budget.enter(CALL)


async def test_a_cancelled_call_gives_back_what_was_set_aside() -> None:
    budget = CallBudget(SpendingLimit("limits.usd", 1.0, "$"), None)

    async def hangs() -> None:
        async with budget.reserve(CALL):
            await asyncio.sleep(3600)

    task = asyncio.ensure_future(hangs())
    await asyncio.sleep(0.01)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    async with asyncio.timeout(1), budget.reserve(CALL):
        pass
    assert budget.usd is not None
    assert (budget.usd.reserved, budget.usd.spent) == (0.0, 0.0)
