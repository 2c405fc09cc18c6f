"""What a machine that graded alone found, counted against people's marks."""

from __future__ import annotations

import pytest

from dikast.metrics import MachineFindings
from dikast.records import Grading, Label, Labelling, Mark, Marking, StepLabel, StepMark


def marking(*labels: Mark | None, answer: bool | None = None) -> Marking:
    return Marking(steps=tuple(StepMark(label=label) for label in labels), is_answer_right=answer)


def grading(*labels: Label | None, answer: bool | None = None, labellings: tuple[Labelling, ...] = ()) -> Grading:
    steps = tuple(StepLabel(step=i, label=label) for i, label in enumerate(labels))
    return Grading(rubric="projudge", steps=steps, is_answer_right=answer, labellings=labellings)


def test_precision_is_over_what_was_refuted_and_coverage_over_what_is_wrong() -> None:
    found = MachineFindings.of(
        [
            (marking("correct", "incorrect", "inherited"), grading("unknown", "incorrect", "unknown")),
            (marking("correct", "correct", None), grading("incorrect", "unknown", "incorrect")),
        ]
    )
    assert found is not None
    assert (found.precision.value, found.precision.n) == (0.5, 2), "an unmarked step is in no figure"
    assert (found.coverage.value, found.coverage.n) == (0.5, 2), "an inherited error is wrong too"


def test_answers_are_counted_where_both_people_and_the_machine_know() -> None:
    known = [(True, True), (False, True), (True, None), (None, False), (False, False)]
    found = MachineFindings.of([(marking(answer=people), grading(answer=machine)) for people, machine in known])
    assert found is not None
    assert found.answers.value == pytest.approx(2 / 3)
    assert (found.answers.n, found.n_answers) == (3, 4)


def test_where_a_judge_labelled_it_is_not_the_machines_work() -> None:
    judged = grading("correct", labellings=(Labelling(seat="judge", move="0"),))
    assert MachineFindings.of([(marking("correct"), judged)]) is None
    assert MachineFindings.of([]) is None
