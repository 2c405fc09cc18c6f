"""run_episode: which agent is in which seat, what is refused before any call, what the record contains."""

import asyncio
from typing import Any

import pytest

import dikast
from dikast.agents import Reply, Request
from dikast.errors import BadInput, EpisodeFailed, PermanentError
from dikast.graphs import run_episode
from dikast.protocols import load_protocol
from dikast.records import Episode, Question
from tests.players import QUESTION, Player, seated, usual


async def test_the_example_of_the_readme_runs() -> None:
    async def agent(request: dikast.Request) -> str:
        return "Answer: B" if request.purpose == "decide" else f"{request.seat}, round {request.round}"

    q = dikast.Question(id="1", text="…", choices=("17", "18"), gold=1, source=None)
    p = dikast.load_protocol("debate", rounds=2, judge_asks=True)
    e = await dikast.run_episode(p, q, agents={"debater": agent, "judge": agent}, seed=0)
    assert (e.verdict.choice, e.verdict.status) == (1, "decided")
    assert len(e.transcript.turns) == 5
    assert "alice, round 2" in str(e.transcript.seen_by("judge"))
    assert e.usage.calls == 6


async def test_agents_are_found_by_seat_then_role_then_kind() -> None:
    one, two, three = Player(name="one"), Player(name="two"), Player(name="three")
    agents = {"debater": one, "bob": two, "judge": three}
    episode = await run_episode(load_protocol("debate"), QUESTION, agents=agents)
    assert episode.agents == {"alice": "one", "bob": "two", "judge": "three"}
    peers = await run_episode(load_protocol("peer-debate"), QUESTION, agents={"solver": one, "solver-2": two})
    assert peers.agents == {"solver-1": "one", "solver-2": "two", "solver-3": "one"}


MANY = Question(id="many", text="Which?", choices=("a", "b", "c"), gold=0)


@pytest.mark.parametrize(
    ("name", "question", "changes", "message"),
    [
        ("debate", QUESTION, {"agents": {"debater": Player()}}, "no agent for 'judge'"),
        ("debate", MANY, {}, "has 3 choices"),
        ("open-debate", MANY, {}, "has 3 choices"),
        ("debate", Question(id="none", text="Why?"), {}, "has 0 choices"),
        ("debate", QUESTION, {"argues": 0}, "assigns no side"),
        ("consultancy", QUESTION, {"argues": 2}, "must be the index"),
        ("debate", QUESTION, {"order": (0, 0)}, "each of the 2 choices once"),
        ("debate", QUESTION, {"swap": "yes"}, "`swap` is 'none' or 'both', got 'yes'"),
        ("debate", QUESTION, {"seed": "a"}, "`seed` is a whole number, got 'a'"),
        ("debate", QUESTION, {"protocol": "debate"}, "`protocol` is a Protocol, as load_protocol.* got 'debate'"),
        ("debate", QUESTION, {"question": {"id": "1"}}, "`question` is a Question, got"),
    ],
)
async def test_arguments_that_do_not_fit_are_refused_before_any_call(
    name: str, question: Question, changes: dict[str, object], message: str
) -> None:
    player = Player()
    arguments: dict[str, object] = {"protocol": load_protocol(name), "question": question, "agents": seated(player)}
    with pytest.raises(BadInput, match=message):
        await run_episode(**{**arguments, **changes})  # type: ignore[arg-type]
    assert player.requests == []


async def test_an_order_of_choices_can_be_a_list() -> None:
    listed: Any = [1, 0]
    episode = await run_episode(load_protocol("direct"), QUESTION, agents=seated(Player()), order=listed)
    assert episode.order == (1, 0)


async def test_a_consultant_argues_for_the_assigned_side_or_one_drawn_from_the_seed() -> None:
    protocol = load_protocol("consultancy", rounds=1)
    for side in (0, 1):
        episode = await run_episode(protocol, QUESTION, agents=seated(Player()), argues=side)
        assert (episode.argues, episode.transcript.turns[0].argues) == (side, side)
    drawn = {(await run_episode(protocol, QUESTION, agents=seated(Player()), seed=s)).argues for s in range(20)}
    assert drawn == {0, 1}


async def test_the_record_is_complete_and_the_same_for_the_same_seed() -> None:
    def fixed(request: Request) -> Reply:
        return Reply(text=usual(request))

    protocol = load_protocol("debate", judge_asks=True, best_of=2)
    first = await run_episode(protocol, QUESTION, agents=seated(Player(fixed)), seed=3, swap="both")
    again = await run_episode(protocol, QUESTION, agents=seated(Player(fixed)), seed=3, swap="both")
    assert first.model_dump_json() == again.model_dump_json()
    assert '"schema":2' in first.model_dump_json()
    assert Episode.model_validate_json(first.model_dump_json()) == first
    assert first.question == QUESTION
    assert first.protocol["name"] == "debate"


async def test_every_call_of_an_episode_has_a_seed_of_its_own() -> None:
    player = Player()
    await run_episode(load_protocol("debate", best_of=3, judge_asks=True), QUESTION, agents=seated(player))
    seeds = [request.seed for request in player.requests]
    assert len(set(seeds)) == len(seeds)


async def test_a_failing_agent_fails_the_episode_and_the_other_calls_are_cancelled() -> None:
    running = 0

    async def slow(request: Request) -> str:
        nonlocal running
        running += 1
        try:
            await asyncio.sleep(10)
        finally:
            running -= 1
        return "never"

    async def broken(request: Request) -> str:
        await asyncio.sleep(0.01)
        raise PermanentError("no such model")

    agents = {"alice": slow, "bob": broken, "judge": slow}
    with pytest.raises(EpisodeFailed, match="bob: no such model"):
        await run_episode(load_protocol("debate"), QUESTION, agents=agents)
    assert running == 0


async def test_cancelling_an_episode_cancels_its_calls() -> None:
    started, stopped = asyncio.Event(), asyncio.Event()

    async def waits(request: Request) -> str:
        started.set()
        try:
            await asyncio.sleep(10)
        finally:
            stopped.set()
        return "never"

    episode = run_episode(load_protocol("direct"), QUESTION, agents={"judge": waits})
    async with asyncio.TaskGroup() as group:
        task = group.create_task(episode)
        await started.wait()
        task.cancel()
    assert task.cancelled()
    assert stopped.is_set()


@pytest.mark.parametrize("rounds", [1, 5, 40])
async def test_a_debate_may_have_any_number_of_rounds(rounds: int) -> None:
    episode = await run_episode(load_protocol("debate", rounds=rounds), QUESTION, agents=seated(Player()))
    assert [turn.round for turn in episode.transcript.turns] == [r for r in range(1, rounds + 1) for _ in (0, 1)]
