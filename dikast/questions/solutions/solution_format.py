"""Layout: how one data set writes worked solutions, and how judgements of them are written for its own scorer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import JsonValue

from dikast.input_files import Document
from dikast.questions.row_adapter import RowAdapter, question_of
from dikast.records import Grading, Marking, Question, StepLabel, StepMark

Prediction = dict[str, JsonValue]
NO_ERROR = -1


@dataclass(frozen=True)
class SolutionFormat:
    """One layout. A row with all of `keys` is in it.

    `maker`, given the file's path and whether its images are wanted, makes Questions of rows. `write` makes the row
    that the data set's own scorer reads, of a question and what was said of its solution; None where nothing was.
    """

    name: str
    keys: frozenset[str]
    maker: Callable[[Path, bool], RowAdapter]
    write: Callable[[Question, Grading | None], Prediction]


def plain(make: RowAdapter) -> Callable[[Path, bool], RowAdapter]:
    """For layouts without files of their own."""
    return lambda path, images: make


def solved(document: Document, steps: tuple[str, ...], marks: tuple[StepMark, ...] | None, **parts: Any) -> Question:
    """The Question with these steps and marks; `answer`, `author` and `is_answer_right` are the solution's.

    Raises BadInput where there is no step.
    """
    solution: dict[str, Any] = {
        "steps": steps,
        "answer": parts.pop("answer", None),
        "author": parts.pop("author", None),
    }
    right = parts.pop("is_answer_right", None)
    if marks is not None or right is not None:
        marks = tuple(StepMark() for _ in steps) if marks is None else marks
        solution["marking"] = Marking(steps=marks, is_answer_right=right).model_dump()
    return question_of(document, {**parts, "solution": solution})


def until_first_error(
    n: int, first: int | None, error_type: str | None = None, reason: str = ""
) -> tuple[StepMark, ...]:
    """The marks of `n` steps whose first error, 0-based, is known: what follows it is not labelled.

    With no error, all are correct.
    """
    if first is None:
        return (StepMark(label="correct"),) * n
    wrong = StepMark(label="incorrect", error_type=error_type, reason=reason)
    return ((StepMark(label="correct"),) * first + (wrong,) + (StepMark(),) * (n - first - 1))[:n]


def labels_said(question: Question, grading: Grading | None) -> tuple[StepLabel, ...]:
    """What was said of every step of the question's solution; where nothing was, a step is unparsed."""
    steps = () if question.solution is None else question.solution.steps
    said: Mapping[int, StepLabel] = {} if grading is None else {label.step: label for label in grading.steps}
    return tuple(said.get(i, StepLabel(step=i)) for i in range(len(steps)))


def first_said(question: Question, grading: Grading | None) -> int | None:
    """The 0-based first step held wrong, NO_ERROR if none is, None where a step that decides it is unparsed."""
    for label in labels_said(question, grading):
        if label.label is None:
            return None
        if label.is_wrong:
            return label.step
    return NO_ERROR
