"""What a judge of responses knows of the right answer: nothing, its own answer, people's, or a wrong one."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dikast.agents import Reply, Request
from dikast.graphs import run_episode
from dikast.protocols import LINKS, Protocol, ProtocolOptions, apply, load_protocol
from dikast.protocols.protocol_options import Reference
from dikast.records import Episode, Question
from tests.players import Player

SUM = Question(
    id="sum",
    text="What is 8 + 9?",
    choices=("It must be eighteen.", "It must be seventeen."),
    gold=1,
    references=("17",),
    reference_solution="8 + 9 = 7 + 10 = 17.",
)


def said(request: Request) -> str:
    """All that the judge is sent."""
    return "\n".join(str(message.content) for message in request.messages)


def rule(request: Request) -> str | Reply:
    if request.purpose == "solve":
        return "I count on my fingers.\nAnswer: 18"
    if request.purpose == "assess":
        return "Answer: 5"
    if request.purpose == "rank":
        return "Ranking: A > B"
    if request.purpose == "extract":
        return '{"steps": ["8 + 9 = 18"], "answer": "18"}'
    if request.purpose == "chain":
        return json.dumps({link: {"note": "", "score": 1} for link in LINKS})
    if request.purpose == "step_scores":
        return '{"1": {"note": "", "score": 1}}'
    return "Answer: A"


async def judged(
    reference: Reference, protocol: str = "judge-pairwise", question: Question = SUM
) -> tuple[Episode, Player]:
    player = Player(rule)
    changed = apply(load_protocol(protocol), ProtocolOptions(reference=reference))
    return await run_episode(changed, question, agents={"judge": player}), player


@pytest.mark.parametrize(
    "protocol", ["judge-pairwise", "judge-pointwise", "judge-ranking", "judge-criteria", "judge-reasoning"]
)
@pytest.mark.parametrize(
    ("reference", "shown", "hidden"),
    [
        ("none", (), ("known to be right", "7 + 10")),
        ("answer", ("| 17", "known to be right"), ("7 + 10",)),
        ("solution", ("| 17", "7 + 10"), ()),
        ("corrupted", ("known to be right",), ("| 17", "7 + 10")),
    ],
)
async def test_the_judge_is_shown_what_the_policy_says(
    protocol: str, reference: Reference, shown: tuple[str, ...], hidden: tuple[str, ...]
) -> None:
    _, player = await judged(reference, protocol)
    # Who takes key steps out of a response is shown nothing else, whatever the judge knows.
    for request in player.requests:
        if request.purpose == "extract":
            assert "17" not in said(request)
            continue
        assert all(text in said(request) for text in shown)
        assert not any(text in said(request) for text in hidden)


@pytest.mark.parametrize("reference", ["answer", "solution", "corrupted"])
async def test_the_right_choice_is_never_taken_for_a_reference(reference: Reference) -> None:
    question = SUM.model_copy(update={"references": (), "reference_solution": None})
    _, player = await judged(reference, question=question)
    assert all("known to be right" not in said(request) for request in player.requests)
    assert all(not request.question.references for request in player.requests)


class TestItsOwnAnswer:
    @pytest.mark.parametrize(
        ("protocol", "calls"),
        [("judge-pairwise", 3), ("judge-pointwise", 3), ("judge-ranking", 2), ("judge-criteria", 3)],
    )
    async def test_it_answers_before_it_is_shown_a_response(self, protocol: str, calls: int) -> None:
        episode, player = await judged("self", protocol)
        assert episode.usage.calls == calls
        first, *later = player.requests
        assert first.purpose == "solve"
        assert (first.question.choices, first.question.references) == ((), ())
        assert "What is 8 + 9?" in said(first)
        assert "seventeen" not in said(first)
        for request in later:
            text = said(request)
            assert text.index("What is 8 + 9?") < text.index("on my fingers") < text.index("It must be")
            assert "your own answer to the task. It may be wrong" in text
            # The task is written once, and its own answer is no reference.
            assert text.count("What is 8 + 9?") == 1
            assert "known to be right" not in text

    async def test_credit_is_given_after_an_answer_of_ones_own(self) -> None:
        episode, player = await judged("self", "judge-chain", SUM.model_copy(update={"references": ()}))
        assert [request.purpose for request in player.requests] == ["solve", "chain", "chain"]
        assert all("on my fingers" in said(request) for request in player.requests[1:])
        assert episode.usage.calls == 3

    async def test_no_judge_is_shown_the_answer_of_another(self) -> None:
        def numbered(request: Request) -> str | Reply:
            return f"ZEBRA of {request.seat}." if request.purpose == "solve" else "Answer: A"

        player = Player(numbered)
        protocol = apply(load_protocol("judge-panel"), ProtocolOptions(reference="self"))
        episode = await run_episode(protocol, SUM, agents={"judge": player})
        assert episode.usage.calls == 3 + 6
        for request in player.requests:
            if request.purpose == "decide":
                assert said(request).count("ZEBRA") == 1
                assert f"ZEBRA of {request.seat}." in said(request)

    @pytest.mark.parametrize(
        ("moves", "fault"),
        [
            ([{"solve": "judge", "samples": 3}, {"decide": "judge"}], "one attempt"),
            ([{"answer": "judge"}, {"solve": "judge"}, {"decide": "judge"}], "comes first"),
        ],
    )
    def test_it_answers_once_and_first(self, moves: list[dict[str, Any]], fault: str) -> None:
        roles = {"judge": {"kind": "judge", "sees": ["question", "choices"]}}
        with pytest.raises(ValueError, match=fault):
            Protocol.model_validate({"name": "mine", "about": "responses", "roles": roles, "moves": moves})


class TestDiscussion:
    """A panel hears one another before it decides: each judge answers, reads the others, and then gives its verdict."""

    async def test_judges_read_the_reasons_of_their_neighbours_and_then_vote(self) -> None:
        def reasoned(request: Request) -> str | Reply:
            if request.purpose == "answer":
                return f"ZEBRA of {request.seat}.\nAnswer: A"
            return "Answer: B"

        player = Player(reasoned)
        episode = await run_episode(load_protocol("judge-discussion"), SUM, agents={"judge": player})
        assert (episode.verdict.choice, episode.usage.calls) == (1, 6)
        for request in player.requests:
            others = {f"Judge {number}" for number in (1, 2, 3) if not request.seat.endswith(str(number))}
            text = said(request)
            assert "Which answer is right" not in text
            if request.purpose == "answer":
                assert "ZEBRA" not in text
            else:
                assert text.count("ZEBRA") == 3
                assert all(name in text for name in others)
