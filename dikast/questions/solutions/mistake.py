"""BIG-Bench Mistake (Tyen et al. 2023, arXiv 2311.08516), https://github.com/WHGTyen/BIG-Bench-Mistake.

Rows have `input, steps, answer, target` and `mistake_index`, the 0-based first mistake, null for none; a file holds one
task and rows have no ids. A prediction has `mistake_index` as the judge found it, and `parsed`.
"""

from __future__ import annotations

from pathlib import Path

from pydantic import StrictInt

from dikast.errors import BadInput
from dikast.input_files import Document, into
from dikast.questions.row_adapter import DatasetRow, RowAdapter, known
from dikast.questions.solutions.solution_format import (
    NO_ERROR,
    Prediction,
    SolutionFormat,
    first_said,
    solved,
    until_first_error,
)
from dikast.records import Grading, Question


class MistakeRow(DatasetRow):
    """A row of one task's file."""

    input: str
    steps: tuple[str, ...]
    answer: str | None = None
    target: str | None = None
    mistake_index: StrictInt | None
    id: str | None = None


def maker(path: Path, images: bool) -> RowAdapter:
    """What makes a question of a row; the file's name is the task."""

    def make(document: Document, number: int) -> Question:
        row = into(MistakeRow, document)
        n, first = len(row.steps), row.mistake_index
        if first is not None and not 0 <= first < n:
            message = f"null or the index of one of the {n} steps is needed, got {first}"
            raise BadInput(message, document.where(["mistake_index"]))
        is_right = None if None in (row.answer, row.target) else row.answer == row.target
        return solved(
            document,
            row.steps,
            until_first_error(n, first),
            id=row.id or f"{path.stem}-{number}",
            text=row.input,
            references=() if row.target is None else (row.target,),
            metadata=known(dataset="big-bench-mistake", row=number, subject=path.stem),
            answer=row.answer,
            is_answer_right=is_right,
        )

    return make


def write(question: Question, grading: Grading | None) -> Prediction:
    """The row with the predicted first mistake."""
    said = first_said(question, grading)
    steps = [] if question.solution is None else list(question.solution.steps)
    mistake = None if said == NO_ERROR else said
    row: Prediction = {"id": question.id, "input": question.text, "steps": [*steps]}
    return row | {"mistake_index": mistake, "parsed": said is not None}


LAYOUT = SolutionFormat("big-bench-mistake", frozenset({"input", "steps", "mistake_index"}), maker, write)
