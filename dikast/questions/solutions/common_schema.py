"""The sets of labelled steps brought to one schema, so that one file can hold rows of several sets.

`id, source, split, subject, problem, options, steps, first_error` (0-based, -1 for none, null if not known),
`step_labels` (1 right, 0 neutral, -1 wrong, null if not labelled), `error_types` (for each step, one text or several),
`error_reason` (of the first error, or one or several for each step), `final_answer_correct, reference_answer,
reference_solution, generator, extra` (among them `answer` or `model_answer`, `suspect_gold`, and
`premises_0idx_minus1_is_question`, the premises of each step).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any, Literal

from pydantic import Field, JsonValue, StrictInt, TypeAdapter, ValidationError

from dikast.errors import BadInput
from dikast.input_files import Document, into
from dikast.questions.row_adapter import DatasetRow, drop_empty
from dikast.questions.solutions.answer_choices import choices_in, problem_text, read_reference
from dikast.questions.solutions.parc import earlier_steps, judged_error_type, label_of_error, main_error_type
from dikast.questions.solutions.solution_format import (
    Prediction,
    SolutionFormat,
    fixed_adapter,
    judge_labels,
    predicted_error,
    solution_question,
    solution_steps,
)
from dikast.records import Grading, Mark, Question, StepLabel, StepMark

_MARKS: dict[int | None, Mark | None] = {1: "correct", 0: "neutral", -1: "incorrect", None: None}
_NUMBERS: dict[str | None, int] = {"correct": 1, "neutral": 0, "incorrect": -1, "inherited": -1}
PREMISES = "premises_0idx_minus1_is_question"
_PREMISES_OF_STEPS = TypeAdapter(dict[str, list[StrictInt] | None])
OneOrMoreTexts = str | list[str] | None


class CommonSchemaRow(DatasetRow):
    """A row of any set."""

    id: str
    problem: str
    steps: tuple[str, ...]
    step_labels: tuple[Literal[-1, 0, 1] | None, ...]
    first_error: int | None
    source: str | None = None
    split: str | None = None
    subject: str | None = None
    options: str | None = None
    error_types: list[OneOrMoreTexts] | None = None
    error_reason: OneOrMoreTexts | list[OneOrMoreTexts] = None
    final_answer_correct: bool | None = None
    reference_answer: str | None = Field(default=None, coerce_numbers_to_str=True)
    reference_solution: str | None = None
    generator: str | None = None
    extra: dict[str, Any] = Field(default_factory=dict)

    @property
    def answer(self) -> str | None:
        """The solution's own answer, which some sets have under another key."""
        answer = self.extra.get("answer", self.extra.get("model_answer"))
        if answer is None:
            return None
        # Some sets have numbers here.
        return str(answer)


def read_row(document: Document, number: int) -> Question:
    """The question of a row."""
    row = into(CommonSchemaRow, document)
    choices = choices_in(row.options)
    references, gold = read_reference(row.reference_answer, choices)
    metadata = drop_empty(
        dataset=row.source,
        row=number,
        subject=row.subject,
        split=row.split,
        suspect_gold=row.extra.get("suspect_gold") or None,
    )
    return solution_question(
        document,
        row.steps,
        _marks(row, document),
        id=row.id,
        text=problem_text(row.problem, row.options, choices),
        choices=choices,
        gold=gold,
        references=references,
        reference_solution=row.reference_solution,
        metadata=metadata,
        answer=row.answer,
        author=row.generator,
        is_answer_right=row.final_answer_correct,
    )


def _marks(row: CommonSchemaRow, document: Document) -> tuple[StepMark, ...]:
    """The marks of the steps. Raises BadInput if the row contradicts itself."""
    _check_length("step_labels", row.step_labels, row, document)
    if row.error_types is not None:
        _check_length("error_types", row.error_types, row, document)
    # Kept beside the labels in the row: a contradiction shows that the row was made wrongly.
    first = -1
    if -1 in row.step_labels:
        first = row.step_labels.index(-1)
    if row.first_error not in (None, first):
        message = f"the labels' first error is {first}, and this says {row.first_error}"
        raise BadInput(message, document.where(["first_error"]))
    premises = _premises(row, document)
    marks: list[StepMark] = []
    for i in range(len(row.steps)):
        mark = _mark(row, i, first, premises.get(str(i)))
        marks.append(mark)
    return tuple(marks)


