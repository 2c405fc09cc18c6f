"""JudgeLM's validation set (Zhu et al. 2023, arXiv 2310.17631): responses that GPT-4 scored, mostly in pairs.

`question_id, question_body, answer1_body, answer2_body` and so on, with `answer{k}_model_id`, `decoding_method` and a
`reference`. The first line of `text` has the scores of the reference judge, from which the right answer is taken.
"""

from __future__ import annotations

from typing import Any

from pydantic import ConfigDict

from dikast.errors import BadInput
from dikast.input_files import Document, into
from dikast.questions.response_sets.response_question import ResponseItem
from dikast.questions.response_sets.response_values import Winner, WrittenText, first_line_scores, winner_of_scores
from dikast.questions.row_adapter import DatasetRow
from dikast.records import Question


class JudgeLmRow(DatasetRow):
    """One row. The answers are the extra columns. A reference is a text, or a mapping with a `text`."""

    model_config = ConfigDict(extra="allow")

    question_id: WrittenText
    question_body: str
    decoding_method: str | None = None
    text: str | None = None
    reference: str | dict[str, Any] | None = None

    def winner(self, n_answers: int) -> Winner:
        """The answer with the highest score; None if the scores can't be read."""
        scores = first_line_scores(self.text or "", n_answers)
        return None if scores is None else winner_of_scores(scores)

    @property
    def references(self) -> tuple[str, ...]:
        """The reference, if the row has one."""
        reference = self.reference
        if isinstance(reference, dict):
            reference = str(reference.get("text") or "")
        return (reference,) if reference else ()


def judgelm_question(document: Document, number: int) -> Question:
    """The question of a row, with the answers in its order."""
    row = into(JudgeLmRow, document)
    answers = judgelm_answers(document)
    models = [document.data.get(f"answer{k}_model_id") for k in range(1, len(answers) + 1)]
    item = ResponseItem(
        dataset="judgelm",
        id=row.question_id,
        text=row.question_body,
        candidates=answers,
        winner=row.winner(len(answers)),
        references=row.references,
        extra={"decoding_method": row.decoding_method, "models": models if any(models) else None},
    )
    return item.question(document, number)


def judgelm_answers(document: Document) -> tuple[str, ...]:
    """The bodies of the answers 1, 2, … of a row. Raises BadInput for fewer than two, and for what is no text."""
    answers: list[str] = []
    while (key := f"answer{len(answers) + 1}_body") in document.data or len(answers) < 2:
        answer = document.data.get(key)
        if not isinstance(answer, str):
            raise BadInput("the text of an answer is needed here", document.where([key]))
        answers.append(answer)
    return tuple(answers)
