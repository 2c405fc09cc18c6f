"""A judge that checks itself: what it is sent, what counts as its verdict, and what it costs."""

from __future__ import annotations

import pytest

from dikast.agents import Request
from dikast.graphs import run_episode
from dikast.protocols import Protocol, load_protocol, mitigated
from dikast.records import Episode, Question

RIVER = Question(id="river", text="Which river is longer?", choices=("The Volga", "The Rhine"), gold=0)


class Recorder:
    """Says one thing after another, and keeps what it was sent."""

    def __init__(self, *replies: str) -> None:
        self.replies = iter(replies)
        self.requests: list[Request] = []

    async def __call__(self, request: Request) -> str:
        self.requests.append(request)
        return next(self.replies)


async def judged(protocol: Protocol, *replies: str) -> tuple[Episode, Recorder]:
    judge = Recorder(*replies)
    return await run_episode(protocol, RIVER, agents={"judge": judge}), judge


async def test_the_verdict_after_reflection_counts() -> None:
    protocol = mitigated(load_protocol("direct"), "reflect")
    episode, judge = await judged(protocol, "Answer: B", "It was the order. Answer: A")
    assert (episode.verdict.choice, episode.usage.calls) == (0, 2)
    assert [request.purpose for request in judge.requests] == ["decide", "decide"]
    assert [message.type for message in judge.requests[1].messages] == ["system", "human", "ai", "human"]
    assert judge.requests[1].messages[2].text == "Answer: B"
    assert episode.verdict.looks[0].text == "Answer: B\n\nIt was the order. Answer: A"


async def test_what_could_sway_is_named_before_the_verdict() -> None:
    protocol = mitigated(load_protocol("direct"), "detect")
    episode, judge = await judged(protocol, "None, as far as I see.", "Answer: A")
    assert (episode.verdict.choice, episode.usage.calls) == (0, 2)
    assert [request.purpose for request in judge.requests] == ["detect", "decide"]
    detection, decision = ([message.text for message in request.messages] for request in judge.requests)
    assert "The Volga" in detection[-1]
    assert "Answer:" not in detection[-1]
    assert decision[: len(detection)] == detection
    assert decision[-2] == "None, as far as I see."
    assert "Answer:" in decision[-1]


async def test_each_order_and_each_seat_has_a_check_of_its_own() -> None:
    protocol = mitigated(mitigated(load_protocol("direct"), "both-orders"), "reflect")
    episode, _ = await judged(protocol, *["Answer: A"] * 4)
    assert episode.usage.calls == 4
    assert episode.verdict.is_contradictory


async def test_a_reflection_that_can_not_be_read_is_no_verdict() -> None:
    protocol = mitigated(load_protocol("direct"), "reflect")
    episode, _ = await judged(protocol, "Answer: A", "Hm.", "Hm.")
    assert (episode.verdict.status, episode.usage.calls, episode.usage.repeats) == ("unparsed", 2, 1)
    assert Episode.model_validate_json(episode.model_dump_json()) == episode


@pytest.mark.parametrize("mitigation", ["detect", "reflect"])
async def test_private_thinking_is_not_sent_back(mitigation: str) -> None:
    protocol = mitigated(load_protocol("direct"), mitigation)
    _, judge = await judged(protocol, "<thinking>PRIVATE</thinking>Answer: B", "Answer: A")
    assert "PRIVATE" not in "".join(message.text for message in judge.requests[1].messages)
