"""ContextualJudgeBench (Xu et al. 2025, arXiv 2503.15620): a better and a worse response to a question on a context.

`question, context, positive_response, negative_response, question_id`. The hub's Salesforce/ContextualJudgeBench has a
split for each criterion; a local file is of the split that its name has, or that a column `split` names.
"""

from __future__ import annotations

from pathlib import PurePath

from dikast.input_files import Document, into
from dikast.questions.response_sets.response_question import ResponseItem
from dikast.questions.response_sets.response_values import WrittenText
from dikast.questions.row_adapter import DatasetRow
from dikast.records import Question

CONTEXTUAL_SPLITS = (
    *("completeness_qa", "completeness_summ", "conciseness_qa", "conciseness_summ"),
    *("faithfulness_qa", "faithfulness_summ", "refusal_answerable", "refusal_unanswerable"),
)


class ContextualRow(DatasetRow):
    """One pair."""

    question: str
    context: str
    positive_response: WrittenText
    negative_response: WrittenText
    question_id: WrittenText | None = None
    split: str | None = None


def contextual_question(document: Document, number: int) -> Question:
    """The question of a pair; the better response is the first choice."""
    row = into(ContextualRow, document)
    split = row.split or contextual_split(document.name)
    item = ResponseItem(
        dataset="contextual",
        # The set's own ids say where an item is from, and repeat.
        id="-".join(filter(None, (split, str(number)))),
        text=row.question,
        candidates=(row.positive_response, row.negative_response),
        winner=0,
        category=split,
        source=row.context,
        extra={"question_id": row.question_id},
    )
    return item.question(document, number)


def contextual_split(name: str) -> str | None:
    """The split that the name of a file has in it, or that of a table on the hub."""
    file = PurePath(name).name
    return next((split for split in CONTEXTUAL_SPLITS if split in file), None)
