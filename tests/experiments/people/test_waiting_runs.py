"""A run with people in its seats: it goes on with each answer, and loses none when it is killed at any moment."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from dikast.agents import Reply, Request
from dikast.errors import BadInput
from dikast.experiments import (
    AlreadyAnswered,
    PeopleDesk,
    PersonAnswer,
    Progress,
    RejudgeTerms,
    Run,
    Shutdown,
    load_experiment,
    n_waiting,
    open_desk,
    prepare,
    prepare_rejudge,
    run_experiment,
)
from dikast.experiments.limits import Budget, Limits, UsageMeter
from dikast.experiments.limits.retrying_agent import RetryingAgent
from dikast.experiments.matrix import Matrix
from dikast.experiments.people.task_store import TaskRow
from dikast.experiments.scheduler import Scheduler
from dikast.records import Episode, Usage
from tests.experiments.conftest import rows, write


@dataclass
class Speaker:
    """Says its seat and round, at a hundred tokens a speech, and keeps whom it was asked for."""

    spoken: list[str] = field(default_factory=list)
    name: str = "scripted:script.yaml"

    async def reply(self, request: Request) -> Reply:
        await asyncio.sleep(0.005)
        self.spoken.append(request.seat)
        return Reply(text=f"{request.seat} in round {request.round}", usage=Usage(calls=1, output_tokens=100))


@pytest.fixture
def speaker() -> Speaker:
    return Speaker()


def prepared(folder: Path, n: int = 2, *, speaker: Speaker | None = None, **changes: Any) -> Run[Matrix]:
    """A debate of two rounds whose judge is a person, with the speaker for the debaters."""
    changes = {
        "protocols": [{"use": "debate", "rounds": 2, "judge_asks": True}],
        "agents": {"debater": "scripted:script.yaml", "judge": "human"},
        **changes,
    }
    run = prepare(*load_experiment(write(folder, rows(n), **changes)), folder / "run", serves_people=True)
    for cached in run.agents:
        if speaker is not None and isinstance(cached.agent, RetryingAgent):
            cached.agent.agent = speaker
    return run


def answer_of(desk: PeopleDesk, row: TaskRow, person: str) -> PersonAnswer:
    """The first label, likelier than the others; or a text."""
    task = desk.store.task(row.id)
    assert task is not None
    if task.answer == "choice":
        beliefs = (0.75, 0.25) if desk.options.beliefs else ()
        return PersonAnswer(person=person, label=task.labels[0], beliefs=beliefs, text="so it seems", seconds=2)
    return PersonAnswer(person=person, text="Where does it say so?", seconds=2)


def send(desk: PeopleDesk, person: str, row: TaskRow) -> None:
    task = desk.store.task(row.id)
    assert task is not None
    desk.send(task, answer_of(desk, row, person))


@asynccontextmanager
async def going_on(
    run: Run, seen: list[Progress] | None = None
) -> AsyncIterator[tuple[PeopleDesk, asyncio.Task[Any], Shutdown]]:
    """The desk of the run while it goes on; it is ended with the block."""
    stop = Shutdown()
    async with open_desk(run) as desk, asyncio.TaskGroup() as group:
        task = group.create_task(run_experiment(run, ([] if seen is None else seen).append, stop=stop))
        yield desk, task, stop
        stop.abandon("asked", "Ctrl-C")


async def until(is_true: Any) -> None:
    while not is_true():  # noqa: ASYNC110 - what is waited for is in a file
        await asyncio.sleep(0.005)


async def answer_all(desk: PeopleDesk, run: asyncio.Task[Any], *people: str) -> None:
    """Lets these people answer until the run is over."""
    while not run.done():
        for person in people:
            for row in desk.queue(person)[:1]:
                send(desk, person, row)
        await asyncio.sleep(0.005)


async def test_the_run_goes_on_with_each_answer(tmp_path: Path, speaker: Speaker) -> None:
    seen: list[Progress] = []
    run = prepared(tmp_path, speaker=speaker)
    async with going_on(run, seen) as (desk, task, _):
        await until(lambda: seen and seen[-1].waiting == 2)
        assert len(desk.queue("human")) == 2
        assert n_waiting(run.folder.path) == 2
        await answer_all(desk, task, "human")
    episodes = list(run.folder.episodes())
    # The first label is the first choice in one of two orders.
    p_first = sorted((episode.verdict.probabilities or (0,))[0] for episode in episodes)
    assert p_first == pytest.approx([0.25, 0.75])
    assert {episode.verdict.status for episode in episodes} == {"decided"}
    assert (seen[-1].waiting, seen[-1].done) == (0, 2)
    assert len(speaker.spoken) == 8
    assert n_waiting(run.folder.path) == 0


async def test_a_stopped_run_goes_on_without_a_call_made_twice(tmp_path: Path, speaker: Speaker) -> None:
    for _ in range(3):
        run = prepared(tmp_path, 1, speaker=speaker)
        async with going_on(run) as (desk, task, stop):
            await until(lambda desk=desk, task=task: desk.queue("human") or task.done())
            for row in desk.queue("human"):
                send(desk, "human", row)
                # Before anybody hears of the answer.
                break
            stop.abandon("asked", "Ctrl-C")
            await task
    run = prepared(tmp_path, 1, speaker=speaker)
    async with going_on(run) as (desk, task, _):
        await answer_all(desk, task, "human")
    (episode,) = run.folder.episodes()
    assert isinstance(episode, Episode)
    assert (len(speaker.spoken), episode.usage.calls) == (4, 6)
    assert [turn.seat for turn in episode.transcript.turns] == ["alice", "bob", "judge", "alice", "bob"]


async def test_the_first_answer_stays(tmp_path: Path) -> None:
    run = prepared(tmp_path, 1, protocols=["direct"], agents={"judge": "human"})
    async with going_on(run) as (desk, task, _):
        await until(lambda: desk.queue("human"))
        (row,) = desk.queue("human")
        send(desk, "human", row)
        with pytest.raises(AlreadyAnswered):
            send(desk, "human", row)
        await task
    (episode,) = run.folder.episodes()
    assert episode.verdict.usage_of_parts().calls == 1


async def test_only_episodes_that_wait_are_in_the_checkpoints(tmp_path: Path) -> None:
    agents = {"debater": "scripted:script.yaml", "judge": ["human", "scripted:script.yaml"]}
    seen: list[Progress] = []
    run = prepared(tmp_path, 1, agents=agents)
    async with going_on(run, seen) as (desk, task, _):
        await until(lambda: seen and (seen[-1].waiting, seen[-1].done) == (1, 1))
        assert await threads(run) == ["judge=human"]
        await answer_all(desk, task, "human")
        assert await threads(run) == []


async def threads(run: Run[Matrix]) -> list[str]:
    """The ends of the names of all threads in the checkpoints."""
    assert run.stack.pause is not None
    names = {kept.config["configurable"]["thread_id"] async for kept in run.stack.pause.checkpoints.alist(None)}
    return [name.rpartition("/")[2] for name in names]


async def test_an_episode_that_waits_passes_no_deadline(tmp_path: Path) -> None:
    run = prepared(
        tmp_path, 1, protocols=["direct"], agents={"judge": "human"}, limits={"episode_s": 0.2, "timeout_s": 0.1}
    )
    async with going_on(run) as (desk, task, _):
        await until(lambda: desk.queue("human"))
        await asyncio.sleep(0.3)
        await answer_all(desk, task, "human")
    (outcome,) = run.folder.outcomes()
    assert outcome.status == "decided"


async def test_limits_of_an_episode_count_what_came_before_the_pause(tmp_path: Path, speaker: Speaker) -> None:
    """Four speeches of 100 tokens, two before the judge's question."""
    run = prepared(tmp_path, 1, speaker=speaker, limits={"episode_tokens": 350})
    async with going_on(run) as (desk, task, _):
        await answer_all(desk, task, "human")
    (outcome,) = run.folder.outcomes()
    assert outcome.status == "failed"
    assert "limits.episode_tokens" in (outcome.error or "")


