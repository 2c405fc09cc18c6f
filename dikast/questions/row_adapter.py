"""Row adapters: functions that turn one row of a file into a Question, and what all of them share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from dikast.errors import BadInput
from dikast.input_files import Document, bad_input
from dikast.questions.choice_wording import plain_form
from dikast.records import Question

# Makes the question of a row, given the row's number from 1. None means that the row is left out.
RowAdapter = Callable[[Document, int], Question | None]


class DatasetRow(BaseModel):
    """The columns that an adapter reads. A data set may have more columns."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class UniqueIds:
    """The ids of the questions read so far, each with the place of its row."""

    def __init__(self) -> None:
        self._places: dict[str, str] = {}

    def add(self, question_id: str, document: Document) -> None:
        """Remembers the id. Raises BadInput, with both places, if another row has it."""
        # Ids that look the same are one: a person could not ask for the other.
        form = plain_form(question_id)
        if form in self._places:
            message = f"the id {question_id!r} is taken by {self._places[form]}"
            raise BadInput(message, document.where(["id"]))
        self._places[form] = document.where()


def build_question(document: Document, fields: Mapping[str, Any]) -> Question:
    """The Question with these fields. Raises BadInput, with the row's place, if a field is invalid."""
    try:
        return Question.model_validate(fields)
    except ValidationError as error:
        # The error's paths lead through the fields, not through the row they were made from.
        made = Document(dict(fields), document.name, line=document.line)
        raise bad_input(error, Question, made) from None


def merge_repeats(choices: Sequence[str], gold: int | None, document: Document) -> tuple[list[str], int | None]:
    """The choices without repeats, and the index of the right one among them.

    Raises BadInput if fewer than two choices differ.
    """
    # In public data sets some rows repeat a wrong option. Without the repeats they are good questions.
    distinct = list(dict.fromkeys(choices))
    if len(distinct) < 2:
        raise BadInput(f"a question needs two different choices, got {list(choices)!r}", document.where())
    # A test split has no right answers.
    if gold is None:
        return distinct, None
    return distinct, distinct.index(choices[gold])


def is_list_of(kind: type, values: object) -> bool:
    """Whether it is a list with values of this kind alone. An empty list is one of every kind."""
    if not isinstance(values, list):
        return False
    return all(isinstance(value, kind) for value in values)


def drop_empty(**metadata: JsonValue) -> dict[str, JsonValue]:
    """The metadata without the entries that are None or the empty text.

    So a question's metadata has only what its row says. Zero and False stay: they say something.
    """
    return {name: value for name, value in metadata.items() if value not in (None, "")}
