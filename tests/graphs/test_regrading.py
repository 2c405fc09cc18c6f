"""A grading with people's decisions: their labels and points, errors that follow them, and the score of it all."""

from __future__ import annotations

from pathlib import Path

import pytest

from dikast.graphs import Regrading, regrade
from dikast.records import Episode, Override, OverridePlace, Question, Solution, SolutionPart, standing_decisions
from tests.graphs.judge_bench import EGGS, judged, labels_reply, saying, worked
from tests.players import Player


def decide(episode: Episode, about: str, **fields: object) -> Override:
    """A decision about this episode."""
    place = {name: fields.pop(name) for name in ("step", "name") if name in fields}
    where = OverridePlace.model_validate({"episode": episode.id, "about": about, **place})
    return Override.model_validate({"number": 1, "by": "Kim", "places": (where,), **fields})


def regraded(episode: Episode, *overrides: Override) -> Regrading:
    numbered = [one.model_copy(update={"number": number}) for number, one in enumerate(overrides, 1)]
    return regrade(episode, standing_decisions(numbered))


def labels(regrading: Regrading) -> list[str | None]:
    return [label.label for label in regrading.grading.steps]


async def test_without_a_decision_a_grading_is_what_the_record_says() -> None:
    episode, _ = await judged("process-direct")
    found = regrade(episode)
    assert found.grading is episode.verdict.grading
    assert found.points.points == found.grading.score


async def test_a_person_overrules_judge_and_machine_and_the_score_follows() -> None:
    """The machine refuted step 2. The teacher takes it for right, and says why."""
    episode, _ = await judged("process-direct")
    found = regraded(episode, decide(episode, "step", step=1, label="correct", comment="read as 35 - 4"))
    step = found.grading.steps[1]
    assert (step.label, step.decided_by, step.judged, step.error_type) == ("correct", "person", "correct", None)
    assert step.explanation == "read as 35 - 4"
    assert found.grading.first_error is None
    assert found.before.first_error == 1
    assert found.grading.score is not None
    assert found.before.score is not None
    assert found.grading.score > found.before.score


async def test_errors_follow_a_decision_along_premises() -> None:
    """Step 3 rests on step 2: it inherits an error that a teacher finds there, and is right again when she does not."""
    question = worked("3 * 12 = 36.", "Next, 4 are taken away.", "So 32 are left.")
    sound, _ = await judged("process-stepwise", question, Player(saying()))
    assert [label.premises for label in regrade(sound).grading.steps] == [(-1,), (0,), (1,)]
    assert labels(regraded(sound, decide(sound, "step", step=1, label="incorrect", error_type="RE"))) == [
        "correct",
        "incorrect",
        "inherited",
    ]
    faulty, _ = await judged("process-stepwise", worked("3 * 12 = 35.", "35 - 4 = 31.", "So 31 are left."))
    assert labels(regrade(faulty))[0] == "incorrect"
    assert labels(regrade(faulty))[2] == "inherited"
    after = regraded(faulty, decide(faulty, "step", step=0, label="correct"))
    assert "inherited" not in labels(after)
    assert after.grading.first_error is None


async def test_a_persons_own_label_inherits_nothing() -> None:
    faulty, _ = await judged("process-stepwise", worked("3 * 12 = 35.", "35 - 4 = 31.", "So 31 are left."))
    assert labels(regraded(faulty, decide(faulty, "step", step=2, label="correct")))[2] == "correct"


async def test_points_of_a_step_and_of_the_whole() -> None:
    episode, _ = await judged("process-direct", rubric="prmbench")
    half = regraded(episode, decide(episode, "step", step=1, value=0.5, comment="half for the way"))
    assert half.grading.steps[1].label == "incorrect"
    assert half.grading.steps[1].credit == 0.5
    assert half.grading.score is not None
    assert half.before.score is not None
    assert half.grading.score > half.before.score
    whole = regraded(episode, decide(episode, "whole", value=0.25))
    assert (whole.points.points, whole.points.is_given) == (0.25, True)


async def test_the_final_answer_is_decided_where_no_reference_is_known() -> None:
    episode, _ = await judged("process-direct", worked("2 + 2 = 4.", references=()))
    assert episode.verdict.grading is not None
    assert episode.verdict.grading.is_answer_right is None
    assert "answer" not in episode.verdict.grading.criteria
    found = regraded(episode, decide(episode, "answer", value=1))
    assert found.grading.is_answer_right is True
    assert found.grading.criteria["answer"] == 1


async def test_a_level_that_the_rubric_does_not_have_is_not_counted() -> None:
    """A folder of someone else can say anything."""
    episode, _ = await judged("process-direct", rubric="marks")
    assert regraded(episode, decide(episode, "criterion", name="method", value=0.3)).grading.criteria["method"] is None
    picked = regraded(episode, decide(episode, "criterion", name="method", value=0.5))
    assert picked.grading.criteria["method"] == 0.5
    assert picked.points.criteria["method"] == (2, 4)


async def test_a_part_keeps_its_points_where_only_an_earlier_part_is_wrong() -> None:
    parts = (SolutionPart(name="a", points=2, steps=(0,)), SolutionPart(name="b", points=3, steps=(1, 2)))
    steps = ("3 boxes hold 3 * 12 = 35 eggs.", "35 - 4 = 31.", "So 31 are left.")
    question: Question = EGGS.model_copy(update={"solution": Solution(steps=steps, parts=parts), "references": ()})
    judge = Player(saying(label=labels_reply(["incorrect", "inherited", "inherited"])))
    episode, _ = await judged("process-direct", question, judge, details="none")
    found = regrade(episode)
    assert [(part.points, part.followed) for part in found.points.parts] == [(0, ()), (3, (1, 2))]
    given = regraded(episode, decide(episode, "part", name="a", value=1))
    assert given.points.points == 4


async def test_an_episode_without_a_grading_is_no_graded_solution() -> None:
    episode, _ = await judged("process-direct")
    with pytest.raises(ValueError, match="grades no solution"):
        regrade(episode.model_copy(update={"verdict": episode.verdict.model_copy(update={"grading": None})}))


@pytest.mark.parametrize("protocol", [{"name": "elsewhere"}, {"name": "file", "rubric": "/etc/hostname.yaml"}])
async def test_a_record_from_elsewhere_is_read_by_a_rubric_of_the_library(protocol: dict[str, object]) -> None:
    """Its protocol may be none of ours. No file that it names is opened."""
    episode, _ = await judged("process-direct", rubric="prmbench")
    foreign = episode.model_copy(update={"protocol": protocol})
    found = regraded(foreign, decide(foreign, "step", step=1, label="correct"))
    assert found.rubric.name == "prmbench"
    assert labels(found) == ["correct"] * 3


async def test_a_rubric_in_a_file_is_not_opened_for_a_record(tmp_path: Path) -> None:
    """A folder of someone else can name any file. What a run records is the rubric itself."""
    episode, _ = await judged("process-direct")
    moves = [*episode.protocol["moves"]]  # type: ignore[misc]
    moves[-1] = {**moves[-1], "rubric": str(tmp_path / "other.yaml")}
    named = episode.model_copy(update={"protocol": {**episode.protocol, "moves": moves}})
    (tmp_path / "other.yaml").write_text("name: opened")
    assert regrade(named).rubric.name == "projudge"
