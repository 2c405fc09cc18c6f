"""A handicapped agent is asked less, or says less, than the agent inside; all else stays as it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest
from langchain_core.messages import HumanMessage

from dikast.agents import Handicap, HandicappedAgent, Reply, Request
from dikast.envelope import quoted
from dikast.records import Question

Ask = Callable[..., Request]
SOURCE = "\n".join(f"On day {i} there were {i * 31} eggs. The hen slept." for i in range(20))
QUESTION = Question(id="q", text="How many?", choices=("17", "18"), source=SOURCE)


@dataclass
class Listener:
    """Keeps what it was asked."""

    says: str = "One two three four five."
    asked: list[Request] = field(default_factory=list)
    is_closed: bool = False
    name: str = "listener"

    async def reply(self, request: Request) -> Reply:
        self.asked.append(request)
        return Reply(text=self.says)

    async def aclose(self) -> None:
        self.is_closed = True


def with_source(ask: Ask, **fields: object) -> Request:
    text = f"The source:\n{quoted(SOURCE)}\n\nRound 1. At most 50 words; what runs over is cut."
    return ask(text, question=QUESTION, **{"purpose": "speak", "seat": "alice", "words": 50, **fields})


async def heard(handicap: Handicap, request: Request) -> Request:
    listener = Listener()
    await HandicappedAgent(listener, handicap).reply(request)
    return listener.asked[0]


async def test_a_seat_is_shown_only_the_facts_it_knows_in_messages_and_question_alike(ask: Ask) -> None:
    request = await heard(Handicap(knows=0.4), with_source(ask))
    source = request.question.source or ""
    assert 0 < len(re.findall("slept", source)) < 20
    assert quoted(source) in request.messages[-1].text
    hidden = {line for line in SOURCE.splitlines() if line not in source}
    assert hidden
    assert not any(line in request.messages[-1].text for line in hidden)
    assert request.question.text == "How many?"


async def test_what_a_seat_knows_is_the_same_in_every_call_of_the_episode_and_differs_between_seats(ask: Ask) -> None:
    async def known(**fields: object) -> str | None:
        return (await heard(Handicap(knows=0.5), with_source(ask, **fields))).question.source

    first = await known(episode_seed=3, seed=1, round=1)
    assert await known(episode_seed=3, seed=2, round=2, purpose="decide") == first
    assert await known(episode_seed=4) != first
    assert await known(episode_seed=3, seat="bob") != first


async def test_noise_is_on_the_source_alone(ask: Ask) -> None:
    request = await heard(Handicap(noise=1), with_source(ask))
    assert "31 eggs" not in request.messages[-1].text
    assert request.messages[-1].text.endswith("Round 1. At most 50 words; what runs over is cut.")


async def test_a_seat_that_sees_no_source_is_asked_what_it_would_be_asked(ask: Ask) -> None:
    request = ask("Which is it?")
    assert await heard(Handicap(knows=0, noise=1), request) == request


async def test_with_a_short_context_only_the_newest_words_are_shown(ask: Ask) -> None:
    request = await heard(Handicap(context=12), with_source(ask))
    assert request.messages[-1].text.splitlines()[-1] == "Round 1. At most 50 words; what runs over is cut."
    assert "day 3" not in request.messages[-1].text
    assert len((request.question.source or "").replace("…", "").split()) == 12


async def test_a_speech_is_cut_and_the_lower_limit_is_told(ask: Ask) -> None:
    listener = Listener(says="<thinking>I think long about it.</thinking>One two three four five.")
    agent = HandicappedAgent(listener, Handicap(words=3))
    reply = await agent.reply(with_source(ask))
    assert (reply.text, reply.thinking) == ("One two three", "I think long about it.")
    assert listener.asked[0].words == 3
    assert "At most 3 words; what runs over is cut." in listener.asked[0].messages[-1].text
    assert (await agent.reply(with_source(ask, purpose="decide"))).text == listener.says, "a verdict is not cut"


async def test_a_lower_limit_of_the_protocol_stays(ask: Ask) -> None:
    assert (await heard(Handicap(words=80), with_source(ask))).words == 50


async def test_of_several_samples_only_the_first_are_given_and_the_others_cost_nothing(ask: Ask) -> None:
    listener = Listener()
    agent = HandicappedAgent(listener, Handicap(samples=2))
    replies = [await agent.reply(with_source(ask, sample=k)) for k in range(4)]
    assert [reply.text for reply in replies] == [listener.says, listener.says, "", ""]
    assert len(listener.asked) == 2
    assert (replies[3].usage.calls, replies[3].usage.unpriced) == (1, 0)
    assert (await agent.reply(with_source(ask, sample=3, purpose="rate"))).text, "a scorer's numbers count drafts"
    assert (await agent.reply(with_source(ask, sample=3, seat="juror-4"))).text, "jurors' numbers count jurors"


async def test_it_closes_the_agent_inside() -> None:
    listener = Listener()
    await HandicappedAgent(listener, Handicap(words=1)).aclose()
    assert listener.is_closed


@pytest.mark.parametrize("handicap", [Handicap(knows=0.5), Handicap(noise=0.5), Handicap(context=9), Handicap(words=2)])
async def test_the_request_that_is_in_records_and_keys_is_never_changed(ask: Ask, handicap: Handicap) -> None:
    request = with_source(ask)
    before = replace(request, messages=tuple(HumanMessage(message.text) for message in request.messages))
    await heard(handicap, request)
    assert [message.text for message in request.messages] == [message.text for message in before.messages]
    assert request.question == before.question
