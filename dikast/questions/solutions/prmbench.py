"""PRMBench (Song et al. 2025, arXiv 2501.03124), https://github.com/ssmisya/PRMBench, and predictions for it.

Rows have `idx, original_question, original_process, modified_question, modified_process, modified_steps`, the 1-based
`error_steps` (all wrong steps), `reason` and `classification`, the class of the error. The files of the classes share
their `idx`: the benchmark's scorer tells rows apart by `CLASSIFICATION_IDX`, which is the id here. Some rows name error
steps that their solution doesn't have. Its scorer passes over them, and so do we; `error_steps_outside` in the metadata
has them. A prediction has `idx`, `validity` (whether every step has a label) and `scores`, with a label and a score for
every step; the scorer leaves out rows that are not valid.

The scorer also wants predictions for the original solutions, in which every step is right: it makes them of the rows of
the class `redundency`, under ids that begin with `correct_`, and compares with them how many steps a judge accepts of a
changed solution. So do we: each row of that class is preceded by its control.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from pydantic import Field, JsonValue

from dikast.input_files import Document, into
from dikast.questions.row_adapter import DatasetRow, drop_empty, is_list_of
from dikast.questions.solutions.solution_format import (
    Prediction,
    SolutionFormat,
    fixed_adapter,
    judge_labels,
    solution_question,
)
from dikast.records import Grading, Question, StepLabel, StepMark

CONTROL = "correct"
"""The class of the controls, as the scorer calls it."""
CLASS_OF_CONTROLS = "redundency"
"""The class, spelt as published, of whose rows the scorer makes the controls."""
_SCORES: dict[bool | None, float] = {False: 1.0, True: -1.0, None: 0.0}


class PrmBenchRow(DatasetRow):
    """A row of the benchmark."""

    idx: str = Field(coerce_numbers_to_str=True)
    modified_question: str
    modified_process: tuple[str, ...]
    error_steps: tuple[int, ...]
    reason: str | None = None
    classification: str | None = None

    @property
    def id(self) -> str:
        """What the benchmark's scorer calls the row. Some files have `idx` in this form already."""
        prefix = f"{self.classification}_"
        if self.classification is None or self.idx.startswith(prefix):
            return self.idx
        return prefix + self.idx

    @property
    def located_errors(self) -> list[int]:
        """The 1-based wrong steps that the solution has."""
        return [step for step in self.error_steps if 1 <= step <= len(self.modified_process)]


def with_controls(rows: Iterable[Document]) -> Iterator[Document]:
    """The rows, each of the class `redundency` after the control that is made of it."""
    for document in rows:
        if document.data.get("classification") == CLASS_OF_CONTROLS:
            control = _control(document.data)
            if control is not None:
                yield replace(document, data=control)
        yield document


def _control(row: Mapping[str, JsonValue]) -> dict[str, JsonValue] | None:
    """The row of the original solution; None if it has none that can be read."""
    steps, question = row.get("original_process"), row.get("original_question")
    if not is_list_of(str, steps) or not steps or not isinstance(question, str):
        return None
    # Some files have `idx` with the class before it.
    idx = str(row.get("idx")).removeprefix(f"{CLASS_OF_CONTROLS}_")
    return {
        "idx": f"{CONTROL}_{idx}",
        "modified_question": question,
        "modified_process": steps,
        "error_steps": [],
        "classification": CONTROL,
    }


def read_row(document: Document, number: int) -> Question:
    """The question of a row, with a mark for every step of its modified solution."""
    row = into(PrmBenchRow, document)
    outside = [step for step in row.error_steps if step not in row.located_errors]
    return solution_question(
        document,
        row.modified_process,
        _marks(row),
        id=row.id,
        text=row.modified_question,
        metadata=drop_empty(
            dataset="prmbench",
            row=number,
            subject="math",
            classification=row.classification,
            error_steps_outside=[*outside] or None,
        ),
    )


def _marks(row: PrmBenchRow) -> tuple[StepMark, ...]:
    """The marks of the steps: those of `error_steps` are wrong, all others are correct.

    If the solution has none of its error steps, it is wrong in a place that the row doesn't say: no step is marked.
    """
    if row.error_steps and not row.located_errors:
        return (StepMark(),) * len(row.modified_process)
    marks = [StepMark(label="correct")] * len(row.modified_process)
    for step in row.located_errors:
        marks[step - 1] = StepMark(label="incorrect", error_type=row.classification)
    # The row has one reason, which is about the first error.
    if row.located_errors:
        first = min(row.located_errors) - 1
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
        "validity": all(label.is_wrong is not None for label in labels),
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


FORMAT = SolutionFormat(
    "prmbench", frozenset({"modified_process", "error_steps"}), fixed_adapter(read_row), write, with_controls
)
