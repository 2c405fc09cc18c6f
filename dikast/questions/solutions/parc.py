"""PERL, the data of PARC (Mukherjee et al. 2025, arXiv 2502.02362), https://github.com/SagnikMukherjee/PARC.

Rows have `question, ground_truth_solution, ground_truth_answer, model_answer, steps, is_correct`, `premise_annotation`
(`steps` of `step_number` and `premises`, pairs of a step's number and a text) and `error_annotation`
(`error_annotations.step_level` of `step_number, has_error, errors`, each `error_type` and `error_description`). Steps
count from 1, and 0 is the question. An Accumulation_Error is wrong only because a step that it rests on is wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pydantic import Field, JsonValue

from dikast.input_files import Document, into
from dikast.questions.row_adapter import DatasetRow, RowAdapter, drop_empty
from dikast.questions.solutions.solution_format import (
    Prediction,
    SolutionFormat,
    as_references,
    judge_labels,
    solution_question,
    solution_steps,
)
from dikast.records import PROBLEM, Grading, Mark, Question, StepLabel, StepMark

INHERITED_TYPE = "Accumulation_Error"


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
    """All annotated errors."""

    error_annotations: ErrorLevels


class StepPremises(DatasetRow):
    """The premises of a step: the numbers of the steps that it rests on, each with a text."""

    step_number: int
    premises: tuple[tuple[int, str], ...] = ()

    @property
    def positions(self) -> list[int]:
        """The premises as 0-based steps, -1 for the problem: the annotations have 0 for it, and count steps from 1."""
        return [number - 1 for number, _ in self.premises]


class PremiseAnnotation(DatasetRow):
    """The premises of all steps."""

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


def parc_adapter(path: Path, images: bool) -> RowAdapter:
    """The adapter of a file's rows. The file's name says which problems and which kind of solutions it has."""

    def adapt(document: Document, number: int) -> Question:
        row = into(ParcRow, document)
        return solution_question(
            document,
            row.steps,
            _marks(row),
            id=row.id or f"{path.stem}-{number}",
            text=row.question,
            references=as_references(row.ground_truth_answer),
            reference_solution=row.ground_truth_solution,
            metadata=drop_empty(
                dataset="parc",
                row=number,
                subject="math",
                split=path.stem,
            ),
            answer=row.model_answer,
            is_answer_right=row.is_correct,
        )

    return adapt


def _marks(row: ParcRow) -> tuple[StepMark, ...]:
    """The marks of the steps. The annotations' step numbers count from 1."""
    errors = {step.step_number: step for step in row.error_annotation.error_annotations.step_level}
    premises = {step.step_number: step.positions for step in row.premise_annotation.steps}
    marks: list[StepMark] = []
    for i in range(len(row.steps)):
        mark = _mark(
            errors.get(i + 1),
            earlier_steps(premises.get(i + 1), i),
        )
        marks.append(mark)
    return tuple(marks)


def _mark(annotation: StepErrors | None, premises: tuple[int, ...] | None) -> StepMark:
    """The mark of one step, from its annotation and its premises; both are None where the row has none."""
    if annotation is None:
        return StepMark(premises=premises)
    if not annotation.has_error:
        return StepMark(label="correct", premises=premises)
    error_type = main_error_type([error.error_type for error in annotation.errors])
    return StepMark(
        label=label_of_error(error_type),
        error_type=error_type,
        reason=_description(annotation.errors, error_type),
        premises=premises,
    )


def _description(errors: Sequence[StepError], error_type: str | None) -> str:
    """The description of the first error of this type; empty if there is none."""
    descriptions = {error.error_type: error.error_description for error in reversed(errors)}
    return descriptions.get(error_type) or ""


def earlier_steps(premises: Sequence[int] | None, i: int) -> tuple[int, ...] | None:
    """The premises, 0-based and sorted, that are the problem or a step before step `i`; None if not annotated.

    Some annotations name a step as a premise of itself. That says nothing, and is left out.
    """
    if premises is None:
        return None
    return tuple(sorted({premise for premise in premises if PROBLEM <= premise < i}))


def main_error_type(error_types: Sequence[str | None]) -> str | None:
    """The type of the step's first error of its own; without one, that of its first error."""
    error_type = None
    # If no error is of its own, the loop ends with the last one, which is inherited like the first.
    for error_type in error_types:
        if error_type != INHERITED_TYPE:
            break
    return error_type


def label_of_error(error_type: str | None) -> Mark:
    """The label of a wrong step with an error of this type."""
    if error_type == INHERITED_TYPE:
        return "inherited"
    return "incorrect"


def judged_error_type(label: StepLabel) -> str | None:
    """The error type of a step that the judge labels wrong: INHERITED_TYPE if the error is inherited."""
    if label.label == "inherited":
        return INHERITED_TYPE
    return label.error_type


def write(question: Question, grading: Grading | None) -> Prediction:
    """The row with the judge's errors and premises. A step that is unparsed or unknown is left out."""
    errors: list[JsonValue] = []
    premises: list[JsonValue] = []
    for label in judge_labels(question, grading):
        if label.is_wrong is not None:
            errors.append(_write_errors(label))
        if label.premises is not None:
            pairs: list[JsonValue] = [[premise + 1, ""] for premise in label.premises]
            premises.append({"step_number": label.step + 1, "premises": pairs})
    return {
        "id": question.id,
        "question": question.text,
        "steps": solution_steps(question),
        "premise_annotation": {"steps": premises},
        "error_annotation": {"error_annotations": {"step_level": errors}},
    }


def _write_errors(label: StepLabel) -> dict[str, JsonValue]:
    """The annotation of one step's error."""
    errors: list[JsonValue] = []
    if label.is_wrong:
        error: dict[str, JsonValue] = {
            "error_type": judged_error_type(label),
            "error_description": label.explanation,
        }
        errors.append(error)
    return {
        "step_number": label.step + 1,
        "has_error": label.is_wrong,
        "errors": errors,
    }


FORMAT = SolutionFormat("parc", frozenset({"steps", "error_annotation"}), parc_adapter, write)
