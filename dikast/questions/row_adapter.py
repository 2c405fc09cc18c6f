"""What every adapter does with a row: turn its parts into a Question, or say where it can't."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from dikast.errors import BadInput
from dikast.input_files import Document, bad_input
from dikast.records import Question

# Makes the question of a row, given its number from 1; None where the row has none to give.
RowAdapter = Callable[[Document, int], Question | None]


class DatasetRow(BaseModel):
    """The columns an adapter reads; a data set may have more."""

    model_config = ConfigDict(frozen=True, extra="ignore")


def question_of(document: Document, parts: Mapping[str, Any]) -> Question:
    """The Question with these fields. Raises BadInput at the document where they don't make one."""
    try:
        return Question.model_validate(parts)
    except ValidationError as error:
        raise bad_input(error, Question, Document(dict(parts), document.name, line=document.line)) from None


def merged(choices: Sequence[str], gold: int | None, document: Document) -> tuple[list[str], int | None]:
    """The choices without repeats, and the index of the right one among them.

    Public data sets have rows whose wrong options repeat one another; they are good questions without the repeats.
    Raises BadInput where fewer than two differ.
    """
    distinct = list(dict.fromkeys(choices))
    if len(distinct) < 2:
        raise BadInput(f"a question needs two different choices, got {list(choices)!r}", document.where())
    return distinct, None if gold is None else distinct.index(choices[gold])


def known(**metadata: JsonValue) -> dict[str, JsonValue]:
    """The metadata that is there: what a row leaves empty is left out."""
    return {name: value for name, value in metadata.items() if value is not None and value != ""}
