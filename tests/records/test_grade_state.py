"""The state of a grading: where the labels of its steps and the check of its final answer disagree."""

from __future__ import annotations

import pytest

from dikast.records import GradeState, Grading, Label, Outcome, OutcomeGrade, StepLabel

LABELS: dict[str, Label | None] = {"r": "correct", "n": "neutral", "w": "incorrect", "u": "unknown", ".": None}


def graded(letters: str, is_answer_right: bool | None) -> Grading:
    steps = tuple(StepLabel(step=i, label=LABELS[letter]) for i, letter in enumerate(letters))
    first_error = letters.find("w")
    is_lucky = is_answer_right and first_error >= 0
    return Grading(rubric="projudge", steps=steps, is_answer_right=is_answer_right, is_lucky=is_lucky)


@pytest.mark.parametrize(
    ("letters", "is_answer_right", "state"),
    [
        ("rnr", False, "error not located"),
        ("rwr", False, None),  # located
        ("rur", False, None),  # it may be in the unknown step
        ("r.r", False, None),  # or in the one that could not be read
        ("", False, None),  # no step was labelled
        ("rwr", True, "right by a wrong way"),
        ("rrr", True, None),
        ("rrr", None, None),
        ("rwr", None, None),
    ],
)
def test_the_state_of_a_grading(letters: str, is_answer_right: bool | None, state: GradeState | None) -> None:
    assert graded(letters, is_answer_right).state == state


@pytest.mark.parametrize(
    ("grade", "is_unread"),
    [((None, 4, 3), True), ((None, 4, 2), False), ((None, 4, 0), False), ((None, 0, 0), False), (None, False)],
)
def test_a_graded_solution_is_unread_if_most_labels_are(grade: tuple[None, int, int] | None, is_unread: bool) -> None:
    outcome = Outcome(
        id="e", protocol="p", agents="", question="q", status="decided", grade=grade and OutcomeGrade(*grade)
    )
    assert outcome.is_unread is is_unread
    # As all records: to JSON and back, and without the field where there is nothing to say.
    assert Outcome.model_validate_json(outcome.model_dump_json()) == outcome
    assert ("grade" in outcome.model_dump()) is (grade is not None)
