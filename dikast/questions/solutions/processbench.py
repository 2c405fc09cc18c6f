"""ProcessBench (Zheng et al. 2024, arXiv 2412.06559), Qwen/ProcessBench on the hub, and predictions for it.

Rows have `id, generator, problem, steps, final_answer_correct` and `label`, the 0-based first error, -1 for none; of
later steps nothing is said. A prediction is the row with `prediction` (-1 for none, null where it could not be read)
and `match`.
"""

from __future__ import annotations

from pydantic import Field, StrictInt

from dikast.errors import BadInput
from dikast.input_files import Document, into
from dikast.questions.row_adapter import DatasetRow, known
from dikast.questions.solutions.solution_format import (
    NO_ERROR,
    Prediction,
    SolutionFormat,
    first_said,
    plain,
    solved,
    until_first_error,
)
from dikast.records import Grading, Question


class ProcessBenchRow(DatasetRow):
    """A row of the benchmark."""

    id: str = Field(coerce_numbers_to_str=True)
    problem: str
    steps: tuple[str, ...]
    label: StrictInt
    generator: str | None = None
    final_answer_correct: bool | None = None


def make(document: Document, number: int) -> Question:
    """The question of a row, with the marks up to the first error."""
    row = into(ProcessBenchRow, document)
    if not NO_ERROR <= row.label < len(row.steps):
        message = f"-1 or the index of one of the {len(row.steps)} steps is needed, got {row.label}"
        raise BadInput(message, document.where(["label"]))
    return solved(
        document,
        row.steps,
        until_first_error(len(row.steps), None if row.label == NO_ERROR else row.label),
        id=row.id,
        text=row.problem,
        metadata=known(dataset="processbench", row=number, split=row.id.rpartition("-")[0], subject="math"),
        author=row.generator,
        is_answer_right=row.final_answer_correct,
    )


def write(question: Question, grading: Grading | None) -> Prediction:
    """The row with the predicted first error."""
    said = first_said(question, grading)
    row: Prediction = {"id": question.id, "problem": question.text}
    solution = question.solution
    if solution is not None:
        row |= {"generator": solution.author, "steps": list(solution.steps)}
    if solution is not None and solution.marking is not None and solution.marking.is_located:
        first = solution.marking.first_error
        label = NO_ERROR if first is None else first
        row |= {"final_answer_correct": solution.marking.is_answer_right, "label": label, "match": said == label}
    return row | {"prediction": said}


LAYOUT = SolutionFormat("processbench", frozenset({"problem", "steps", "label"}), plain(make), write)
