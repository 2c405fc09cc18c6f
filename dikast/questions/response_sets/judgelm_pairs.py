"""JudgeLM's validation set (Zhu et al. 2023, arXiv 2310.17631): pairs that GPT-4 scored.

`question_id, question_body, answer1_body, answer2_body`, with `answer{k}_model_id`, `decoding_method` and a
`reference`. The first line of `text` is the two scores of the reference judge; which response has more is the right answer.
"""

from __future__ import annotations

from typing import Any

from dikast.input_files import Document, into
from dikast.questions.response_sets.response_question import ResponseItem
from dikast.questions.response_sets.response_values import PlainText, Winner, two_scores, winner_of_scores
from dikast.questions.row_adapter import DatasetRow
from dikast.records import Question


class JudgeLmRow(DatasetRow):
    """One pair. A reference is a text, or a mapping with a `text`."""

    question_id: PlainText
    question_body: str
    answer1_body: PlainText
    answer2_body: PlainText
    answer1_model_id: str | None = None
    answer2_model_id: str | None = None
    decoding_method: str | None = None
    text: str | None = None
    reference: str | dict[str, Any] | None = None

    @property
    def winner(self) -> Winner:
        """The response with the higher score; None if the scores can't be read."""
        scores = two_scores(self.text or "")
        return None if scores is None else winner_of_scores(scores)

    @property
    def references(self) -> tuple[str, ...]:
        """The reference, if the row has one."""
        reference = self.reference
        if isinstance(reference, dict):
            reference = str(reference.get("text") or "")
        return (reference,) if reference else ()


def judgelm_question(document: Document, number: int) -> Question:
    """The question of a pair, in the order of the row."""
    row = into(JudgeLmRow, document)
    item = ResponseItem(
        dataset="judgelm",
        id=row.question_id,
        text=row.question_body,
        candidates=(row.answer1_body, row.answer2_body),
        winner=row.winner,
        references=row.references,
        extra={
            "decoding_method": row.decoding_method,
            "answer1_model": row.answer1_model_id,
            "answer2_model": row.answer2_model_id,
        },
    )
    return item.question(document, number)