async def test_a_run_without_people_has_no_desk(tmp_path: Path) -> None:
    run = prepared(tmp_path, 1, agents={"debater": "scripted:script.yaml", "judge": "scripted:script.yaml"})
    with pytest.raises(BadInput, match="no seat is a person's"):
        async with open_desk(run):
            pass


async def test_too_few_people_for_the_seats_are_told_before_anyone_is_asked(tmp_path: Path) -> None:
    agents = {"debater": "human", "judge": "human"}
    run = prepared(tmp_path, 1, agents=agents, people={"names": ["anna", "ben", "carla"], "raters": 2})
    with pytest.raises(BadInput, match="needs 4 people in its seats of `human`"):
        async with open_desk(run):
            pass


async def test_a_person_judges_debates_that_were_held_long_ago(tmp_path: Path) -> None:
    agents = {"debater": "scripted:script.yaml", "judge": "scripted:script.yaml"}
    held = prepare(*load_experiment(write(tmp_path, rows(2), protocols=["debate"], agents=agents)), tmp_path / "held")
    await run_experiment(held)
    terms = RejudgeTerms(judge="human:anna", swaps="both")
    run = prepare_rejudge(held.folder, terms, tmp_path / "judged", serves_people=True)
    async with going_on(run) as (desk, task, _):
        await answer_all(desk, task, "anna")
    episodes = list(run.folder.episodes())
    assert [episode.agents["judge"] for episode in episodes] == ["human:anna"] * 2
    # The first label in either order: no more than chance.
    assert [episode.verdict.probabilities for episode in episodes] == [pytest.approx((0.5, 0.5))] * 2


