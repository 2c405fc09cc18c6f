"""PRMBench (Song et al. 2025, arXiv 2501.03124), https://github.com/ssmisya/PRMBench, and predictions for it.

Rows have `idx, original_question, original_process, modified_question, modified_process, modified_steps`, the 1-based
`error_steps`, all that there are, `reason` and `classification`, the class of the error. A prediction has `idx`,
`validity` (whether the judge's reply could be read) and `scores`, with a label and a score for every step.
"""

from __future__ import annotations

from typing import Any

from pydantic import Field

from dikast.errors import BadInput
from dikast.input_files import Document, into
from dikast.questions.row_adapter import DatasetRow, known
from dikast.questions.solutions.solution_format import Prediction, SolutionFormat, labels_said, plain, solved
from dikast.records import Grading, Question, StepMark


class PrmBenchRow(DatasetRow):
    """A row of the benchmark."""

    idx: str = Field(coerce_numbers_to_str=True)
    modified_question: str
    modified_process: tuple[str, ...]
    error_steps: tuple[int, ...]
    reason: str | None = None
    classification: str | None = None


def make(document: Document, number: int) -> Question:
    """The question of a row, every step of its modified solution marked."""
    row = into(PrmBenchRow, document)
    n = len(row.modified_process)
    if any(not 1 <= step <= n for step in row.error_steps):
        message = f"numbers of the {n} steps from 1 are needed, got {list(row.error_steps)}"
        raise BadInput(message, document.where(["error_steps"]))
    first = min(row.error_steps, default=None)
    wrong = {
        step - 1: StepMark(
            label="incorrect",
            error_type=row.classification,
            reason=(row.reason or "") if step == first else "",
        )
        for step in row.error_steps
    }
    return solved(
        document,
        row.modified_process,
        tuple(wrong.get(i, StepMark(label="correct")) for i in range(n)),
        id=row.idx,
        text=row.modified_question,
        metadata=known(dataset="prmbench", row=number, subject="math", classification=row.classification),
    )


def write(question: Question, grading: Grading | None) -> Prediction:
    """The row of labels, true for valid, and of scores: the probability, else 1, -1, or 0 where nothing is said."""
    said = labels_said(question, grading)
    by_label = {False: 1.0, True: -1.0, None: 0.0}
    scores: dict[str, Any] = {
        "step_level_validity_labels": [label.is_wrong is False for label in said],
        "step_level_validity_scores": [
            by_label[label.is_wrong] if label.p_correct is None else label.p_correct for label in said
        ],
    }
    return {"idx": question.id, "validity": all(label.label is not None for label in said), "scores": scores}


LAYOUT = SolutionFormat("prmbench", frozenset({"modified_process", "error_steps"}), plain(make), write)
