"""An episode stops where people have yet to answer, and goes on from there: with the same record, and no call twice."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from langgraph.checkpoint.memory import InMemorySaver

from dikast.agents import Agent, Reply, Request
from dikast.errors import AnswersAwaited, EpisodeFailed, PermanentError
from dikast.graphs import Pause, run_episode
from dikast.protocols import load_protocol
from dikast.records import Episode
from tests.players import QUESTION, Player, usual


@dataclass
class Absent:
    """A person who answers only once they have been asked: a call whose answer is not in raises AnswersAwaited."""

    answers: dict[str, str] = field(default_factory=dict)
    asked: dict[str, Request] = field(default_factory=dict)
    name: str = "person"

    async def reply(self, request: Request) -> Reply:
        task = f"{request.seat} {request.purpose} {request.seed} {request.sample}"
        self.asked[task] = request
        if task not in self.answers:
            raise AnswersAwaited([task])
        return Reply(text=self.answers[task])

    def answer(self, tasks: tuple[str, ...]) -> None:
        for task in tasks:
            self.answers[task] = usual(self.asked[task])


async def played(protocol: str, agents: dict[str, Agent], pause: Pause | None, **options: Any) -> Episode:
    swap = options.pop("swap", "none")
    return await run_episode(
        load_protocol(protocol, **options), QUESTION, agents=agents, pause=pause, swap=swap, seed=1
    )


async def played_in_parts(
    protocol: str,
    agents: dict[str, Agent],
    people: list[Absent],
    pause: Pause,
    *,
    one_by_one: bool = False,
    **options: Any,
) -> tuple[Episode, int]:
    """The episode, and how often it was begun or gone on with, each answer given once it is awaited."""
    for n_starts in range(1, 50):
        try:
            return await played(protocol, agents, pause, **options), n_starts
        except AnswersAwaited as awaited:
            tasks = awaited.tasks[:1] if one_by_one else awaited.tasks
            for person in people:
                person.answer(tuple(task for task in tasks if task in person.asked))
    raise AssertionError("the episode never came to its end")


@pytest.mark.parametrize(
    ("protocol", "options"),
    [
        ("debate", {"rounds": 3, "judge_asks": True}),
        ("debate", {"rounds": 2, "swap": "both", "order": "sequential"}),
        ("consultancy", {"rounds": 2}),
        ("direct", {"swap": "both"}),
        ("debate", {"rounds": 3, "until": {"p_at_least": 0.999}}),
    ],
)
async def test_the_record_is_that_of_an_episode_without_pauses(protocol: str, options: dict[str, Any]) -> None:
    model, person = Player(), Absent()
    seats: dict[str, Agent] = {"debater": model, "consultant": model, "judge": Player(name="person")}
    whole = await played(protocol, seats, None, **options)
    pause = Pause(InMemorySaver())
    in_parts, n_starts = await played_in_parts(protocol, {**seats, "judge": person}, [person], pause, **options)
    assert n_starts > 1
    assert in_parts.model_dump(mode="json") == whole.model_dump(mode="json")


async def test_no_node_that_is_finished_is_run_again() -> None:
    model, judge = Player(), Absent()
    agents: dict[str, Agent] = {"debater": model, "judge": judge}
    _, n_starts = await played_in_parts("debate", agents, [judge], Pause(InMemorySaver()), rounds=3, judge_asks=True)
    # Two questions and the verdict.
    assert (n_starts, len(model.requests)) == (4, 6)


async def test_two_people_who_speak_at_once_are_asked_side_by_side() -> None:
    alice, bob, judge = Absent(), Absent(), Player()
    agents: dict[str, Agent] = {"alice": alice, "bob": bob, "judge": judge}
    with pytest.raises(AnswersAwaited) as awaited:
        await played("debate", agents, Pause(InMemorySaver()), rounds=1)
    assert {task.split()[0] for task in awaited.value.tasks} == {"alice", "bob"}
    pause = Pause(InMemorySaver())
    episode, n_starts = await played_in_parts("debate", agents, [alice, bob], pause, rounds=2, one_by_one=True)
    assert n_starts == 5
    assert [turn.seat for turn in episode.transcript.turns] == ["alice", "bob", "alice", "bob"]
    assert len(judge.requests) == 1


async def test_calls_beside_a_person_are_finished_before_the_episode_stops() -> None:
    """A speech of a slow model, and of a person in the same round."""
    model, person = Player(delays={"alice": 0.05}), Absent()
    agents: dict[str, Agent] = {"alice": model, "bob": person, "judge": model}
    _, _ = await played_in_parts("debate", agents, [person], Pause(InMemorySaver()), rounds=2)
    assert [request.seat for request in model.requests] == ["alice", "alice", "judge"]


async def test_samples_beside_one_another_are_all_asked_for() -> None:
    judge = Absent()
    with pytest.raises(AnswersAwaited) as awaited:
        await played("direct", {"judge": judge}, Pause(InMemorySaver()), route="samples", samples=3)
    assert len(awaited.value.tasks) == 3


async def test_nothing_is_kept_of_an_episode_that_is_over() -> None:
    saver, judge = InMemorySaver(), Absent()
    await played_in_parts("direct", {"judge": judge}, [judge], Pause(saver), swap="both")
    assert list(saver.list(None)) == []


async def test_nothing_is_kept_of_an_episode_that_has_failed() -> None:
    class Broken:
        name = "broken"

        async def reply(self, request: Request) -> Reply:
            raise PermanentError("no key")

    saver, judge = InMemorySaver(), Absent()
    agents: dict[str, Agent] = {"alice": Broken(), "bob": judge, "judge": judge}
    with pytest.raises(EpisodeFailed):
        await played("debate", agents, Pause(saver))
    assert list(saver.list(None)) == []


async def test_an_episode_that_begins_anew_asks_its_models_again() -> None:
    """So that the limits of an episode see all of its calls: a journal answers them."""
    model, judge = Player(), Absent()
    pause = Pause(InMemorySaver(), begins_anew=True)
    await played_in_parts("debate", {"debater": model, "judge": judge}, [judge], pause, rounds=1)
    assert len(model.requests) == 4


async def test_without_a_pause_the_caller_is_told_who_is_awaited() -> None:
    judge = Absent()
    with pytest.raises(AnswersAwaited, match="people have yet to answer: judge decide"):
        await played("direct", {"judge": judge}, None)
