"""The sets of labelled steps brought to one schema, so that one file can hold rows of several.

`id, source, split, subject, problem, options, steps, first_error` (0-based, -1 for none, null where nobody knows),
`step_labels` (1 right, 0 neutral, -1 wrong, null where not labelled), `error_types` (a text, or several, a step),
`error_reason` (of the first error, or one or several a step), `final_answer_correct, reference_answer,
reference_solution, generator, extra` (among them `answer` or `model_answer`, `suspect_gold`, and
`premises_0idx_minus1_is_question`, the premises of each step).
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, StrictInt, TypeAdapter, ValidationError

from dikast.errors import BadInput
from dikast.input_files import Document, into
from dikast.questions.row_adapter import DatasetRow, known
from dikast.questions.solutions.answer_choices import choice_named, choices_in
from dikast.questions.solutions.parc import INHERITED, marked, worst
from dikast.questions.solutions.solution_format import (
    Prediction,
    SolutionFormat,
    first_said,
    labels_said,
    plain,
    solved,
)
from dikast.records import PROBLEM, Grading, Question, StepMark

_LABELS = {1: "correct", 0: "neutral", -1: "incorrect", None: None}
_NUMBERS: dict[str | None, int] = {"correct": 1, "neutral": 0, "incorrect": -1, "inherited": -1}
PREMISES = "premises_0idx_minus1_is_question"
_ALL_PREMISES = TypeAdapter(dict[str, list[StrictInt] | None])
Texts = str | list[str] | None


class UnifiedRow(DatasetRow):
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
    error_types: list[Texts] | None = None
    error_reason: Texts | list[Texts] = None
    final_answer_correct: bool | None = None
    reference_answer: str | None = Field(default=None, coerce_numbers_to_str=True)
    reference_solution: str | None = None
    generator: str | None = None
    extra: dict[str, Any] = Field(default_factory=dict)


def make(document: Document, number: int) -> Question:
    """The question of a row."""
    row = into(UnifiedRow, document)
    choices, answer = choices_in(row.options), row.extra.get("answer", row.extra.get("model_answer"))
    reference = row.reference_answer
    gold = choice_named(reference, choices)
    return solved(
        document,
        row.steps,
        _marks(row, document),
        id=row.id,
        text=row.problem if choices or not row.options else f"{row.problem}\n\n{row.options}",
        choices=choices,
        gold=gold,
        references=(reference,) if reference and gold is None else (),
        reference_solution=row.reference_solution,
        metadata=known(
            dataset=row.source,
            row=number,
            subject=row.subject,
            split=row.split,
            suspect_gold=row.extra.get("suspect_gold") or None,
        ),
        answer=None if answer is None else str(answer),
        author=row.generator,
        is_answer_right=row.final_answer_correct,
    )


def _marks(row: UnifiedRow, document: Document) -> tuple[StepMark, ...]:
    n = len(row.steps)
    for key in ("step_labels", "error_types"):
        given = getattr(row, key)
        if given is not None and len(given) != n:
            raise BadInput(f"{n} steps need as many, got {len(given)}", document.where([key]))
    wrong = [i for i, label in enumerate(row.step_labels) if label == -1]
    first = wrong[0] if wrong else -1
    if row.first_error is not None and row.first_error != first:
        message = f"the labels' first error is {first}, and this says {row.first_error}"
        raise BadInput(message, document.where(["first_error"]))
    premises = _premises(row, document)
    return tuple(_mark(row, i, first, premises.get(str(i))) for i in range(n))


def _premises(row: UnifiedRow, document: Document) -> dict[str, list[int]]:
    """The premises of each step that says them. Raises BadInput where they are no lists of whole numbers."""
    given = row.extra.get(PREMISES) or {}
    try:
        found = _ALL_PREMISES.validate_python(given)
    except ValidationError:
        where = document.where(["extra", PREMISES])
        raise BadInput('a mapping such as {"1": [0, -1]} from steps to their premises is needed', where) from None
    return {step: premises for step, premises in found.items() if premises is not None}


def _mark(row: UnifiedRow, i: int, first: int, premises: list[int] | None) -> StepMark:
    rests = None if premises is None else tuple(sorted({p for p in premises if PROBLEM <= p < i}))
    if row.step_labels[i] != -1:
        return StepMark.model_validate({"label": _LABELS[row.step_labels[i]], "premises": rests})
    kinds = _texts(row.error_types[i]) if row.error_types else []
    kind, _ = worst((kind, "") for kind in kinds)
    reason = "\n".join(_reasons(row, i, first))
    return StepMark.model_validate({"label": marked(kind), "error_type": kind, "reason": reason, "premises": rests})


def _reasons(row: UnifiedRow, i: int, first: int) -> list[str]:
    """The reasons of step `i`: a list with one entry a step is by step, all else is of the first error."""
    given = row.error_reason
    is_by_step = isinstance(given, list) and len(given) == len(row.steps) and row.error_types is not None
    if isinstance(given, list) and is_by_step:
        return _texts(given[i])
    if i != first or given is None:
        return []
    return [text for part in (given if isinstance(given, list) else [given]) for text in _texts(part)]


def _texts(given: Texts) -> list[str]:
    return [] if given is None else [given] if isinstance(given, str) else [text for text in given if text]


def write(question: Question, grading: Grading | None) -> Prediction:
    """The row with what the judge said: `first_error` is null where that could not be read."""
    said = labels_said(question, grading)
    types: list[Any] = [
        [INHERITED if label.label == "inherited" else label.error_type or ""] if label.is_wrong else None
        for label in said
    ]
    premises: dict[str, Any] = {str(s.step): list(s.premises) for s in said if s.premises is not None}
    extra: dict[str, Any] = {PREMISES: premises} if premises else {}
    return {
        "id": question.id,
        "source": question.metadata.get("dataset"),
        "subject": question.metadata.get("subject"),
        "problem": question.text,
        "steps": [] if question.solution is None else list(question.solution.steps),
        "first_error": first_said(question, grading),
        "step_labels": [_NUMBERS.get(label.label) for label in said],
        "error_types": types,
        "error_reason": [[label.explanation] if label.explanation else None for label in said],
        "extra": extra,
    }


LAYOUT = SolutionFormat("unified", frozenset({"problem", "steps", "step_labels", "first_error"}), plain(make), write)
