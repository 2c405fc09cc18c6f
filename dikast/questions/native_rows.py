"""Our own row format for questions, in JSONL, JSON or CSV.

{"id", "question", "choices": […], "answer": index, letter or text, "source"?, "images"?, "references"?,
"reference_solution"?, "metadata"?}

In CSV every value is text. Lists and mappings are written as JSON. Choices are a JSON list, or separated by `|`, or in
columns of their own: `choice_a`, `choice_b`, … or `A`, `B`, …. A column `metadata.NAME` is one entry of the metadata.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from string import ascii_uppercase
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StrictInt, StrictStr

from dikast.errors import BadInput, nearest
from dikast.input_files import Document, into, json_value
from dikast.questions.choice_wording import plain_form, twins
from dikast.questions.columns import METADATA_PREFIX
from dikast.questions.gold_choice import resolve_choice
from dikast.questions.image import image_urls
from dikast.questions.row_adapter import RowAdapter, build_question
from dikast.records import Question

CSV_SUFFIXES = (".csv", ".tsv")
_CHOICE_COLUMN = re.compile(r"[A-Z]|choice_[a-z]")


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
    reference_solution: str | None = None
    metadata: dict[str, JsonValue] = {}


def native_adapter(path: Path) -> RowAdapter:
    """The adapter of the rows of the file at `path`. The id of a row without one is its number."""
    is_csv = path.suffix.lower() in CSV_SUFFIXES

    def adapt(document: Document, number: int) -> Question:
        if is_csv:
            document = Document(_row_of_cells(document), document.name, line=document.line)
        _check_question_is_there(document)
        row = into(NativeRow, document)
        _check_choices(row, document)
        references, gold = _answers(row, document, digits=is_csv)
        fields = row.model_dump(exclude={"id", "question", "answer"})
        fields |= {
            "id": row.id or str(number),
            "text": row.question,
            "gold": gold,
            "images": image_urls(row.images, path.parent, document),
            "references": references,
        }
        return build_question(document, fields)

    return adapt


def question_row(question: Question) -> dict[str, JsonValue]:
    """A question without a worked solution as a row of this format; what it does not have is left out."""
    row: dict[str, JsonValue] = {
        "id": question.id,
        "question": question.text,
        "choices": [*question.choices],
        "answer": question.gold,
        "source": question.source,
        "images": [*question.images],
        "references": [*question.references],
        "reference_solution": question.reference_solution,
        "metadata": question.metadata,
    }
    return {key: value for key, value in row.items() if value not in (None, [], {})}


def _check_question_is_there(document: Document) -> None:
    """Raises BadInput for a row whose names are those of another format, with the way to map them."""
    names = [name for name in document.data if name not in NativeRow.model_fields]
    # For a misspelt `question` the check of all keys names the nearest one.
    if "question" not in document.data and names and not nearest("question", names).startswith("did you mean"):
        raise BadInput(
            f"there is no `question`; if it has another name here, map it: columns: {{question: {names[0]}, …}}",
            document.where(),
        )


def _check_choices(row: NativeRow, document: Document) -> None:
    """Raises BadInput for a blank choice, and for two that look the same: a judge can't tell `42` from `42 `."""
    for place, choice in enumerate(row.choices):
        if not plain_form(choice):
            raise BadInput("a choice without text", document.where(["choices", place]))
    pair = twins(row.choices)
    # Two that are quite the same are refused as in every other question.
    if pair is not None and pair[0] != pair[1]:
        message = f"two choices look the same, {pair[0]!a} and {pair[1]!a}: write what tells them apart"
        raise BadInput(message, document.where(["choices"]))


def _answers(row: NativeRow, document: Document, *, digits: bool) -> tuple[tuple[str, ...], int | None]:
    """The right answers in free form, and the index of the right choice."""
    if row.answer is None:
        return row.references, None
    where = document.where(["answer"])
    if row.choices:
        return row.references, resolve_choice(row.answer, row.choices, where, digits=digits)
    # Without choices, only a text can be an answer: a number would be an index.
    if isinstance(row.answer, int):
        raise BadInput(f"an index needs choices, and there are none, got {row.answer}", where)
    return (row.answer, *row.references), None


def _row_of_cells(document: Document) -> dict[str, Any]:
    """The row that the cells of a CSV file mean. An empty cell is left out."""
    row: dict[str, Any] = {}
    choice_columns: dict[str, str] = {}
    metadata: dict[str, Any] = {}
    for column, text in document.data.items():
        if text == "":
            continue
        if column.startswith(METADATA_PREFIX):
            metadata[column.removeprefix(METADATA_PREFIX)] = text
        elif _CHOICE_COLUMN.fullmatch(column):
            choice_columns[column] = text
        elif column in _CELL_PARSERS:
            parse_cell = _CELL_PARSERS[column]
            row[column] = parse_cell(document, column)
        else:
            row[column] = text
    if choice_columns:
        row["choices"] = _choices_in_columns(choice_columns, document)
    if metadata:
        row["metadata"] = _merge_metadata(row.get("metadata", {}), metadata)
    return row


def _merge_metadata(metadata: Any, entries: dict[str, str]) -> Any:
    """The metadata with further entries."""
    # What is no mapping is returned unchanged, and is refused when the row is validated.
    if not isinstance(metadata, dict):
        return metadata
    return metadata | entries


def _choices_in_columns(columns: dict[str, str], document: Document) -> list[str]:
    """The choices by their letters. Raises BadInput if a letter before the last is missing, or is there twice."""
    if "choices" in document.data:
        message = "the choices are in one column together and also in columns of their own"
        raise BadInput(message, document.where(["choices"]))
    by_letter = {column[-1].upper(): text for column, text in columns.items()}
    letters = sorted(by_letter)
    # `A` and `choice_a` are the same letter: then there are fewer letters than columns.
    if letters != list(ascii_uppercase[: len(columns)]):
        raise BadInput(f"the choices must fill the columns from A on, got {', '.join(columns)}", document.where())
    return [by_letter[letter] for letter in letters]


def _parse_list(document: Document, column: str) -> Any:
    """A JSON list, or texts separated by `|`."""
    text: str | list[str] = document.data[column]
    # Several columns that are mapped to one are a list already.
    if isinstance(text, list):
        return text
    if text.lstrip().startswith("["):
        return _parse_json(document, column)
    return [item.strip() for item in text.split("|")]


def _parse_json(document: Document, column: str) -> Any:
    """The JSON value of a cell. Raises BadInput if it is none."""
    if not isinstance(document.data[column], str):
        return document.data[column]
    try:
        return json_value(document.data[column])
    except (ValueError, RecursionError) as error:
        raise BadInput(f"not JSON: {error}", document.where([column])) from None


# The columns whose cells are more than a text: JSON for the metadata, and lists.
_CELL_PARSERS: dict[str, Callable[[Document, str], Any]] = {
    "metadata": _parse_json,
    "choices": _parse_list,
    "images": _parse_list,
    "references": _parse_list,
}
