"""The judged TriviaQA answers of *Judging the Judges* (Thakur et al. 2024, arXiv 2406.12624): is a response right?

CSV with `model, response, question, references, benchmark`, a column for each judge, `Human-Eval` and
`Human-Eval_Confidence`. References are separated by line ends; verdicts are `True`, `False` or empty.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from dikast.input_files import Document, into
from dikast.questions.response_sets.response_question import ResponseItem
from dikast.questions.response_sets.response_values import WrittenText
from dikast.questions.row_adapter import DatasetRow
from dikast.records import Question

TRUTH_CHOICES = ("correct", "incorrect")


def _read_truth(value: object) -> object:
    """A boolean as CSV or JSON has it; None for an empty cell. Anything else is left for pydantic to refuse."""
    if value is None or isinstance(value, bool):
        return value
    words: dict[object, bool | None] = {"true": True, "false": False, "": None}
    return words.get(str(value).strip().lower(), value)


TruthCell = Annotated[bool | None, BeforeValidator(_read_truth)]


class TriviaQaRow(DatasetRow):
    """One response of an exam taker. The judges' columns are the others."""

    model: str
    response: WrittenText
    question: str
    references: str | tuple[str, ...]
    benchmark: str | None = None
    human: TruthCell = Field(default=None, alias="Human-Eval")
    confidence: TruthCell = Field(default=None, alias="Human-Eval_Confidence")

    @property
    def reference_list(self) -> tuple[str, ...]:
        """The references, each once."""
        listed = self.references
        if isinstance(listed, str):
            listed = tuple(listed.splitlines())
        return tuple(dict.fromkeys(filter(None, map(str.strip, listed))))


def triviaqa_question(document: Document, number: int) -> Question:
    """Whether the response is correct, as a choice of two; people's verdict is the right one."""
    row = into(TriviaQaRow, document)
    winner = None
    if row.human is not None:
        winner = 0 if row.human else 1
    item = ResponseItem(
        dataset="triviaqa-judges",
        id=str(number),
        text=f"Is the response to this question correct?\n\nQuestion: {row.question}\n\nResponse: {row.response}",
        candidates=TRUTH_CHOICES,
        winner=winner,
        task="one",
        # How lenient a judge is shows in how it judges each exam taker.
        category=row.model,
        references=row.reference_list,
        extra={"benchmark": row.benchmark, "human_is_sure": row.confidence},
    )
    return item.question(document, number)
