"""RewardBench (Lambert et al. 2024, arXiv 2403.13787): a chosen and a rejected response in each of many subsets.

The hub's allenai/reward-bench has `prompt, chosen, rejected, subset, id`. Files of scores have `text_chosen` and
`text_rejected` in place of the three texts: a conversation, as a list of messages or as one text.
"""

from __future__ import annotations

from pydantic import AliasChoices, Field

from dikast.errors import BadInput
from dikast.input_files import Document, into
from dikast.questions.preference_pairs import Response, response_text, split_responses
from dikast.questions.response_sets.response_question import ResponseItem
from dikast.questions.response_sets.response_values import WrittenText
from dikast.questions.row_adapter import DatasetRow
from dikast.records import Question


class RewardBenchRow(DatasetRow):
    """One pair."""

    id: WrittenText
    subset: str
    prompt: Response | None = None
    chosen: Response = Field(validation_alias=AliasChoices("chosen", "text_chosen"))
    rejected: Response = Field(validation_alias=AliasChoices("rejected", "text_rejected"))


def rewardbench_question(document: Document, number: int) -> Question:
    """The question of a pair; the chosen response is the first choice."""
    row = into(RewardBenchRow, document)
    shared, chosen, rejected = split_responses(row.chosen, row.rejected)
    text = response_text(row.prompt or "") or shared
    if not text.strip():
        raise BadInput("no prompt is in this row, and the two responses begin differently", document.where())
    item = ResponseItem(
        dataset="rewardbench",
        # Ids are those of the sets that the subsets were taken from.
        id=f"{row.subset}-{row.id}",
        text=text,
        candidates=(chosen, rejected),
        winner=0,
        category=row.subset,
    )
    return item.question(document, number)
