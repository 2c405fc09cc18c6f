"""A whole run: every episode comes back once, as a record or a failure, and no more run at once than allowed."""

from __future__ import annotations

import asyncio
import gc
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from dikast.agents import Agent, Reply, Request
from dikast.errors import BadInput, DikastError, TransientError
from dikast.experiments import Progress, Run, load_episodes, run_experiment
from dikast.experiments.journals.cached_agent import CachedAgent
from dikast.experiments.limits.retrying_agent import RetryingAgent
from dikast.experiments.matrix import Matrix
from dikast.experiments.stores.run_folder import DATABASE
from dikast.records import Episode, Failure
from tests.experiments.conftest import Prepared, seated


class Watched:
    """An agent that counts the calls it gets and how many questions are under way at once."""

    name = "watched"

    def __init__(self, failing: frozenset[str] = frozenset()) -> None:
        self.failing = failing
        self.asked: list[str] = []
        self.alive: set[str] = set()
        self.most_alive = self.most_tasks = 0

    async def reply(self, request: Request) -> Reply:
        self.asked.append(request.question.id)
        self.alive.add(request.question.id)
        self.most_alive = max(self.most_alive, len(self.alive))
        self.most_tasks = max(self.most_tasks, len(asyncio.all_tasks()))
        await asyncio.sleep(0)
        if request.purpose == "decide":
            self.alive.discard(request.question.id)
        if request.question.id in self.failing:
            raise TransientError("overloaded")
        return Reply(text="Answer: A")


def innermost(cached: CachedAgent) -> RetryingAgent:
    """The retrying agent inside, whose own agent can be exchanged."""
    assert isinstance(cached.agent, RetryingAgent)
    return cached.agent


def seat(run: Run, agent: Agent) -> None:
    """Puts the agent in every seat."""
    for cached in run.agents:
        innermost(cached).agent = agent


async def test_every_episode_comes_back_once(prepared: Prepared) -> None:
    run = prepared(7, protocols=["direct", "debate", "consultancy"], agents=seated("judge", "debater", "consultant"))
    seen: list[Progress] = []
    folder = await run_experiment(run, seen.append)
    planned = [p.id for p in run.matrix]
    assert sorted(planned) == [o.id for o in folder.outcomes()] == [e.id for e in load_episodes(folder.path)]
    assert [p.done for p in seen] == list(range(len(planned) + 1))
    assert all((p.total, p.done_earlier, p.failed) == (28, 0, 0) for p in seen)


async def test_records_are_complete(prepared: Prepared) -> None:
    run = prepared(1, protocols=["debate"], agents=seated("judge", "debater"), swap="both", seed=3)
    folder = await run_experiment(run)
    (episode,) = load_episodes(folder.path)
    assert (episode.protocol_name, episode.swap, len(episode.verdict.looks)) == ("debate", "both", 2)
    assert Episode.model_validate_json(episode.model_dump_json()) == episode
    (outcome,) = folder.outcomes()
    assert (outcome.question, outcome.gold, outcome.credit, outcome.usage) == ("0", 0, 0.5, episode.usage)


async def test_a_judge_who_always_says_a_is_at_chance(prepared: Prepared) -> None:
    folder = await run_experiment(prepared(10, protocols=["direct"]))
    assert sum(o.credit or 0 for o in folder.outcomes()) == 5


@pytest.mark.parametrize(
    ("agent", "error"),
    [
        ("tests.experiments.agents:breaks_on_two", "PermanentError: KeyError: 'two'"),
        ("tests.experiments.agents:careless", "PermanentError: ZeroDivisionError: by two"),
    ],
)
async def test_a_failing_episode_is_recorded_and_the_others_go_on(prepared: Prepared, agent: str, error: str) -> None:
    run = prepared(5, agents={"judge": agent})
    seen: list[Progress] = []
    folder = await run_experiment(run, seen.append)
    assert {o.id: o.status for o in folder.outcomes()} == {
        f"direct/{i}": "failed" if i == 2 else "decided" for i in range(5)
    }
    failure = folder.episode("direct/2")
    assert isinstance(failure, Failure)
    assert f"{failure.error}: {failure.message}" == error
    assert (seen[-1].done, seen[-1].failed) == (5, 1)
    assert [e.id for e in load_episodes(folder.path)] == [f"direct/{i}" for i in (0, 1, 3, 4)]


async def test_a_second_run_runs_only_what_is_missing_and_what_failed(prepared: Prepared) -> None:
    first = Watched(failing=frozenset({"1", "3"}))
    run = prepared(5, limits={"tries": 1})
    seat(run, first)
    await run_experiment(run)
    again = prepared(5, limits={"tries": 1})
    second = Watched()
    seat(again, second)
    seen: list[Progress] = []
    folder = await run_experiment(again, seen.append)
    assert sorted(second.asked) == ["1", "3"]
    assert (seen[0].done_earlier, seen[-1].done, seen[-1].total) == (3, 2, 5)
    assert [o.status for o in folder.outcomes()] == ["decided"] * 5
    third = Watched()
    seat(again, third)
    await run_experiment(again)
    assert third.asked == []