def _check_length(key: str, values: Sequence[object], row: CommonSchemaRow, document: Document) -> None:
    """Raises BadInput unless there is one value for each step."""
    n_steps = len(row.steps)
    if len(values) != n_steps:
        raise BadInput(f"{n_steps} steps need as many, got {len(values)}", document.where([key]))


def _premises(row: CommonSchemaRow, document: Document) -> dict[str, list[int] | None]:
    """The premises by the step. Raises BadInput if they aren't lists of whole numbers."""
    try:
        return _PREMISES_OF_STEPS.validate_python(row.extra.get(PREMISES) or {})
    except ValidationError:
        where = document.where(["extra", PREMISES])
        raise BadInput('a mapping such as {"1": [0, -1]} from steps to their premises is needed', where) from None


def _mark(row: CommonSchemaRow, i: int, first: int, annotated_premises: list[int] | None) -> StepMark:
    """The mark of the step at `i`, where `first` is the first error."""
    premises = earlier_steps(annotated_premises, i)
    label = row.step_labels[i]
    if label != -1:
        return StepMark(label=_MARKS[label], premises=premises)
    types: list[str] = []
    if row.error_types:
        types = _texts(row.error_types[i])
    error_type = main_error_type(types)
    reason = "\n".join(_reasons(row, i, first))
    return StepMark(
        label=label_of_error(error_type),
        error_type=error_type,
        reason=reason,
        premises=premises,
    )


def _reasons(row: CommonSchemaRow, i: int, first: int) -> list[str]:
    """The reasons of step `i`. A list with one entry for each step is by step; all else is about the first error."""
    reasons = row.error_reason
    # Rows with error types by step have their reasons by step too.
    if isinstance(reasons, list) and row.error_types is not None and len(reasons) == len(row.steps):
        return _texts(reasons[i])
    if i != first:
        return []
    if not isinstance(reasons, list):
        return _texts(reasons)
    return list(chain.from_iterable(map(_texts, reasons)))


def _texts(texts: OneOrMoreTexts) -> list[str]:
    """One text, or several, as a list without empty texts."""
    if isinstance(texts, str):
        return [texts]
    return list(filter(None, texts or ()))


def write(question: Question, grading: Grading | None) -> Prediction:
    """The row with the judge's labels. `first_error` is null if it isn't known, since a label could not be read."""
    step_labels: list[JsonValue] = []
    error_types: list[JsonValue] = []
    error_reasons: list[JsonValue] = []
    premises: dict[str, JsonValue] = {}
    for label in judge_labels(question, grading):
        step_labels.append(_NUMBERS.get(label.label))
        error_types.append(_error_types(label))
        error_reasons.append([label.explanation] if label.explanation else None)
        if label.premises is not None:
            premises[str(label.step)] = [*label.premises]
    return {
        "id": question.id,
        "source": question.metadata.get("dataset"),
        "subject": question.metadata.get("subject"),
        "problem": question.text,
        "steps": solution_steps(question),
        "first_error": predicted_error(question, grading),
        "step_labels": step_labels,
        "error_types": error_types,
        "error_reason": error_reasons,
        "extra": {PREMISES: premises} if premises else {},
    }


def _error_types(label: StepLabel) -> JsonValue:
    """The error types of one step; null if it isn't wrong."""
    if not label.is_wrong:
        return None
    error_type = judged_error_type(label)
    # The judge may name no type. The empty text keeps the step's entry apart from that of a right step.
    return [error_type or ""]


FORMAT = SolutionFormat(
    name="unified",
    keys=frozenset({"problem", "steps", "step_labels", "first_error"}),
    make_adapter=fixed_adapter(read_row),
    write=write,
)
