"""Our own format of worked solutions.

{"id", "problem", "steps": […] or "solution": text, "reference"?, "reference_solution"?, "images"?, "choices"?,
"answer"?, "labels"?, "types"?, "reasons"?, "premises"?, "answer_is_right"?, "author"?, "parts"?, "metadata"?}

`labels`, one for each step: `correct`, `neutral`, `incorrect`, `inherited`, or 1, 0, -1, or true, false, or null for a
step that isn't labelled. `premises`: the 0-based steps that each step rests on, -1 for the problem. `reference` is the
right answer, or several; with choices, one of them or its letter. `answer` is the solution's own. `parts` are those of
a question whose parts have points of their own: {"name": "a", "points": 4, "steps": [0, 1]}.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    StrictBool,
    StrictInt,
    StrictStr,
    field_validator,
    model_validator,
)

from dikast.errors import BadInput, FieldError
from dikast.input_files import Document, into
from dikast.questions.gold_choice import resolve_choice
from dikast.questions.image import image_urls
from dikast.questions.row_adapter import RowAdapter
from dikast.questions.solutions.solution_format import (
    Prediction,
    SolutionFormat,
    judge_labels,
    solution_question,
    solution_steps,
)
from dikast.questions.splitting import split
from dikast.records import PROBLEM, Grading, Mark, Question, SolutionPart, StepMark

WrittenLabel = Mark | StrictBool | Literal[1, 0, -1] | None
WrittenPremises = tuple[tuple[StrictInt, ...] | None, ...] | None
# By the label's text, since Python takes True for 1 and False for 0, which mean other marks here.
_MARKS: dict[str, Mark] = {
    "True": "correct",
    "False": "incorrect",
    "1": "correct",
    "0": "neutral",
    "-1": "incorrect",
}


class SolutionRow(BaseModel):
    """One row, as a person writes it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str | None = Field(default=None, min_length=1, coerce_numbers_to_str=True)
    problem: str = Field(min_length=1)
    steps: tuple[StrictStr, ...] | None = None
    solution: str | None = None
    reference: StrictStr | StrictInt | tuple[StrictStr, ...] | None = None
    reference_solution: str | None = None
    images: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    answer: str | None = Field(default=None, coerce_numbers_to_str=True)
    labels: tuple[WrittenLabel, ...] | None = None
    types: tuple[str | None, ...] | None = None
    reasons: tuple[str | None, ...] | None = None
    premises: WrittenPremises = None
    answer_is_right: StrictBool | None = None
    author: str | None = None
    parts: tuple[SolutionPart, ...] = ()
    metadata: dict[str, JsonValue] = {}

    @field_validator("premises")
    @classmethod
    def _premises_come_before(cls, premises: WrittenPremises) -> WrittenPremises:
        for i, of_step in enumerate(premises or ()):
            earlier = range(PROBLEM, i)
            if not set(of_step or ()).issubset(earlier):
                raise FieldError(f"step {i} can rest on steps before it and on -1, the problem", i)
        return premises

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if (self.steps is None) == (self.solution is None):
            raise ValueError("one of `steps` and `solution` is needed: the steps one by one, or the whole text")
        columns = self._label_columns()
        if self.parts and self.steps is None:
            raise FieldError("parts name their steps by number, so write `steps` one by one", "parts")
        if self.labels is None and columns:
            key = next(iter(columns))
            raise FieldError(f"{key} describe labels, and there are none", key)
        return self

    def _label_columns(self) -> dict[str, Sequence[object]]:
        """The columns that describe the labels, without those that the row leaves out."""
        columns = {
            "types": self.types,
            "reasons": self.reasons,
            "premises": self.premises,
        }
        return {key: values for key, values in columns.items() if values is not None}

    def marks(self, n_steps: int) -> tuple[StepMark, ...] | None:
        """The marks of `n_steps` steps; None without labels. Raises FieldError if there are more or fewer."""
        if self.labels is None:
            return None
        for key, values in {"labels": self.labels, **self._label_columns()}.items():
            if len(values) != n_steps:
                raise FieldError(f"{n_steps} steps need as many {key}, got {len(values)}", key)
        blank = (None,) * n_steps
        columns = zip(
            self.labels,
            self.types or blank,
            self.reasons or blank,
            self.premises or blank,
            strict=True,
        )
        marks: list[StepMark] = []
        for label, error_type, reason, premises in columns:
            mark = StepMark(
                label=_mark(label),
                error_type=error_type or None,
                reason=reason or "",
                premises=premises,
            )
            marks.append(mark)
        return tuple(marks)


def _mark(label: WrittenLabel) -> Mark | None:
    """The label as a word; None if the step isn't labelled."""
    # Truth values are numbers too, for Python.
    if isinstance(label, int):
        return _MARKS[str(label)]
    return label


