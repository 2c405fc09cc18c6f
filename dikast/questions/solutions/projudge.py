"""ProJudgeBench (Ai et al. 2025, arXiv 2503.06553), julyai/ProJudgeBench on the hub, and predictions for it.

Rows have `id, question, subject, data_type, image_paths` (name to path, or null) and `process_evaluation`: a list, or a
Python list written out, of `[step, "1" or "0", error type, explanation]`, where "0" is a wrong step and the last two
may be empty. Judges there answer with such a list. A step that a judge left unparsed or unknown has the mark "".
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import Field, JsonValue, ValidationError

from dikast.errors import BadInput
from dikast.input_files import Document, into
from dikast.questions.image import image_url
from dikast.questions.row_adapter import DatasetRow, RowAdapter, drop_empty
from dikast.questions.solutions.python_literals import NestedText, read_list
from dikast.questions.solutions.solution_format import (
    Prediction,
    SolutionFormat,
    judge_labels,
    solution_question,
    solution_steps,
)
from dikast.records import Grading, Question, StepLabel, StepMark

_LABELS = {"1": "correct", "0": "incorrect", "": None}
_MARKS = {True: "0", False: "1", None: ""}


class ProJudgeRow(DatasetRow):
    """A row of the benchmark."""

    id: str = Field(coerce_numbers_to_str=True)
    question: str
    process_evaluation: str | list[Any]
    subject: str | None = None
    data_type: str | None = None
    difficulty: str | None = None
    model: str | None = None
    image_paths: dict[str, str | None] | list[str] | None = None


def projudge_adapter(path: Path, images: bool) -> RowAdapter:
    """The adapter of a file's rows. Their images are beside the file, at the paths that the rows give."""

    def adapt(document: Document, number: int) -> Question:
        row = into(ProJudgeRow, document)
        steps: list[str] = []
        marks: list[StepMark] = []
        for i, entry in enumerate(_evaluation(row, document)):
            text, mark = _read_step(entry, document.where(["process_evaluation", i]))
            steps.append(text)
            marks.append(mark)
        metadata = drop_empty(
            dataset="projudge",
            row=number,
            subject=row.subject,
            modality=row.data_type,
            difficulty=row.difficulty,
        )
        return solution_question(
            document,
            tuple(steps),
            tuple(marks),
            id=row.id,
            text=row.question,
            images=_image_urls(row, path.parent, document) if images else (),
            metadata=metadata,
            author=row.model,
        )

    return adapt


def _evaluation(row: ProJudgeRow, document: Document) -> list[Any]:
    """The entries of the evaluation. Raises BadInput if its text is no list."""
    if isinstance(row.process_evaluation, list):
        return row.process_evaluation
    try:
        return _parse_list(row.process_evaluation)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"not a list: {error}", document.where(["process_evaluation"])) from None


def _parse_list(text: str) -> list[NestedText]:
    """A list written in JSON or in Python. Raises ValueError for anything else."""
    try:
        data = json.loads(text)
    except ValueError:
        return read_list(text)
    if not isinstance(data, list):
        raise ValueError("JSON, but no list")
    return data


def _read_step(entry: Any, where: str) -> tuple[str, StepMark]:
    """The text and the mark of one step."""
    if not isinstance(entry, list) or not 2 <= len(entry) <= 4:
        raise BadInput("[step, mark, error type, explanation] is needed", where)
    # The last two entries may be missing.
    text, mark, error_type, explanation = (*entry, "", "")[:4]
    key = str(mark).strip()
    if key not in _LABELS or not isinstance(text, str):
        raise BadInput(f'a text and "1" (right) or "0" (wrong) are needed, got {text!r:.60} and {mark!r:.20}', where)
    fields = {
        "label": _LABELS[key],
        "error_type": error_type or None,
        "reason": explanation or "",
    }
    try:
        return text, StepMark.model_validate(fields)
    except ValidationError:
        raise BadInput("the error type and the explanation must be texts", where) from None


def _image_urls(row: ProJudgeRow, folder: Path, document: Document) -> tuple[str, ...]:
    """The images as URLs, without those that have no path."""
    paths: Iterable[str | None] = row.image_paths or ()
    if isinstance(row.image_paths, dict):
        paths = row.image_paths.values()
    where = document.where(["image_paths"])
    return tuple(image_url(path, folder, where) for path in filter(None, paths))


def write(question: Question, grading: Grading | None) -> Prediction:
    """The row with the judge's list in place of the gold one."""
    steps = solution_steps(question)
    labels = judge_labels(question, grading)
    evaluation: list[JsonValue] = [_write_step(text, label) for text, label in zip(steps, labels, strict=True)]
    return {
        "id": question.id,
        "question": question.text,
        "process_evaluation": evaluation,
    }


def _write_step(text: JsonValue, label: StepLabel) -> list[JsonValue]:
    """The entry of one step: its text, its mark, the error type and the explanation."""
    error_type = ""
    # A judge may name a type for a step that it then labels right: the benchmark has types for wrong steps alone.
    if label.is_wrong:
        error_type = label.error_type or ""
    return [text, _MARKS[label.is_wrong], error_type, label.explanation]


FORMAT = SolutionFormat("projudge", frozenset({"process_evaluation"}), projudge_adapter, write)