async def test_what_is_done_is_found_by_ids_alone(prepared: Prepared) -> None:
    """Of a million rows, a start reads no more."""
    run = prepared(3, repeats=2)
    seat(run, Watched())
    folder = await run_experiment(run)
    with closing(sqlite3.connect(folder.path / "episodes.sqlite")) as database:
        database.execute("update outcomes set outcome = 'no row'")
        database.commit()
    again, second = prepared(3, repeats=2), Watched()
    seat(again, second)
    seen: list[Progress] = []
    await run_experiment(again, seen.append)
    assert (seen[-1].done_earlier, seen[-1].total, second.asked) == (6, 6, [])
    plan = folder.plan()
    assert plan is not None
    assert plan.episodes == 6


async def test_an_unparsed_episode_is_finished(prepared: Prepared, tmp_path: Path) -> None:
    run = prepared(1)
    (tmp_path / "script.yaml").write_text("replies: [{text: 'I can not say.'}]\n")
    run = prepared_again(run, tmp_path)
    seen: list[Progress] = []
    folder = await run_experiment(run, seen.append)
    assert seen[-1].unparsed == 1
    assert "direct/0" in folder.finished()
    assert len(folder.finished()) == 1


def prepared_again(run: Run, folder: Path) -> Run[Matrix]:
    """The experiment of the folder, prepared anew into another run folder."""
    from dikast.experiments import load_experiment, prepare

    return prepare(*load_experiment(folder / "play.yaml"), folder / "again")


def test_a_changed_script_is_another_run(prepared: Prepared, tmp_path: Path) -> None:
    """Else one folder would hold records of two scripts with one name."""
    from dikast.experiments import load_experiment, prepare

    prepared(1)
    (tmp_path / "script.yaml").write_text("replies: [{text: 'Answer: B'}]\n")
    with pytest.raises(
        BadInput, match=r"since this run was begun its agent names \(.*\) changed; put back what was changed"
    ):
        prepare(*load_experiment(tmp_path / "play.yaml"), tmp_path / "run")


@pytest.mark.parametrize("concurrency", [1, 3])
async def test_no_more_episodes_run_at_once_than_allowed(prepared: Prepared, concurrency: int) -> None:
    run = prepared(60, protocols=["debate"], agents=seated("judge", "debater"), limits={"concurrency": concurrency})
    watched = Watched()
    seat(run, watched)
    await run_experiment(run)
    assert watched.most_alive == concurrency
    assert watched.most_tasks <= 8 * concurrency + 4, "no task waits for an episode that has not begun"
    assert len(watched.asked) == 60 * 7


async def test_finished_episodes_leave_nothing_in_memory(prepared: Prepared) -> None:
    run = prepared(40, limits={"concurrency": 2})
    seat(run, Watched())
    most = 0

    def count(progress: Progress) -> None:
        nonlocal most
        if progress.done == 40:
            gc.collect()
            most = max(most, sum(isinstance(thing, Episode) for thing in gc.get_objects()))

    await run_experiment(run, count)
    assert most <= 6


async def test_a_cancelled_run_keeps_what_was_finished(prepared: Prepared) -> None:
    run = prepared(50, limits={"concurrency": 2})
    stop = asyncio.Event()

    def watch(progress: Progress) -> None:
        if progress.done == 10:
            stop.set()

    running = asyncio.ensure_future(run_experiment(run, watch))
    await stop.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    kept = len(list(run.folder.outcomes()))
    assert 10 <= kept < 50
    await run_experiment(run)
    assert len(list(run.folder.outcomes())) == 50


async def test_a_run_can_be_read_while_it_goes_on(prepared: Prepared) -> None:
    run = prepared(20, limits={"concurrency": 1})
    read: list[int] = []
    await run_experiment(run, lambda progress: read.append(len(list(run.folder.outcomes()))))
    assert read == list(range(21))


async def test_a_folder_has_one_run_at_a_time(prepared: Prepared) -> None:
    """The same command given twice by mistake would call every model twice."""
    run = prepared(3)
    watched = Watched()
    seat(run, watched)
    with run.folder.locked(), pytest.raises(BadInput, match="this run is going on already"):
        await run_experiment(run)
    assert watched.asked == []
    await run_experiment(run)
    assert len(watched.asked) == 3


async def test_a_run_that_cannot_write_says_so(prepared: Prepared) -> None:
    import sqlite3
    from contextlib import closing

    run = prepared(3)
    with closing(sqlite3.connect(run.folder.path / DATABASE)) as other:
        other.execute("drop table records")
    with pytest.raises(DikastError, match="the records can't be written"):
        await asyncio.wait_for(run_experiment(run), 10)


async def test_agents_are_closed_on_every_way_out(prepared: Prepared) -> None:
    closed: list[str] = []

    class Holding(Watched):
        def __init__(self, name: str) -> None:
            super().__init__()
            self.label = name

        async def aclose(self) -> None:
            closed.append(self.label)

    agents = {"judge": "scripted:script.yaml", "debater": "tests.experiments.agents:says_a"}
    run = prepared(1, protocols=["debate"], agents=agents)
    for cached, name in zip(run.agents, "ab", strict=True):
        innermost(cached).agent = Holding(name)
    await run_experiment(run)
    assert sorted(closed) == ["a", "b"]
