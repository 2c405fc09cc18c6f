"""BIG-Bench Mistake (Tyen et al. 2023, arXiv 2311.08516), https://github.com/WHGTyen/BIG-Bench-Mistake.

Rows have `input, steps, answer, target` and `mistake_index`, the 0-based first mistake, null for none. A file holds one
task, and its rows have no ids. A prediction has `mistake_index` as the judge found it, and `parsed`.
"""

from __future__ import annotations

from pathlib import Path

from pydantic import StrictInt

from dikast.errors import BadInput
from dikast.input_files import Document, into
from dikast.questions.row_adapter import DatasetRow, RowAdapter, drop_empty
from dikast.questions.solutions.solution_format import (
    NO_ERROR,
    Prediction,
    SolutionFormat,
    as_references,
    marks_until_error,
    predicted_error,
    solution_question,
    solution_steps,
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

    @property
    def is_answer_right(self) -> bool | None:
        """Whether the solution's answer is the task's; None if one of them isn't known."""
        if self.answer is None or self.target is None:
            return None
        return self.answer == self.target


def mistake_adapter(path: Path, images: bool) -> RowAdapter:
    """The adapter of a file's rows. The file's name is the task."""

    def adapt(document: Document, number: int) -> Question:
        row = into(MistakeRow, document)
        n_steps, first = len(row.steps), row.mistake_index
        if first not in (None, *range(n_steps)):
            message = f"null or the index of one of the {n_steps} steps is needed, got {first}"
            raise BadInput(message, document.where(["mistake_index"]))
        return solution_question(
            document,
            row.steps,
            marks_until_error(n_steps, first),
            id=row.id or f"{path.stem}-{number}",
            text=row.input,
            references=as_references(row.target),
            metadata=drop_empty(
                dataset="big-bench-mistake",
                row=number,
                subject=path.stem,
            ),
            answer=row.answer,
            is_answer_right=row.is_answer_right,
        )

    return adapt


def write(question: Question, grading: Grading | None) -> Prediction:
    """The row with the predicted first mistake."""
    first = predicted_error(question, grading)
    return {
        "id": question.id,
        "input": question.text,
        "steps": solution_steps(question),
        "mistake_index": None if first == NO_ERROR else first,
        "parsed": first is not None,
    }


FORMAT = SolutionFormat("big-bench-mistake", frozenset({"input", "steps", "mistake_index"}), mistake_adapter, write)
