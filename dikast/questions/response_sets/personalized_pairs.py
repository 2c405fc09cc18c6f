"""Personalized judges (Dong et al. 2024, arXiv 2406.11657): which response would this person prefer?

`prompt, answer, certainty, acc, ground_truth, user_info, question, asst_A, asst_B`; `answer` and `ground_truth` are A,
B or C for a tie. Certainties are numbers in quotes, or `NA`.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from dikast.input_files import Document, into
from dikast.questions.response_sets.response_question import ResponseItem
from dikast.questions.response_sets.response_values import TIE, Winner, WrittenText
from dikast.questions.row_adapter import DatasetRow
from dikast.records import Question

_WINNERS: dict[str, Winner] = {"A": 0, "B": 1, "C": TIE}


class PersonalizedRow(DatasetRow):
    """One pair, and the person whose preference is asked for."""

    ground_truth: Literal["A", "B", "C"]
    user_info: str = ""
    question: str
    first: WrittenText = Field(alias="asst_A")
    second: WrittenText = Field(alias="asst_B")
    conversation_type: str | None = None


def personalized_question(document: Document, number: int) -> Question:
    """The question of a pair, in the order of the row. What is known of the person is part of its text."""
    row = into(PersonalizedRow, document)
    text = row.question
    if row.user_info.strip():
        text = f"Which response would this person prefer?\n\nThe person: {row.user_info}\n\nTheir message: {text}"
    item = ResponseItem(
        dataset="personalized",
        # The rows have no ids, and the same question occurs for several people.
        id=str(number),
        text=text,
        candidates=(row.first, row.second),
        winner=_WINNERS[row.ground_truth],
        category=row.conversation_type,
    )
    return item.question(document, number)
