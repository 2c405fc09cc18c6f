"""PandaLM's test set (Wang et al. 2023, arXiv 2306.05087): pairs that three people compared.

`idx, motivation_app, cmp_key, instruction, input, response1, response2, annotator1, annotator2, annotator3`; an
annotator says 0 for a tie, 1 or 2. The majority of the three is the right answer.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from dikast.input_files import Document, into
from dikast.questions.response_sets.response_question import ResponseItem
from dikast.questions.response_sets.response_values import TIE, Winner, WrittenIndex, WrittenText, majority_vote
from dikast.questions.row_adapter import DatasetRow
from dikast.records import Question

AnnotatorVote = Annotated[WrittenIndex, Field(ge=0, le=2)]


class PandaLmRow(DatasetRow):
    """One pair with its three votes."""

    idx: WrittenText
    motivation_app: str | None = None
    cmp_key: str | None = None
    instruction: str
    input: WrittenText = ""
    response1: WrittenText
    response2: WrittenText
    annotator1: AnnotatorVote
    annotator2: AnnotatorVote
    annotator3: AnnotatorVote

    @property
    def votes(self) -> list[int]:
        """The three votes, in the order of the annotators."""
        return [self.annotator1, self.annotator2, self.annotator3]


def pandalm_question(document: Document, number: int) -> Question:
    """The question of a pair, in the order of the row."""
    row = into(PandaLmRow, document)
    item = ResponseItem(
        dataset="pandalm",
        id=row.idx,
        text="\n\n".join(filter(None, (row.instruction, row.input))),
        candidates=(row.response1, row.response2),
        winner=_winner(majority_vote(row.votes)),
        category=row.motivation_app,
        extra={"cmp_key": row.cmp_key, "annotators": [*row.votes]},
    )
    return item.question(document, number)


def _winner(vote: int | None) -> Winner:
    """What a vote of 0, 1 or 2 means."""
    if vote is None:
        return None
    return TIE if vote == 0 else vote - 1