@dataclass(frozen=True)
class Planned:
    """An episode of a lane, as far as the scheduler looks at it."""

    id: str
    lane: str = "human"


def scheduled(*ids: str, serves_people: bool = True) -> Scheduler:
    budget = Budget(Limits(), UsageMeter(), Usage())
    lanes: Any = {"human": iter([Planned(id) for id in ids])}
    return Scheduler(lanes, budget, Shutdown(), serves_people=serves_people)


async def test_an_episode_that_waits_is_given_out_again_before_new_ones() -> None:
    scheduler = scheduled("1", "2", "3")
    first = await scheduler.next()
    assert first is not None
    scheduler.park(first, ["t1", "t2"])
    assert (scheduler.n_parked, scheduler.under_way.total()) == (1, 0)
    scheduler.answered("other")
    scheduler.answered("t2")
    # Both its answers are in: it is given out once.
    scheduler.answered("t1")
    given = [await scheduler.next() for _ in range(3)]
    assert [planned and planned.id for planned in given] == ["1", "2", "3"]


async def test_a_run_with_people_is_over_once_none_waits() -> None:
    scheduler = scheduled("1")
    only = await scheduler.next()
    assert only is not None
    others = [asyncio.ensure_future(scheduler.next()) for _ in range(2)]
    scheduler.park(only, ["t"])
    await asyncio.sleep(0)
    assert not any(other.done() for other in others)
    scheduler.answered("t")
    done, left = await asyncio.wait(others, return_when=asyncio.FIRST_COMPLETED)
    assert [task.result() for task in done] == [only]
    scheduler.release(only)
    assert await left.pop() is None


async def test_a_run_waits_for_no_answer_that_its_comparison_no_longer_needs() -> None:
    scheduler = scheduled("1", "2")
    first, second = await scheduler.next(), await scheduler.next()
    assert first is not None
    assert second is not None
    scheduler.park(first, ["t"])
    scheduler.is_unneeded = lambda planned: True
    scheduler.release(second)
    assert await scheduler.next() is None
    assert (scheduler.n_spared, scheduler.n_parked) == (1, 0)


async def test_a_run_of_models_waits_for_nobody() -> None:
    scheduler = scheduled("1", serves_people=False)
    await scheduler.next()
    assert await scheduler.next() is None
