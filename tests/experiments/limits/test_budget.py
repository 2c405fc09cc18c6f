"""Limits on money, tokens and time: no episode is begun that would not fit, and a higher limit goes on."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import pytest

from dikast.agents import Reply, Request
from dikast.agents.price import Price
from dikast.experiments import Run, run_experiment
from dikast.experiments.cost_estimate import CostEstimator
from dikast.experiments.scheduler import Scheduler
from dikast.experiments.shutdown import Shutdown
from dikast.records import Usage
from tests.experiments.conftest import Prepared, seated
from tests.experiments.test_run import seat


class Paid:
    """An agent whose every call costs a dollar and 100 tokens."""

    name = "paid"

    def __init__(self, *, takes_s: float = 0.0, list_price: Price | None = None) -> None:
        self.takes_s = takes_s
        self.calls = 0
        self.list_price = list_price

    async def reply(self, request: Request) -> Reply:
        self.calls += 1
        await asyncio.sleep(self.takes_s)
        usage = Usage(calls=1, input_tokens=80, output_tokens=20, cost_usd=1.0)
        return Reply(text="Answer: A", usage=usage)

    def price(self) -> Price | None:
        return self.list_price


async def ran(run: Run, agent: Paid) -> Shutdown:
    """Runs it with the agent in every seat; how it was stopped."""
    stop = Shutdown()
    seat(run, agent)
    await run_experiment(run, stop=stop)
    return stop


@pytest.mark.parametrize("concurrency", [1, 5, 50])
@pytest.mark.parametrize("limit", [{"usd": 21}, {"tokens": 2100}])
async def test_episodes_are_begun_as_long_as_they_fit_into_the_limit(
    prepared: Prepared, concurrency: int, limit: dict[str, float]
) -> None:
    """Debates of 3 calls: seven of them take $21."""
    protocols = [{"use": "debate", "rounds": 1}]
    run = prepared(
        150, protocols=protocols, agents=seated("judge", "debater"), limits={**limit, "concurrency": concurrency}
    )
    agent = Paid(takes_s=0.002)
    stop = await ran(run, agent)
    assert stop.cause == "limit"
    assert next(iter(limit)) in stop.reason
    kept = list(run.folder.outcomes())
    meter = run.stack.meter
    assert (meter.usd, meter.tokens) <= (21.0, 2100), "no call is made that does not fit"
    # Tokens are set aside by the length of the prompts, which this agent does not count; dollars by what calls cost.
    assert len(kept) == 7 if "usd" in limit else 5 <= len(kept) <= 7
    assert 0 <= agent.calls - 3 * len(kept) <= 6, "every episode was finished, except the last that were begun"


async def test_with_a_known_price_even_the_first_episodes_stay_within_the_budget(
    prepared: Prepared,
) -> None:
    run = prepared(60, limits={"concurrency": 60, "usd": 10})
    agent = Paid(takes_s=0.01, list_price=Price(input=0.0, output=1 / 3, cached=0.0))
    seat(run, agent)
    (cell,) = await CostEstimator(run.matrix, run.folder).estimates()
    assert cell.usd is not None
    assert cell.usd / 60 == pytest.approx(1), "a dollar an episode"
    stop = await ran(run, agent)
    assert stop.cause == "limit"
    assert agent.calls == 10


async def test_a_second_start_counts_what_the_first_one_spent(prepared: Prepared) -> None:
    first = Paid()
    run = prepared(30, limits={"concurrency": 1, "usd": 10})
    assert (await ran(run, first)).cause == "limit"
    assert first.calls == 10
    again = Paid()
    assert (await ran(prepared(30, limits={"concurrency": 1, "usd": 10}), again)).cause == "limit"
    assert again.calls == 0
    higher = Paid()
    assert (await ran(prepared(30, limits={"concurrency": 1, "usd": 14}), higher)).cause == "limit"
    assert higher.calls == 4
    whole = Paid()
    run = prepared(30)
    assert (await ran(run, whole)).cause is None
    assert whole.calls == 16
    assert len(list(run.folder.outcomes())) == 30


async def test_answers_from_the_journal_cost_nothing(prepared: Prepared, tmp_path: Path) -> None:
    """Old debates with a new judge cost the judge's calls only."""
    shared = {"journal": str(tmp_path / "shared.sqlite"), "protocols": ["debate"], "agents": seated("judge", "debater")}
    first = Paid()
    await ran(prepared(5, out="first", **shared), first)
    assert first.calls == 35
    agents = {"debater": "scripted:script.yaml", "judge": "tests.experiments.agents:says_a"}
    run = prepared(5, out="second", **{**shared, "agents": agents}, limits={"concurrency": 1, "usd": 5})
    from tests.experiments.test_run import innermost

    debater, judge = (innermost(agent) for agent in run.agents)
    old, new = Paid(), Paid()
    new.name = "another"
    debater.agent, judge.agent = old, new
    stop = Shutdown()
    await run_experiment(run, stop=stop)
    assert (old.calls, new.calls, stop.cause) == (0, 5, None)
    assert (run.stack.meter.replayed, run.stack.meter.usd) == (30, 5.0)


async def test_a_limit_of_minutes_ends_the_run(prepared: Prepared) -> None:
    run = prepared(1000, limits={"concurrency": 2, "minutes": 1 / 60})
    began = asyncio.get_running_loop().time()
    stop = await ran(run, Paid(takes_s=0.05))
    past = asyncio.get_running_loop().time() - began
    assert (stop.cause, stop.reason) == ("limit", "limits.minutes of 0.01666666667")
    assert 0.5 < past < 4
    assert 5 < len(list(run.folder.outcomes())) < 100


async def test_a_run_past_its_time_does_not_busy_wait(prepared: Prepared, monkeypatch: pytest.MonkeyPatch) -> None:
    woken: list[Scheduler] = []
    monkeypatch.setattr(Scheduler, "wake", lambda scheduler: woken.append(scheduler))
    await ran(prepared(2, limits={"concurrency": 2, "minutes": 1 / 600}), Paid(takes_s=0.8))
    assert 0 < len(woken) < 10, "not a thousand times a second"


async def test_with_abandon_episodes_under_way_are_left_and_their_calls_are_kept(prepared: Prepared) -> None:
    limits = {"concurrency": 4, "usd": 10, "at_limit": "abandon"}
    run = prepared(50, protocols=["debate"], agents=seated("judge", "debater"), limits=limits)
    agent = Paid(takes_s=0.01, list_price=Price(input=0.0, output=0.001, cached=0.0))
    stop = await ran(run, agent)
    assert stop.cause == "limit"
    assert len(list(run.folder.outcomes())) < 4
    spent = run.stack.meter.usd
    assert 7 <= spent <= 10
    higher = prepared(50, protocols=["debate"], agents=seated("judge", "debater"), limits={"concurrency": 4})
    second = Paid()
    await ran(higher, second)
    assert second.calls == 50 * 7 - int(spent), "no call that was answered is made again"


async def test_an_unknown_price_is_warned_of(prepared: Prepared, caplog: pytest.LogCaptureFixture) -> None:
    run = prepared(3, limits={"usd": 1}, agents={"judge": "tests.experiments.agents:says_a"})
    await run_experiment(run)
    assert "some prices are unknown: limits.usd can't see what those calls cost" in caplog.text
    assert caplog.records[0].levelno == logging.WARNING
    assert (run.stack.meter.usd, run.stack.meter.n_unpriced) == (0.0, 3)
