"""PERL, the data of PARC (Mukherjee et al. 2025, arXiv 2502.02362), https://github.com/SagnikMukherjee/PARC.

Rows have `question, ground_truth_solution, ground_truth_answer, model_answer, steps, is_correct`, `premise_annotation`
(`steps` of `step_number` and `premises`, pairs of a step's number and a text) and `error_annotation`
(`error_annotations.step_level` of `step_number, has_error, errors`, each `error_type` and `error_description`). Steps
count from 1, and 0 is the question. An Accumulation_Error is wrong only by what it rests on.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import Field

from dikast.input_files import Document, into
from dikast.questions.row_adapter import DatasetRow, RowAdapter, known
from dikast.questions.solutions.solution_format import Prediction, SolutionFormat, labels_said, solved
from dikast.records import PROBLEM, Grading, Question, StepMark

INHERITED = "Accumulation_Error"


class StepError(DatasetRow):
    """One error of a step."""

    error_type: str | None = None
    error_description: str | None = None


class StepErrors(DatasetRow):
    """The errors of a step."""

    step_number: int
    has_error: bool
    errors: tuple[StepError, ...] = ()


class ErrorLevels(DatasetRow):
    """The errors, step by step."""

    step_level: tuple[StepErrors, ...] = ()


class ErrorAnnotation(DatasetRow):
    """All that was said of errors."""

    error_annotations: ErrorLevels


class StepPremises(DatasetRow):
    """What a step rests on."""

    step_number: int
    premises: tuple[tuple[int, str], ...] = ()


class PremiseAnnotation(DatasetRow):
    """What all steps rest on."""

    steps: tuple[StepPremises, ...] = ()


class ParcRow(DatasetRow):
    """A row of one of the files."""

    question: str
    steps: tuple[str, ...]
    error_annotation: ErrorAnnotation
    premise_annotation: PremiseAnnotation = Field(default_factory=PremiseAnnotation)
    ground_truth_solution: str | None = None
    ground_truth_answer: str | None = Field(default=None, coerce_numbers_to_str=True)
    model_answer: str | None = Field(default=None, coerce_numbers_to_str=True)
    is_correct: bool | None = None
    id: str | None = None


def maker(path: Path, images: bool) -> RowAdapter:
    """What makes a question of a row; the file's name says which problems and which kind of solutions."""

    def make(document: Document, number: int) -> Question:
        row = into(ParcRow, document)
        return solved(
            document,
            row.steps,
            _marks(row),
            id=row.id or f"{path.stem}-{number}",
            text=row.question,
            references=() if row.ground_truth_answer is None else (row.ground_truth_answer,),
            reference_solution=row.ground_truth_solution,
            metadata=known(dataset="parc", row=number, subject="math", split=path.stem),
            answer=row.model_answer,
            is_answer_right=row.is_correct,
        )

    return make


def _marks(row: ParcRow) -> tuple[StepMark, ...]:
    errors = {step.step_number: step for step in row.error_annotation.error_annotations.step_level}
    premises = {step.step_number: step.premises for step in row.premise_annotation.steps}
    return tuple(_mark(i, errors.get(i + 1), premises.get(i + 1)) for i in range(len(row.steps)))


def _mark(i: int, said: StepErrors | None, premises: tuple[tuple[int, str], ...] | None) -> StepMark:
    # The annotations name some steps as premises of themselves: that says nothing, and is left out.
    rests = None if premises is None else tuple(sorted({p - 1 for p, _ in premises if PROBLEM <= p - 1 < i}))
    if said is None or not said.has_error:
        return StepMark(label=None if said is None else "correct", premises=rests)
    kind, reason = worst((error.error_type, error.error_description or "") for error in said.errors)
    return StepMark(label=marked(kind), error_type=kind, reason=reason, premises=rests)


def worst(errors: Any) -> tuple[str | None, str]:
    """The type and the reason of the first error that is the step's own, else of the first."""
    rows: list[tuple[str | None, str]] = list(errors)
    return next((row for row in rows if row[0] != INHERITED), rows[0] if rows else (None, ""))


def marked(kind: str | None) -> str:
    """The label of a wrong step with an error of this type."""
    return "inherited" if kind == INHERITED else "incorrect"


def write(question: Question, grading: Grading | None) -> Prediction:
    """The row with the judge's errors and premises; a step that is unparsed or unknown is left out."""
    said = labels_said(question, grading)
    errors: list[Any] = [
        {
            "step_number": label.step + 1,
            "has_error": label.is_wrong,
            "errors": [{"error_type": _type(label.label, label.error_type), "error_description": label.explanation}]
            if label.is_wrong
            else [],
        }
        for label in said
        if label.is_wrong is not None
    ]
    premises: list[Any] = [
        {"step_number": label.step + 1, "premises": [[p + 1, ""] for p in label.premises]}
        for label in said
        if label.premises is not None
    ]
    return {
        "id": question.id,
        "question": question.text,
        "steps": [] if question.solution is None else list(question.solution.steps),
        "premise_annotation": {"steps": premises},
        "error_annotation": {"error_annotations": {"step_level": errors}},
    }


def _type(label: str | None, kind: str | None) -> str | None:
    return INHERITED if label == "inherited" else kind


LAYOUT = SolutionFormat("parc", frozenset({"steps", "error_annotation"}), maker, write)
