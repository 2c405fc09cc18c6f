"""Our own row format, in JSONL, JSON or CSV.

{"id", "question", "choices": […], "answer": index, letter or text, "source"?, "images"?, "references"?, "metadata"?}

In CSV all is text: lists and mappings are JSON; choices are a JSON list, or parted by `|`, or stand in columns of
their own, `choice_a`, `choice_b`, … or `A`, `B`, …; a column `metadata.NAME` is one entry of the metadata.
"""

from __future__ import annotations

import re
from pathlib import Path
from string import ascii_uppercase
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StrictInt, StrictStr

from dikast.errors import BadInput
from dikast.input_files import Document, into, json_value
from dikast.questions.gold_choice import choice_meant
from dikast.questions.image import image_url
from dikast.questions.row_adapter import RowAdapter, question_of
from dikast.records import Question

CSV_SUFFIXES = (".csv", ".tsv")


class NativeRow(BaseModel):
    """One row, as a person writes it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str | None = Field(default=None, min_length=1, coerce_numbers_to_str=True)
    question: str = Field(min_length=1)
    choices: tuple[str, ...] = ()
    answer: StrictInt | StrictStr | None = None
    source: str | None = None
    images: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    metadata: dict[str, JsonValue] = {}


def maker(path: Path) -> RowAdapter:
    """What makes a question of a row of the file at `path`; a row without an id has its number for one."""
    is_csv = path.suffix.lower() in CSV_SUFFIXES

    def make(document: Document, number: int) -> Question:
        if is_csv:
            document = Document(_from_cells(document), document.name, line=document.line)
        row = into(NativeRow, document)
        references, gold = row.references, None
        if row.answer is not None and row.choices:
            gold = choice_meant(row.answer, row.choices, document.where(["answer"]), digits=is_csv)
        elif row.answer is not None:
            references = (_free_answer(row.answer, document), *references)
        images = tuple(
            image_url(image, path.parent, document.where(["images", i])) for i, image in enumerate(row.images)
        )
        parts = row.model_dump(exclude={"id", "question", "answer"})
        made = {"id": row.id or str(number), "text": row.question, "gold": gold}
        return question_of(document, parts | made | {"images": images, "references": references})

    return make


def _free_answer(answer: int | str, document: Document) -> str:
    if isinstance(answer, int):
        raise BadInput(f"an index needs choices, and there are none, got {answer}", document.where(["answer"]))
    return answer


def _from_cells(document: Document) -> dict[str, Any]:
    """The row that the cells of a CSV file mean; an empty cell is none."""
    cells: dict[str, str] = {key: value for key, value in document.data.items() if value != ""}
    columns = {key: text for key, text in cells.items() if re.fullmatch(r"[A-Z]|choice_[a-z]", key)}
    row: dict[str, Any] = {key: text for key, text in cells.items() if key not in columns}
    if columns:
        row["choices"] = _from_columns(columns, document)
    elif "choices" in row:
        row["choices"] = _list(document, "choices", "|")
    for key in ("images", "references"):
        if key in row:
            row[key] = _list(document, key, "|")
    if "metadata" in row:
        row["metadata"] = _json(document, "metadata")
    for key in [key for key in row if key.startswith("metadata.")]:
        row.setdefault("metadata", {})[key.removeprefix("metadata.")] = row.pop(key)
    return row


def _from_columns(columns: dict[str, str], document: Document) -> list[str]:
    if "choices" in document.data:
        raise BadInput("choices stand in a column together and in columns of their own", document.where(["choices"]))
    by_letter = {key[-1].upper(): text for key, text in columns.items()}
    expected = ascii_uppercase[: len(by_letter)]
    if len(by_letter) != len(columns) or "".join(sorted(by_letter)) != expected:
        raise BadInput(f"the choices must fill the columns from A on, got {', '.join(columns)}", document.where())
    return [by_letter[letter] for letter in expected]


def _list(document: Document, key: str, separator: str) -> Any:
    text: str = document.data[key]
    if text.lstrip().startswith("["):
        return _json(document, key)
    return [part.strip() for part in text.split(separator)]


def _json(document: Document, key: str) -> Any:
    try:
        return json_value(document.data[key])
    except (ValueError, RecursionError) as error:
        raise BadInput(f"not JSON: {error}", document.where([key])) from None
