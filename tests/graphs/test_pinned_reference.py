"""A reference shown as a response that has the best score: the reply is the candidate's score alone."""

from __future__ import annotations

from typing import Any

import pytest

from dikast.agents import Request
from dikast.errors import BadInput
from dikast.graphs import run_episode
from dikast.protocols import Protocol, load_protocol
from dikast.records import Question

PAIR = Question(id="hello", text="Say hello.", choices=("Hello!", "Go away."), gold=0, references=("Good day!", "Hi."))


def protocol(sees: tuple[str, ...] = ("question", "choices", "reference"), **options: Any) -> Protocol:
    return Protocol.model_validate(
        {
            "name": "mine",
            "about": "responses",
            "roles": {"judge": {"kind": "judge", "sees": sees}},
            "moves": [{"rate": "judge", "pinned": True, **options}],
        }
    )


async def test_the_reference_is_the_first_response_and_the_candidate_is_scored() -> None:
    asked: list[str] = []

    async def judge(request: Request) -> str:
        asked.append(str(request.messages[-1].text))
        return "Answer: 8" if "Hello!" in asked[-1] else "Answer: 2"

    episode = await run_episode(protocol(), PAIR, agents={"judge": judge})
    assert [one.score for one in episode.verdict.scores] == [8, 2]
    assert (episode.verdict.choice, episode.usage.calls) == (0, 2)
    task = next(text for text in asked if "Hello!" in text)
    assert "A:\n| Good day!\nB:\n| Hello!" in task
    assert "Response A is known to be right and has the score 10. How good is response B" in task
    # It stands there as a response and nowhere else.
    assert task.count("Good day!") == 1
    assert "Go away." not in task


async def test_a_question_without_a_reference_is_bad_input() -> None:
    async def judge(request: Request) -> str:
        raise AssertionError("nothing is called")

    question = PAIR.model_copy(update={"references": ()})
    with pytest.raises(BadInput, match="'hello' has none"):
        await run_episode(protocol(), question, agents={"judge": judge})


@pytest.mark.parametrize(
    ("options", "message"),
    [({"sees": ("question", "choices")}, "add `reference`"), ({"each": "together"}, "each: alone")],
)
def test_what_does_not_fit_a_pinned_reference(options: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        protocol(**options)


async def test_the_option_shows_the_reference_to_the_judge_of_the_library() -> None:
    asked: list[str] = []

    async def judge(request: Request) -> str:
        asked.append(str(request.messages[-1].text))
        return "Answer: 8"

    episode = await run_episode(load_protocol("judge-pointwise", pinned=True), PAIR, agents={"judge": judge})
    assert episode.usage.calls == 2
    assert all("A:\n| Good day!\nB:" in text for text in asked)