def native_solution_adapter(path: Path, images: bool) -> RowAdapter:
    """The adapter of the rows of the file at `path`. The id of a row without one is its number."""

    def adapt(document: Document, number: int) -> Question:
        row = into(SolutionRow, document)
        steps = _steps(row, document)
        marks = _marks(row, len(steps), document)
        references, gold = _references(row, document)
        # Read even if not wanted, so that a missing image is always an error.
        urls = image_urls(row.images, path.parent, document)
        return solution_question(
            document,
            steps,
            marks,
            id=row.id or str(number),
            text=row.problem,
            choices=row.choices,
            gold=gold,
            references=references,
            reference_solution=row.reference_solution,
            images=urls if images else (),
            metadata=row.metadata,
            answer=row.answer,
            author=row.author,
            is_answer_right=row.answer_is_right,
            parts=row.parts,
        )

    return adapt


def _steps(row: SolutionRow, document: Document) -> tuple[str, ...]:
    """The steps as the row has them, or those that its solution splits into."""
    if row.steps is not None:
        return row.steps
    steps = split(row.solution or "")
    if row.labels is not None and len(row.labels) != len(steps):
        message = f"the solution splits into {len(steps)} steps, and {len(row.labels)} are labelled: write `steps`"
        raise BadInput(message, document.where(["labels"]))
    return steps


def _marks(row: SolutionRow, n_steps: int, document: Document) -> tuple[StepMark, ...] | None:
    """The marks of the steps. Raises BadInput, with the key, if they are not as many."""
    try:
        return row.marks(n_steps)
    except FieldError as error:
        raise BadInput(str(error), document.where(error.path)) from None


def _references(row: SolutionRow, document: Document) -> tuple[tuple[str, ...], int | None]:
    """The right answers in free form, and the index of the right choice."""
    if row.reference is None:
        return (), None
    if isinstance(row.reference, tuple):
        return row.reference, None
    if row.choices:
        return (), resolve_choice(row.reference, row.choices, document.where(["reference"]))
    return (str(row.reference),), None


def write(question: Question, grading: Grading | None) -> Prediction:
    """The row with the judge's labels in place of the marks. An unknown step is null; `p_correct` has its probability.

    `unparsed` lists the steps whose labels could not be read.
    """
    labels: list[JsonValue] = []
    types: list[JsonValue] = []
    reasons: list[JsonValue] = []
    premises: list[JsonValue] = []
    p_correct: list[JsonValue] = []
    unparsed: list[JsonValue] = []
    for label in judge_labels(question, grading):
        labels.append(None if label.label == "unknown" else label.label)
        types.append(label.error_type)
        reasons.append(label.explanation or None)
        premises.append(None if label.premises is None else [*label.premises])
        p_correct.append(label.p_correct)
        if label.label is None:
            unparsed.append(label.step)
    row: Prediction = {
        "id": question.id,
        "problem": question.text,
        "steps": solution_steps(question),
        "labels": labels,
        "types": types,
        "reasons": reasons,
    }
    # A column of nulls alone would say that premises were asked for.
    if premises != [None] * len(premises):
        row["premises"] = premises
    if grading is not None and grading.is_answer_right is not None:
        row["answer_is_right"] = grading.is_answer_right
    row["metadata"] = {"p_correct": p_correct, "unparsed": unparsed}
    return row


def solution_row(question: Question) -> Prediction:
    """The row of a question with its solution, and with the marks of its steps where there are any.

    What it does not have is left out. Raises ValueError where there is no solution.
    """
    solution = question.solution
    if solution is None:
        raise ValueError(f"{question.id!r} has no solution")
    row: Prediction = {
        "id": question.id,
        "problem": question.text,
        "images": [*question.images],
        "choices": [*question.choices],
        "steps": [*solution.steps],
        "answer": solution.answer,
        "reference": _reference(question),
        "reference_solution": question.reference_solution,
        "author": solution.author,
        "parts": [part.model_dump(mode="json") for part in solution.parts],
        "metadata": question.metadata,
    }
    if solution.marking is not None:
        marks = solution.marking.steps
        row |= {
            "labels": [mark.label for mark in marks],
            "types": [mark.error_type for mark in marks],
            "premises": [None if mark.premises is None else [*mark.premises] for mark in marks],
            "answer_is_right": solution.marking.is_answer_right,
        }
    return {key: value for key, value in row.items() if value not in (None, [])}


def _reference(question: Question) -> JsonValue:
    """The right choice, else the right answers."""
    if question.gold is not None:
        return question.choices[question.gold]
    return [*question.references]


FORMAT = SolutionFormat("dikast", frozenset({"problem"}), native_solution_adapter, write)
