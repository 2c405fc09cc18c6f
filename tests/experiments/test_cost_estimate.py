"""The cost estimate has the number of calls that are made, for every protocol that ships, and calls no agent."""

from __future__ import annotations

from typing import Any

import pytest

from dikast.agents import Reply, Request
from dikast.agents.price import Price
from dikast.experiments import run_experiment
from dikast.experiments.cost_estimate import CostEstimate, CostEstimator
from dikast.experiments.matrix import Matrix
from dikast.experiments.prepare_run import Run
from dikast.records import Usage
from tests.experiments.conftest import Prepared, rows, seated
from tests.experiments.test_run import seat

SEATS = ("judge", "debater", "consultant", "solver", "critic")


class Counted:
    """A model of a known price that talks as long as it may, and counts what it is sent as the estimate does."""

    name = "counted"

    def __init__(self, price: Price | None = None) -> None:
        self.listed = price
        self.calls = self.input = 0

    async def reply(self, request: Request) -> Reply:
        self.calls += 1
        self.input += sum(len(str(message.content)) for message in request.messages) // 4
        text = "Answer: A" if request.purpose in ("decide", "look", "choose", "answer", "score") else "word " * 100
        usage = Usage(calls=1, input_tokens=100, output_tokens=10)
        return Reply(text='{"score": 50}' if request.purpose == "rate" else text, usage=usage)

    def price(self) -> Price | None:
        return self.listed


async def estimated(run: Run[Matrix]) -> list[CostEstimate]:
    return await CostEstimator(run.matrix, run.folder).estimates()


@pytest.mark.parametrize(
    "use",
    [
        "direct",
        {"use": "direct", "route": "samples", "samples": 7},
        {"use": "direct", "route": "probabilities"},
        {"use": "consultancy", "rounds": 2},
        {"use": "open-consultancy", "rounds": 2},
        {"use": "debate", "rounds": 3, "judge_asks": True},
        {"use": "debate", "rounds": 2, "best_of": 3, "words": 100},
        {"use": "debate", "rounds": 2, "best_of": {"n": 2, "scorer": "pointwise", "by": "judge"}},
        {"use": "debate", "rounds": 2, "refine": 2},
        {"use": "open-debate", "rounds": 2},
        {"use": "multi-debate", "rounds": 2},
        {"use": "self-consistency", "count": 5},
        {"use": "peer-debate", "rounds": 3, "count": 3},
    ],
    ids=lambda use: str(use)[:40],
)
@pytest.mark.parametrize("swap", ["none", "both"])
async def test_the_estimated_calls_are_those_that_are_made(prepared: Prepared, use: Any, swap: str) -> None:
    questions = [*rows(4), {"id": "4", "question": "Which?", "choices": ["1", "2"], "answer": 1}]
    if isinstance(use, dict) and use["use"] == "multi-debate":
        questions[4]["choices"] = ["1", "2", "3"]
    run = prepared(questions=questions, protocols=[use], agents=seated(*SEATS), swap=swap)
    (cell,) = await estimated(run)
    agent = Counted()
    seat(run, agent)
    folder = await run_experiment(run)
    made = sum(outcome.usage.calls for outcome in folder.outcomes())
    assert cell.calls == made
    assert cell.episodes == len(run.matrix)


async def test_rounds_that_may_end_early_are_all_counted(prepared: Prepared) -> None:
    uses = [
        {"use": "debate", "rounds": 3, "until": {"p_at_least": 0.9}, "as": "sure"},
        {"use": "peer-debate", "rounds": 4, "count": 3, "until": "agreement", "as": "agreed"},
    ]
    run = prepared(2, protocols=uses, agents=seated(*SEATS))
    assert [cell.calls for cell in await estimated(run)] == [2 * (7 + 2), 2 * 12]


async def test_tokens_are_close_to_those_that_are_sent(prepared: Prepared) -> None:
    run = prepared(6, protocols=[{"use": "debate", "rounds": 2, "words": 100}], agents=seated(*SEATS))
    (cell,) = await estimated(run)
    agent = Counted()
    seat(run, agent)
    await run_experiment(run)
    assert cell.input_tokens == pytest.approx(agent.input, rel=0.1)


async def test_repeated_tokens_have_the_price_of_cached_ones(prepared: Prepared) -> None:
    run = prepared(6, protocols=[{"use": "debate", "rounds": 4, "words": 100}], agents=seated(*SEATS))
    seat(run, Counted(Price(input=1e-6, output=0.0, cached=1e-7)))
    (cached,) = await estimated(run)
    seat(run, Counted(Price(input=1e-6, output=0.0, cached=1e-6)))
    (plain,) = await estimated(run)
    assert plain.usd == pytest.approx(plain.input_tokens * 1e-6, rel=1e-3)
    assert cached.usd == pytest.approx((cached.input_tokens - 0.9 * cached.repeated_tokens) * 1e-6, rel=1e-3)
    assert 0.45 < cached.repeated_tokens / cached.input_tokens < 0.9, "a debater's messages only grow at the end"
    seat(run, Counted())
    assert (await estimated(run))[0].usd is None
