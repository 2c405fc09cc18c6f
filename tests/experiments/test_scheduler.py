"""Which episode is begun next: no model fills the places of another, and a settled comparison needs no more."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest

from dikast.agents import Reply, Request
from dikast.experiments import Progress, Run, run_experiment
from dikast.experiments.sequential_stopping import SequentialStopping
from dikast.experiments.stopping_rule import StoppingRule
from dikast.records import Outcome
from tests.experiments.conftest import Prepared
from tests.experiments.test_run import innermost

TWO = [{"use": "direct", "as": "one"}, {"use": "direct", "as": "other", "reasoning": True}]


class Timed:
    """An agent that takes `takes_s` seconds, and notes when it answered and how long that took: a busy machine adds to it."""

    def __init__(self, name: str, takes_s: float) -> None:
        self.name = name
        self.takes_s = takes_s
        self.answered: list[float] = []
        self.took_s: list[float] = []

    async def reply(self, request: Request) -> Reply:
        began = asyncio.get_running_loop().time()
        await asyncio.sleep(self.takes_s)
        self.answered.append(asyncio.get_running_loop().time())
        self.took_s.append(self.answered[-1] - began)
        return Reply(text="Answer: A")


def two_judges(prepared: Prepared, n: int, **limits: object) -> tuple[Run, Timed, Timed]:
    agents = {"judge": ["scripted:script.yaml", "tests.experiments.agents:says_a"]}
    run = prepared(n, agents=agents, limits=limits)
    slow, fast = Timed("slow", 0.5), Timed("fast", 0.005)
    for cached, agent in zip(run.agents, (slow, fast), strict=True):
        innermost(cached).agent = agent
    return run, slow, fast


async def test_a_slow_model_does_not_fill_the_places_of_a_fast_one(prepared: Prepared) -> None:
    run, slow, fast = two_judges(prepared, 16, concurrency=4)
    began = asyncio.get_running_loop().time()
    await run_experiment(run)
    n_before = sum(at < max(fast.answered) for at in slow.answered)
    assert n_before <= 4, "all fast calls ended while the first slow ones were under way"
    assert len(slow.answered) == 16
    assert max(slow.answered) - began < 1.5 * sum(slow.took_s) / 4, "then the slow calls had all the places"


async def test_a_limit_of_one_model_holds_for_that_model_alone(prepared: Prepared) -> None:
    models = {"scripted:script.yaml": {"in_flight": 1}}
    run, slow, fast = two_judges(prepared, 4, concurrency=8, models=models)
    slow.takes_s = 0.05
    await run_experiment(run)
    gaps = [b - a for a, b in zip(slow.answered, slow.answered[1:], strict=False)]
    assert min(gaps) > 0.045
    assert max(fast.answered) < min(slow.answered) + 0.045


def outcome(protocol: str, question: str, credit: float | None) -> Outcome:
    status = "unparsed" if credit is None else "decided"
    return Outcome(
        id=f"{protocol}/{question}", protocol=protocol, agents="", question=question, status=status, credit=credit
    )


def stopping(n: int, width: float = 0.3) -> SequentialStopping:
    from dikast.metrics import ConfidenceSequence

    questions = [str(i) for i in range(n)]
    rule = StoppingRule(compare=("one", "other"), width=width)
    return SequentialStopping(rule, questions, Counter(dict.fromkeys(questions, 2)), ConfidenceSequence(-1, 1))


def test_a_question_counts_once_both_sides_and_all_questions_before_it_are_finished() -> None:
    comparison = stopping(3)
    for protocol, question, n in [
        ("one", "1", 0), ("other", "1", 0), ("other", "0", 0), ("one", "0", 2), ("elsewhere", "2", 2), ("one", "2", 2),
        ("other", "2", 3),
    ]:  # fmt: skip
        comparison.add(outcome(protocol, question, 1.0))
        assert comparison.sequence.n == n


def test_a_comparison_is_settled_once_its_interval_is_narrow_enough() -> None:
    comparison = stopping(2000, width=0.2)
    n = 0
    while not comparison.is_settled:
        comparison.add(outcome("one", str(n), 1.0))
        comparison.add(outcome("other", str(n), float(n % 2)))
        n += 1
    low, high = comparison.sequence.interval
    assert low < 0.5 < high
    assert high - low <= 0.2
    assert 100 < n < 1500
    assert str(comparison).startswith("one less other: +0.")
    assert f"after {n} questions, at 95% confidence at every look" in str(comparison)


def test_a_question_without_a_verdict_on_one_side_is_not_counted() -> None:
    comparison = stopping(2)
    for question, credit in (("0", None), ("1", 1.0)):
        comparison.add(outcome("one", question, credit))
        comparison.add(outcome("other", question, 1.0))
    assert comparison.sequence.n == 1


@pytest.mark.parametrize("concurrency", [1, 8])
async def test_a_run_stops_once_its_comparison_is_settled(prepared: Prepared, concurrency: int) -> None:
    stop = {"compare": ["one", "other"], "width": 0.4}
    protocols = [*TWO, {"use": "direct", "as": "third", "repeats": 0}]
    run = prepared(200, protocols=protocols, stop=stop, limits={"concurrency": concurrency})
    seen: list[Progress] = []
    folder = await run_experiment(run, seen.append)
    done = Counter(o.protocol for o in folder.outcomes())
    assert done["third"] == 200, "a protocol that is not compared runs to its end"
    assert 5 < done["one"] < 150
    assert abs(done["one"] - done["other"]) <= concurrency
    assert seen[-1].settled is not None
    assert seen[-1].settled.startswith("one less other: -0.")
    assert seen[-1].spared == 400 - done["one"] - done["other"]


async def test_cells_that_this_start_leaves_out_are_not_compared(prepared: Prepared) -> None:
    """The folder has all of another judge's episodes: that comparison was settled long ago, this one was not begun."""
    one, other = "scripted:script.yaml", "tests.experiments.agents:says_a"
    whole = {"protocols": TWO, "agents": {"judge": [one, other]}, "stop": {"compare": ["one", "other"], "width": 1.5}}
    await run_experiment(prepared(60, exclude=[{"judge": other}], **whole))
    folder = await run_experiment(prepared(60, exclude=[{"judge": one}], **whole))
    n = Counter(outcome.agents for outcome in folder.outcomes())
    assert n[f"judge={other}"] == n[f"judge={one}"] > 10
