"""SolutionFormat: how a data set writes worked solutions, and how a judge's labels are written for its own scorer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import JsonValue

from dikast.input_files import Document
from dikast.questions.row_adapter import RowAdapter, build_question
from dikast.questions.solutions.blank_steps import (
    BLANK_STEPS,
    blank_numbers,
    data_set_numbers,
    kept_numbers,
    marks_without,
    parts_without,
    with_blank_labels,
    with_blank_texts,
)
from dikast.records import Grading, Marking, Question, SolutionPart, StepLabel, StepMark

Prediction = dict[str, JsonValue]
# The index that several data sets write for "no step is wrong".
NO_ERROR = -1


def rows_unchanged(rows: Iterable[Document]) -> Iterable[Document]:
    """For a format whose rows are read as they are."""
    return rows


@dataclass(frozen=True)
class SolutionFormat:
    """One format. A row with all of `keys` is in it. Its scorer wants predictions by `group_key`, if it has one.

    `expand` gives what the adapter reads of a file's rows, where that is not each row as it is. `make_adapter`, given
    the file's path and whether its images are wanted, returns the adapter of its rows. `write` makes the row that the
    data set's own scorer reads, from a question and the judge's grading of its solution; the grading is None if there
    is none.
    """

    name: str
    keys: frozenset[str]
    make_adapter: Callable[[Path, bool], RowAdapter]
    write: Callable[[Question, Grading | None], Prediction]
    expand: Callable[[Iterable[Document]], Iterable[Document]] = rows_unchanged
    group_key: str | None = None


def fixed_adapter(adapter: RowAdapter) -> Callable[[Path, bool], RowAdapter]:
    """For a format whose adapter depends neither on the file's path nor on images."""
    return lambda path, images: adapter


def solution_question(
    document: Document,
    steps: tuple[str, ...],
    marks: tuple[StepMark, ...] | None,
    *,
    answer: str | None = None,
    author: str | None = None,
    is_answer_right: bool | None = None,
    parts: tuple[SolutionPart, ...] = (),
    **fields: Any,
) -> Question:
    """The Question with these fields and a solution of these steps and marks.

    `answer`, `author`, `is_answer_right` and `parts` are the solution's; `marks` is None if no step is labelled. Steps
    without text are dropped, and the metadata says which. Raises BadInput, with the row's place, if a field is invalid.
    """
    blank = blank_numbers(steps, marks)
    if blank and len(blank) < len(steps):
        kept = kept_numbers(len(steps), blank)
        marks = None if marks is None else marks_without(marks, kept)
        parts = parts_without(parts, kept, blank)
        steps = tuple(steps[i] for i in kept)
        fields["metadata"] = fields.get("metadata", {}) | {BLANK_STEPS: blank}
    marking = None
    if marks is not None or is_answer_right is not None:
        step_marks = tuple(StepMark() for _ in steps) if marks is None else marks
        marking = Marking(steps=step_marks, is_answer_right=is_answer_right).model_dump()
    solution = {
        "steps": steps,
        "answer": answer,
        "author": author,
        "marking": marking,
        "parts": [part.model_dump() for part in parts],
    }
    return build_question(document, {**fields, "solution": solution})


def as_references(answer: str | None) -> tuple[str, ...]:
    """The right answer as the question's references; none if it isn't known."""
    if answer is None:
        return ()
    return (answer,)


def marks_until_error(
    n_steps: int,
    first: int | None,
    error_type: str | None = None,
    reason: str = "",
) -> tuple[StepMark, ...]:
    """The marks of `n_steps` steps if only the 0-based first error is known. The steps after it are not labelled.

    If `first` is None, all steps are correct.
    """
    if first is None:
        return (StepMark(label="correct"),) * n_steps
    error = StepMark(
        label="incorrect",
        error_type=error_type,
        reason=reason,
    )
    before = (StepMark(label="correct"),) * first
    after = (StepMark(),) * (n_steps - first - 1)
    return (*before, error, *after)


def solution_steps(question: Question) -> list[JsonValue]:
    """The texts of the solution's steps, as the data set counts them; none if the question has no solution."""
    return [*with_blank_texts(question)]


def marked_error(question: Question) -> int | None:
    """The first step that people marked as wrong, as the data set counts them; None if there is none."""
    solution = question.solution
    if solution is None or solution.marking is None or solution.marking.first_error is None:
        return None
    return data_set_numbers(question)[solution.marking.first_error]


def judge_labels(question: Question, grading: Grading | None) -> tuple[StepLabel, ...]:
    """The judge's label of every step, as the data set counts them. A step without one is unparsed."""
    labels: Mapping[int, StepLabel] = {}
    if grading is not None:
        labels = {label.step: label for label in grading.steps}
    n_steps = 0 if question.solution is None else len(question.solution.steps)
    every_label = [labels.get(i, StepLabel(step=i)) for i in range(n_steps)]
    return with_blank_labels(question, every_label)


def predicted_error(question: Question, grading: Grading | None) -> int | None:
    """The 0-based first step that the judge labels wrong, or NO_ERROR.

    None if it isn't known, as in the scores: if a step before it is unparsed, or if no label is wrong and one of them
    is unparsed or unknown.
    """
    labels = judge_labels(question, grading)
    for label in labels:
        if label.label is None:
            return None
        if label.is_wrong:
            return label.step
    if any(label.label == "unknown" for label in labels):
        return None
    return NO_ERROR
