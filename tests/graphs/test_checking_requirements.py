"""Requirements: a task taken apart, looked up in the response by a seat without the task. Exact calls."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dikast.agents import Request
from dikast.cli.episode_text import as_text
from dikast.graphs import run_episode
from dikast.protocols import Protocol, load_protocol
from dikast.records import Episode, Question
from tests.players import Player, text_of

TASK = "Describe a red cube beside two green balls."
GOOD, BAD = "A red cube lies beside two green balls.", "A blue cube."
CUBE = {"kind": "entity", "question": "Is there a cube?", "expected": "Yes, a cube."}
COLOUR = {"kind": "attribute", "question": "What colour has the cube?", "expected": "Red."}
BESIDE = {"kind": "relation", "question": "What lies beside the cube?", "expected": "Two green balls."}
SINGLE = Question(id="cube", text=TASK, choices=(GOOD,))
PAIR = Question(id="cubes", text=TASK, choices=(BAD, GOOD), gold=1)


class RequirementJudge(Player):
    """Takes the task apart as told; its inspector repeats the response, which it scores 10 if it is the good one."""

    def __init__(self, requirements: object = (CUBE, COLOUR, BESIDE), scores: tuple[str, str] = ("10", "4")) -> None:
        super().__init__(self.replies)
        self.requirements, self.scores = requirements, scores

    def replies(self, request: Request) -> str:
        if request.purpose == "require":
            return json.dumps({"requirements": self.requirements})
        if request.purpose == "inspect":
            return f"The response says: {request.question.choices[0]}"
        return f"Answer: {self.scores[GOOD not in text_of(request)]}"


async def judged(judge: Player, question: Question = SINGLE) -> Episode:
    return await run_episode(load_protocol("judge-requirements"), question, agents={"judge": judge})


async def test_the_score_is_the_mean_and_each_kind_has_its_own() -> None:
    episode = await judged(RequirementJudge())
    (score,) = episode.verdict.scores
    assert (score.score, score.value) == (10, 1)
    assert [(one.name, one.score) for one in score.criteria] == [("entity", 10), ("attribute", 10), ("relation", 10)]
    assert [one.asks for one in episode.verdict.requirements] == [one["question"] for one in (CUBE, COLOUR, BESIDE)]
    assert (episode.verdict.choice, episode.usage.calls) == (None, 1 + 2 * 3)
    assert Episode.model_validate_json(episode.model_dump_json()) == episode


async def test_the_response_that_fits_better_is_the_choice() -> None:
    episode = await judged(RequirementJudge(), PAIR)
    assert [one.score for one in episode.verdict.scores] == [4, 10]
    assert (episode.verdict.choice, episode.usage.calls) == (1, 1 + 2 * 2 * 3)


async def test_who_looks_knows_no_task_and_who_scores_sees_no_response() -> None:
    judge = RequirementJudge()
    await judged(judge, PAIR)
    for request in judge.requests:
        text = text_of(request)
        assert (TASK in text) == (request.purpose != "inspect")
        assert bool(request.question.choices) == (request.purpose == "inspect")
        if request.purpose == "inspect":
            assert not any(one["expected"] in text for one in (COLOUR, BESIDE))


@pytest.mark.parametrize(
    ("judge", "reason"),
    [
        (RequirementJudge(requirements=[]), "could not be taken apart"),
        (RequirementJudge(requirements=[{"kind": "mood"}]), "could not be taken apart"),
        (RequirementJudge(requirements=[CUBE] * 201), "more than 200"),
        (RequirementJudge(scores=("eleven", "11")), "3 of 3 requirements have no score"),
    ],
)
async def test_what_can_not_be_read_is_never_filled_in(judge: RequirementJudge, reason: str) -> None:
    verdict = (await judged(judge)).verdict
    assert (verdict.status, verdict.scores) == ("unparsed", ())
    assert reason in str(verdict.reason)


async def test_a_transcript_shows_what_was_found() -> None:
    lines = as_text(await judged(RequirementJudge())).splitlines()
    assert "attribute in (1): 10 of 10: “What colour has the cube?”" in lines


@pytest.mark.parametrize(
    ("judge_sees", "reader_sees", "fault"),
    [
        (["question"], ["question", "choices"], "not the `question`"),
        (["question"], ["source"], "not the `question`"),
        (["source"], ["choices"], "list `question`"),
    ],
)
def test_the_roles_see_what_their_part_needs(judge_sees: list[str], reader_sees: list[str], fault: str) -> None:
    data: dict[str, Any] = load_protocol("judge-requirements").model_dump(mode="json")
    data["roles"]["judge"]["sees"], data["roles"]["inspector"]["sees"] = judge_sees, reader_sees
    with pytest.raises(ValueError, match=fault):
        Protocol.model_validate(data)
