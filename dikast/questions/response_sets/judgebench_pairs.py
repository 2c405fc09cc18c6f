"""JudgeBench (Tan et al. 2024, arXiv 2410.12784): pairs with one right response, by an answer key.

`pair_id, original_id, source, question, response_model, response_A, response_B, label`, the label `A>B` or `B>A`. The
hub's ScalerLab/JudgeBench has the splits `gpt` and `claude`, named after the model that wrote the responses.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from dikast.input_files import Document, into
from dikast.questions.response_sets.response_question import ResponseItem
from dikast.questions.response_sets.response_values import WrittenText
from dikast.questions.row_adapter import DatasetRow
from dikast.records import Question

_RIGHT_OF_LABEL = {"A>B": 0, "B>A": 1}


class JudgeBenchRow(DatasetRow):
    """One pair."""

    pair_id: WrittenText
    original_id: WrittenText | None = None
    source: str
    question: str
    response_model: str | None = None
    first: WrittenText = Field(alias="response_A")
    second: WrittenText = Field(alias="response_B")
    label: Literal["A>B", "B>A"]


def judgebench_question(document: Document, number: int) -> Question:
    """The question of a pair, in the order of the row."""
    row = into(JudgeBenchRow, document)
    item = ResponseItem(
        dataset="judgebench",
        id=row.pair_id,
        text=row.question,
        candidates=(row.first, row.second),
        winner=_RIGHT_OF_LABEL[row.label],
        category=row.source,
        extra={"original_id": row.original_id, "response_model": row.response_model},
    )
    return item.question(document, number)
