"""ProJudgeBench (Ai et al. 2025, arXiv 2503.06553), julyai/ProJudgeBench on the hub, and predictions for it.

Rows have `id, question, subject, data_type, image_paths` (name to path, or null) and `process_evaluation`: a list, or a
Python list written out, of `[step, "1" or "0", error type, explanation]`, where "0" is a wrong step and the last two
may be empty. Judges there answer with such a list; a step that a judge left unparsed or unknown has "" for its mark.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from dikast.errors import BadInput
from dikast.input_files import Document, into
from dikast.questions.image import image_url
from dikast.questions.row_adapter import DatasetRow, RowAdapter, known
from dikast.questions.solutions.python_literals import NestedText, read_list
from dikast.questions.solutions.solution_format import Prediction, SolutionFormat, labels_said, solved
from dikast.records import Grading, Question, StepMark


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


def maker(path: Path, images: bool) -> RowAdapter:
    """What makes a question of a row; its images stand beside the file, under the paths that it gives."""

    def make(document: Document, number: int) -> Question:
        row = into(ProJudgeRow, document)
        steps = [_step(value, i, document) for i, value in enumerate(_evaluation(row, document))]
        metadata = known(
            dataset="projudge",
            row=number,
            subject=row.subject,
            modality=row.data_type,
            difficulty=row.difficulty,
        )
        return solved(
            document,
            tuple(text for text, _ in steps),
            tuple(mark for _, mark in steps),
            id=row.id,
            text=row.question,
            images=_images(row, path.parent, document) if images else (),
            metadata=metadata,
            author=row.model,
        )

    return make


def _evaluation(row: ProJudgeRow, document: Document) -> list[Any]:
    if isinstance(row.process_evaluation, list):
        return row.process_evaluation
    try:
        return _parsed(row.process_evaluation)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"not a list: {error}", document.where(["process_evaluation"])) from None


def _parsed(text: str) -> list[NestedText]:
    try:
        data = json.loads(text)
    except ValueError:
        return read_list(text)
    if not isinstance(data, list):
        raise ValueError("JSON, but no list")
    return data


def _step(value: Any, i: int, document: Document) -> tuple[str, StepMark]:
    """The text and the mark of one step."""
    where = document.where(["process_evaluation", i])
    if not isinstance(value, list) or not 2 <= len(value) <= 4:
        raise BadInput("[step, mark, error type, explanation] is needed", where)
    text, mark, kind, why = (*value, "", "")[:4]
    label = {"1": "correct", "0": "incorrect", "": None}.get(str(mark).strip(), "?")
    if label == "?" or not isinstance(text, str):
        raise BadInput(f'a text and "1" (right) or "0" (wrong) are needed, got {text!r:.60} and {mark!r:.20}', where)
    try:
        return text, StepMark.model_validate({"label": label, "error_type": kind or None, "reason": why or ""})
    except ValidationError:
        raise BadInput("the error type and the explanation must be texts", where) from None


def _images(row: ProJudgeRow, folder: Path, document: Document) -> tuple[str, ...]:
    paths = row.image_paths or []
    names = list(paths.values()) if isinstance(paths, dict) else paths
    return tuple(image_url(name, folder, document.where(["image_paths"])) for name in names if name)


def write(question: Question, grading: Grading | None) -> Prediction:
    """The row with the judge's list in place of the gold one."""
    steps = () if question.solution is None else question.solution.steps
    marks = {True: "0", False: "1", None: ""}
    said: list[Any] = [
        [text, marks[label.is_wrong], (label.error_type or "") if label.is_wrong else "", label.explanation]
        for text, label in zip(steps, labels_said(question, grading), strict=True)
    ]
    return {"id": question.id, "question": question.text, "process_evaluation": said}


LAYOUT = SolutionFormat("projudge", frozenset({"process_evaluation"}), maker, write)
