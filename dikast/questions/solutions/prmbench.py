"""PRMBench (Song et al. 2025, arXiv 2501.03124), https://github.com/ssmisya/PRMBench, and predictions for it.

Rows have `idx, original_question, original_process, modified_question, modified_process, modified_steps`, the 1-based
`error_steps` (all wrong steps), `reason` and `classification`, the class of the error. A prediction has `idx`,
`validity` (whether the judge's reply could be read) and `scores`, with a label and a score for every step.
"""

from __future__ import annotations

from pydantic import Field

from dikast.errors import BadInput
from dikast.input_files import Document, into
from dikast.questions.row_adapter import DatasetRow, drop_empty
from dikast.questions.solutions.solution_format import (
    Prediction,
    SolutionFormat,
    fixed_adapter,
    judge_labels,
    solution_question,
)
from dikast.records import Grading, Question, StepLabel, StepMark

_SCORES: dict[bool | None, float] = {False: 1.0, True: -1.0, None: 0.0}


class PrmBenchRow(DatasetRow):
    """A row of the benchmark."""

    idx: str = Field(coerce_numbers_to_str=True)
    modified_question: str
    modified_process: tuple[str, ...]
    error_steps: tuple[int, ...]
    reason: str | None = None
    classification: str | None = None


def read_row(document: Document, number: int) -> Question:
    """The question of a row, with a mark for every step of its modified solution."""
    row = into(PrmBenchRow, document)
    n_steps = len(row.modified_process)
    if not set(row.error_steps).issubset(range(1, n_steps + 1)):
        message = f"numbers of the {n_steps} steps from 1 are needed, got {list(row.error_steps)}"
        raise BadInput(message, document.where(["error_steps"]))
    return solution_question(
        document,
        row.modified_process,
        _marks(row),
        id=row.idx,
        text=row.modified_question,
        metadata=drop_empty(
            dataset="prmbench",
            row=number,
            subject="math",
            classification=row.classification,
        ),
    )


def _marks(row: PrmBenchRow) -> tuple[StepMark, ...]:
    """The marks of the steps: those of `error_steps` are wrong, all others are correct."""
    marks = [StepMark(label="correct")] * len(row.modified_process)
    for step in row.error_steps:
        marks[step - 1] = StepMark(label="incorrect", error_type=row.classification)
    # The row has one reason, which is about the first error.
    if row.error_steps:
        first = min(row.error_steps) - 1
        marks[first] = StepMark(
            label="incorrect",
            error_type=row.classification,
            reason=row.reason or "",
        )
    return tuple(marks)


def write(question: Question, grading: Grading | None) -> Prediction:
    """The row with a label, true for valid, and a score for every step."""
    labels = judge_labels(question, grading)
    return {
        "idx": question.id,
        "validity": all(label.label is not None for label in labels),
        "scores": {
            "step_level_validity_labels": [label.is_wrong is False for label in labels],
            "step_level_validity_scores": [_score(label) for label in labels],
        },
    }


def _score(label: StepLabel) -> float:
    """The step's probability of being correct; without one, 1 for correct, -1 for wrong, 0 for unparsed or unknown."""
    if label.p_correct is not None:
        return label.p_correct
    return _SCORES[label.is_wrong]


FORMAT = SolutionFormat("prmbench", frozenset({"modified_process", "error_steps"}), fixed_adapter(read_row), write)
