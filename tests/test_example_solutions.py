"""The worked solutions that ship as examples: they show every kind of error, and their marks are right."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from dikast.questions.solutions import read_solutions
from dikast.records import Marking, Question, Solution
from dikast.rubrics import load_rubric
from dikast.verify import Verifier

EXAMPLES = Path(__file__).parents[1] / "examples"
SUBJECTS = ("mathematics", "physics", "chemistry", "biology")
REFUTED = {("mathematics-3", 1), ("physics-2", 1), ("chemistry-2", 0)}


@pytest.fixture(scope="module")
def questions() -> list[Question]:
    return list(read_solutions(EXAMPLES / "solutions.jsonl"))


def worked(question: Question) -> tuple[Solution, Marking]:
    """The solution and its marks, which every example has."""
    assert question.solution is not None
    assert question.solution.marking is not None
    return question.solution, question.solution.marking


def test_there_are_four_solutions_of_each_subject(questions: list[Question]) -> None:
    assert Counter(question.metadata["subject"] for question in questions) == dict.fromkeys(SUBJECTS, 4)
    assert len({question.id for question in questions}) == 16


def test_every_label_and_every_kind_of_error_occurs(questions: list[Question]) -> None:
    marks = [mark for question in questions for mark in worked(question)[1].steps]
    assert {mark.label for mark in marks} == {"correct", "neutral", "incorrect", "inherited"}
    kinds = {mark.error_type for mark in marks if mark.label == "incorrect"}
    assert kinds == {kind.code for kind in load_rubric("projudge").errors}
    assert all(bool(mark.error_type) == bool(mark.reason) == bool(mark.is_wrong) for mark in marks)


def test_there_are_right_wrong_and_lucky_solutions(questions: list[Question]) -> None:
    counts = Counter((marking.first_error is None, marking.is_answer_right) for _, marking in map(worked, questions))
    assert counts == {(True, True): 6, (False, False): 8, (False, True): 2}
    assert {marking.first_error for _, marking in map(worked, questions)} == {None, 0, 1, 2, 3}


def test_an_inherited_error_rests_on_a_wrong_step_and_a_root_error_on_none(questions: list[Question]) -> None:
    for question in questions:
        steps = worked(question)[1].steps
        for mark in steps:
            assert mark.premises is not None
            rests_on_wrong = any(steps[premise].is_wrong for premise in mark.premises if premise >= 0)
            assert rests_on_wrong == (mark.label == "inherited"), question.id


def test_the_images_are_small_and_are_read(questions: list[Question]) -> None:
    with_images = [question for question in questions if question.images]
    assert [question.id for question in with_images] == ["mathematics-4", "physics-3", "biology-4"]
    assert all(image.startswith("data:image/png;base64,") for question in with_images for image in question.images)
    assert all(path.stat().st_size < 40_000 for path in (EXAMPLES / "images").glob("*.png"))


async def test_the_verifier_refutes_exactly_the_steps_with_a_wrong_calculation(questions: list[Question]) -> None:
    refuted = set()
    async with Verifier(workers=1) as verifier:
        for question in questions:
            steps = worked(question)[0].steps
            for i, step in enumerate(steps):
                checks = await verifier.step(step, context=steps[:i], problem=question.text)
                if any(check.status == "refuted" for check in checks):
                    refuted.add((question.id, i))
    assert refuted == REFUTED


async def test_the_verifier_agrees_with_the_marks_of_the_answers(questions: list[Question]) -> None:
    async with Verifier(workers=1) as verifier:
        for question in questions:
            solution, marking = worked(question)
            if solution.answer is not None:
                right = question.references[0] if question.gold is None else question.choices[question.gold]
                check = await verifier.answer(right, solution.answer)
                assert check.status == ("verified" if marking.is_answer_right else "refuted"), question.id
