"""judge_again: the same messages as in a live episode, for another judge, and no call to a debater."""

from __future__ import annotations

from typing import Any

import pytest

from dikast.errors import BadInput
from dikast.graphs import Rejudge, judge_again, run_episode
from dikast.protocols import Protocol, load_protocol
from dikast.records import Episode
from tests.players import QUESTION, Player, judge_saying, seated, text_of

LIBRARY = ["direct", "direct-with-source", "consultancy", "open-consultancy", "debate", "open-debate"]
SURE = judge_saying(lambda request: {"A": -0.5, "B": -1.0})


def rejudge(episode: Episode, **changes: Any) -> Rejudge:
    return Rejudge(episode, Protocol.model_validate(episode.protocol), **changes)


@pytest.mark.parametrize("swap", ["none", "both"])
@pytest.mark.parametrize("name", LIBRARY)
async def test_the_same_judge_is_sent_the_same_messages_and_gives_the_same_verdict(name: str, swap: Any) -> None:
    live, again = Player(SURE), Player(SURE)
    episode = await run_episode(
        load_protocol(name), QUESTION, agents=seated(live), seed=3, swap=swap, order=(1, 0), id="e"
    )
    judged = await judge_again(rejudge(episode), again, source="run")
    live_requests = [request for request in live.requests if request.purpose == "decide"]
    assert sorted(map(text_of, again.requests)) == sorted(map(text_of, live_requests))
    assert sorted(r.seed for r in again.requests) == sorted(r.seed for r in live_requests)
    assert judged.verdict == episode.verdict
    assert (judged.transcript, judged.checks, judged.argues) == (episode.transcript, episode.checks, episode.argues)
    assert judged.usage.calls == len(again.requests) == (2 if swap == "both" else 1)


async def test_the_recorded_questions_are_shown_to_the_new_judge_as_its_own() -> None:
    live, again = Player(SURE), Player(SURE)
    protocol = load_protocol("debate", judge_asks=True)
    episode = await run_episode(protocol, QUESTION, agents=seated(live), id="e")
    await judge_again(rejudge(episode), again, source="run")
    assert [m.type for m in again.requests[0].messages] == ["system", "human", "ai", "human", "ai", "human"]
    assert text_of(again.requests[0]) == text_of(live.requests[-1])


class Blind(Player):
    """A judge that takes no images."""

    @property
    def takes_images(self) -> bool:
        return False


async def test_a_judge_that_takes_no_images_is_sent_none() -> None:
    question = QUESTION.model_copy(update={"images": ("data:image/png;base64,aGk=",)})
    live, again = Blind(SURE), Blind(SURE)
    episode = await run_episode(load_protocol("debate"), question, agents=seated(live), id="e")
    await judge_again(rejudge(episode), again, source="run")
    assert all(isinstance(message.content, str) for message in again.requests[0].messages)
    assert text_of(again.requests[0]) == text_of(live.requests[-1])


async def test_after_round_n_only_the_turns_up_to_round_n_are_shown() -> None:
    live = Player(SURE)
    protocol = load_protocol("debate", judge_asks=True, rounds=3)
    episode = await run_episode(protocol, QUESTION, agents=seated(live), id="e")
    for round_ in (0, 1, 2, 3):
        again = Player(SURE)
        judged = await judge_again(rejudge(episode, after_round=round_), again, source="run")
        (request,) = again.requests
        for spoken in range(1, 4):
            assert (f"alice holds to it in round {spoken}." in text_of(request)) == (spoken <= round_)
        assert {t.round for t in judged.transcript.turns if t.kind == "speech"} == set(range(1, round_ + 1))
        assert sum(t.kind == "question" for t in judged.transcript.turns) == max(0, round_ - 1)
        assert judged.origin is not None
        assert judged.origin.after_round == round_


async def test_an_order_free_debate_can_be_judged_in_both_orders() -> None:
    episode = await run_episode(load_protocol("debate"), QUESTION, agents=seated(Player()), id="e")
    judged = await judge_again(rejudge(episode, swap="both"), Player(SURE), source="run")
    assert [look.order for look in judged.verdict.looks] == [(0, 1), (1, 0)]
    assert judged.verdict.probabilities == pytest.approx((0.5, 0.5), abs=1e-12)


async def test_an_order_dependent_transcript_cannot_be_shown_in_the_other_order() -> None:
    protocol = load_protocol("debate", judge_asks=True)
    episode = await run_episode(protocol, QUESTION, agents=seated(Player()), id="e")
    with pytest.raises(BadInput, match="episode 'e': what was said in 'debate' depends on the order"):
        rejudge(episode, swap="both")


async def test_a_vote_cannot_be_judged_again() -> None:
    episode = await run_episode(load_protocol("self-consistency"), QUESTION, agents=seated(Player()), id="e")
    with pytest.raises(BadInput, match="'self-consistency' does not end in a judge's verdict"):
        rejudge(episode)


async def test_a_rejudged_episode_can_be_judged_again() -> None:
    """Its origin is still the first episode, which has the transcript."""
    episode = await run_episode(load_protocol("debate"), QUESTION, agents=seated(Player()), id="e")
    once = await judge_again(rejudge(episode), Player(SURE, name="one"), source="run", id="f")
    assert once.origin is not None
    assert once.origin.recorded == {}
    paid = once.model_copy(update={"origin": once.origin.model_copy(update={"recorded": {"judge_reward": -0.5}})})
    twice = await judge_again(rejudge(paid), Player(SURE, name="two"), source="run", id="g")
    assert twice.origin is not None
    assert twice.origin.recorded == {}, "what the first judge was paid is not the second one's"
    assert (twice.origin.episode, twice.agents["judge"], twice.agents["alice"]) == ("e", "two", "player")
