"""The embedded model, one small question: each protocol is held to its end, and every call is on record."""

from __future__ import annotations

from typing import get_args

from dikast.agents.local_agent import LocalAgent
from dikast.graphs import run_episode
from dikast.protocols import load_protocol
from dikast.records import Question, SeatKind

QUESTION = Question(id="q", text="What is 2 + 3?", choices=("5", "6"), gold=0)


async def test_it_is_a_market_an_adversary_and_a_judge(smollm2: LocalAgent) -> None:
    protocol = load_protocol("market-making", rounds=1, words=3, repeats=0)
    episode = await run_episode(protocol, QUESTION, agents=dict.fromkeys(get_args(SeatKind), smollm2))
    assert episode.usage.calls == 4
    assert len(episode.predictions) == 2
    assert all((made.probabilities is None) == (made.look.status == "unparsed") for made in episode.predictions)


async def test_it_is_every_peer(smollm2: LocalAgent) -> None:
    protocol = load_protocol("peer-prediction", count=3, reasoning=False, repeats=0)
    episode = await run_episode(protocol, QUESTION, agents={"solver": smollm2})
    assert episode.usage.calls == 6
    assert len(episode.predictions) == 3
    assert [score.seat for look in episode.verdict.looks for score in look.peer_scores] in (
        [],
        ["peer-1", "peer-2", "peer-3"],
    )


async def test_it_is_a_judge_and_its_helper(smollm2: LocalAgent) -> None:
    plain = load_protocol("amplification", repeats=0)
    move = plain.moves[0].model_copy(update={"questions": 1, "words": 3})
    protocol = plain.model_copy(update={"moves": (move, *plain.moves[1:])})
    episode = await run_episode(protocol, QUESTION, agents={"judge": smollm2, "helper": smollm2})
    answers = [answer for turn in episode.transcript.turns for answer in turn.delegated]
    assert episode.usage.calls == 2 + len(answers)


async def test_it_is_a_judge_that_chooses_what_is_checked(smollm2: LocalAgent) -> None:
    protocol = load_protocol("budgeted-debate", rounds=1, words=3, repeats=0)
    episode = await run_episode(protocol, QUESTION, agents=dict.fromkeys(("debater", "judge"), smollm2))
    assert episode.usage.calls == 3 + len(episode.picks)
    assert all(len(pick.picked) <= pick.left for pick in episode.picks)
