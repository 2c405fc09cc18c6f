"""ProcessBench (Zheng et al. 2024, arXiv 2412.06559), Qwen/ProcessBench on the hub, and predictions for it.

Rows have `id, generator, problem, steps, final_answer_correct` and `label`, the 0-based first error, -1 for none; later
steps are not labelled. A prediction is the row with `prediction` (-1 for none, null if it could not be read) and
`match`.
"""

from __future__ import annotations

from pydantic import Field, StrictInt

from dikast.errors import BadInput
from dikast.input_files import Document, into
from dikast.questions.row_adapter import DatasetRow, drop_empty
from dikast.questions.solutions.solution_format import (
    NO_ERROR,
    Prediction,
    SolutionFormat,
    fixed_adapter,
    marked_error,
    marks_until_error,
    predicted_error,
    solution_question,
    solution_steps,
)
from dikast.records import Grading, Question, Solution


class ProcessBenchRow(DatasetRow):
    """A row of the benchmark."""

    id: str = Field(coerce_numbers_to_str=True)
    problem: str
    steps: tuple[str, ...]
    label: StrictInt
    generator: str | None = None
    final_answer_correct: bool | None = None


def read_row(document: Document, number: int) -> Question:
    """The question of a row, with the marks up to the first error."""
    row = into(ProcessBenchRow, document)
    n_steps = len(row.steps)
    if not NO_ERROR <= row.label < n_steps:
        message = f"-1 or the index of one of the {n_steps} steps is needed, got {row.label}"
        raise BadInput(message, document.where(["label"]))
    first = None if row.label == NO_ERROR else row.label
    # An id is the subset's name and a number: `gsm8k-7`.
    subset = row.id.rpartition("-")[0]
    return solution_question(
        document,
        row.steps,
        marks_until_error(n_steps, first),
        id=row.id,
        text=row.problem,
        metadata=drop_empty(
            dataset="processbench",
            row=number,
            split=subset,
            subject="math",
        ),
        author=row.generator,
        is_answer_right=row.final_answer_correct,
    )


def write(question: Question, grading: Grading | None) -> Prediction:
    """The row with the predicted first error."""
    prediction = predicted_error(question, grading)
    row: Prediction = {"id": question.id, "problem": question.text}
    if question.solution is not None:
        row |= {"generator": question.solution.author, "steps": solution_steps(question)}
        row |= _gold_fields(question, question.solution, prediction)
    return row | {"prediction": prediction}


def _gold_fields(question: Question, solution: Solution, prediction: int | None) -> Prediction:
    """The gold label, and whether the prediction matches it; empty if the first error isn't known."""
    marking = solution.marking
    if marking is None or not marking.is_located:
        return {}
    first = marked_error(question)
    label = NO_ERROR if first is None else first
    return {
        "final_answer_correct": marking.is_answer_right,
        "label": label,
        "match": prediction == label,
    }


FORMAT = SolutionFormat("processbench", frozenset({"problem", "steps", "label"}), fixed_adapter(read_row), write)
