"""Our own rows of worked solutions.

{"id", "problem", "steps": […] or "solution": text, "reference"?, "reference_solution"?, "images"?, "choices"?,
"answer"?, "labels"?, "types"?, "reasons"?, "premises"?, "answer_is_right"?, "author"?, "metadata"?}

`labels`, one a step: `correct`, `neutral`, `incorrect`, `inherited`, or 1, 0, -1, or true, false, or null where nobody
said. `premises`: the 0-based steps that each step rests on, -1 for the problem. `reference` is the right answer, or
several; with choices, one of them or its letter. `answer` is the solution's own.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StrictBool, StrictInt, StrictStr, model_validator

from dikast.errors import BadInput, FieldError
from dikast.input_files import Document, into
from dikast.questions.gold_choice import choice_meant
from dikast.questions.image import image_url
from dikast.questions.row_adapter import RowAdapter
from dikast.questions.solutions.solution_format import Prediction, SolutionFormat, labels_said, solved
from dikast.questions.splitting import split
from dikast.records import PROBLEM, Grading, Mark, Question, StepMark

Written = Mark | StrictBool | Literal[1, 0, -1] | None
_BY_NUMBER: dict[int, Mark] = {1: "correct", 0: "neutral", -1: "incorrect"}


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
    labels: tuple[Written, ...] | None = None
    types: tuple[str | None, ...] | None = None
    reasons: tuple[str | None, ...] | None = None
    premises: tuple[tuple[StrictInt, ...] | None, ...] | None = None
    answer_is_right: StrictBool | None = None
    author: str | None = None
    metadata: dict[str, JsonValue] = {}

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if (self.steps is None) == (self.solution is None):
            raise ValueError("one of `steps` and `solution` is needed: the steps one by one, or the whole text")
        for key in ("types", "reasons", "premises"):
            if getattr(self, key) is not None and self.labels is None:
                raise FieldError(f"{key} say more of labels, and there are none", key)
        for i, premises in enumerate(self.premises or ()):
            if any(not PROBLEM <= premise < i for premise in premises or ()):
                raise FieldError(f"step {i} can rest on steps before it and on -1, the problem", "premises", i)
        return self

    def marks(self, n: int) -> tuple[StepMark, ...] | None:
        """The marks of `n` steps. Raises Misplaced where there are more or fewer."""
        if self.labels is None:
            return None
        for key in ("labels", "types", "reasons", "premises"):
            written = getattr(self, key)
            if written is not None and len(written) != n:
                raise FieldError(f"{n} steps need as many {key}, got {len(written)}", key)
        types, reasons, premises = self.types or (None,) * n, self.reasons or (None,) * n, self.premises or (None,) * n
        return tuple(
            StepMark(label=_mark(label), error_type=kind or None, reason=reason or "", premises=rests)
            for label, kind, reason, rests in zip(self.labels, types, reasons, premises, strict=True)
        )


def _mark(written: Written) -> Mark | None:
    if isinstance(written, bool):
        return "correct" if written else "incorrect"
    return _BY_NUMBER[written] if isinstance(written, int) else written


def maker(path: Path, images: bool) -> RowAdapter:
    """What makes a question of a row of the file at `path`; a row without an id has its number for one."""

    def make(document: Document, number: int) -> Question:
        row = into(SolutionRow, document)
        steps = _steps(row, document)
        try:
            marks = row.marks(len(steps))
        except FieldError as fault:
            raise BadInput(str(fault), document.where(fault.path)) from None
        references, gold = _references(row, document)
        urls = [image_url(name, path.parent, document.where(["images", i])) for i, name in enumerate(row.images)]
        return solved(
            document,
            steps,
            marks,
            id=row.id or str(number),
            text=row.problem,
            choices=row.choices,
            gold=gold,
            references=references,
            reference_solution=row.reference_solution,
            images=tuple(urls) if images else (),
            metadata=row.metadata,
            answer=row.answer,
            author=row.author,
            is_answer_right=row.answer_is_right,
        )

    return make


def _steps(row: SolutionRow, document: Document) -> tuple[str, ...]:
    if row.steps is not None:
        return row.steps
    steps = split(row.solution or "")
    if row.labels is not None and len(row.labels) != len(steps):
        message = f"the solution parts into {len(steps)} steps, and {len(row.labels)} are labelled: write `steps`"
        raise BadInput(message, document.where(["labels"]))
    return steps


def _references(row: SolutionRow, document: Document) -> tuple[tuple[str, ...], int | None]:
    """The right answers in free form, and the index of the right choice."""
    given = row.reference
    if given is None:
        return (), None
    if row.choices and not isinstance(given, tuple):
        return (), choice_meant(given, row.choices, document.where(["reference"]))
    return (given, None) if isinstance(given, tuple) else ((str(given),), None)


def write(question: Question, grading: Grading | None) -> Prediction:
    """The row with what was said in place of the marks; `unknown` steps are null with their probability beside."""
    said = labels_said(question, grading)
    row: dict[str, Any] = {
        "id": question.id,
        "problem": question.text,
        "steps": [] if question.solution is None else list(question.solution.steps),
        "labels": [None if label.label == "unknown" else label.label for label in said],
        "types": [label.error_type for label in said],
        "reasons": [label.explanation or None for label in said],
    }
    if any(label.premises is not None for label in said):
        row["premises"] = [None if label.premises is None else list(label.premises) for label in said]
    if grading is not None and grading.is_answer_right is not None:
        row["answer_is_right"] = grading.is_answer_right
    row["metadata"] = {
        "p_correct": [label.p_correct for label in said],
        "unparsed": [label.step for label in said if label.label is None],
    }
    return row


LAYOUT = SolutionFormat("dikast", frozenset({"problem"}), maker, write)
