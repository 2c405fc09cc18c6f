"""ResponseItem: what every set of judged responses says of one row, and the Question that is made of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from pydantic import JsonValue

from dikast.errors import BadInput
from dikast.input_files import Document
from dikast.questions.choice_wording import twins
from dikast.questions.response_sets.response_values import TIE, Winner
from dikast.questions.row_adapter import build_question, drop_empty
from dikast.records import Question

# Two candidates, one response that is right or wrong, one response on a scale, or several in order.
ResponseTask = Literal["pair", "one", "score", "ranking"]


@dataclass(frozen=True)
class ResponseItem:
    """One row of a set of judged responses.

    - `dataset`: the name of the set; `id` is unique within it.
    - `text`: what was asked.
    - `candidates`: what the judge chooses among.
    - `winner`: the right choice, or a tie; None where it is not known.
    - `category`: the set's own field that groups its rows.
    - `source`, `references`, `images`: as in a Question.
    - `extra`: what else the row says; empty entries are dropped.
    """

    dataset: str
    id: str
    text: str
    candidates: tuple[str, ...]
    winner: Winner
    task: ResponseTask = "pair"
    category: str | None = None
    source: str | None = None
    references: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    extra: dict[str, JsonValue] = field(default_factory=dict)

    def question(self, document: Document, number: int) -> Question:
        """The question of this row, the row's number being counted from 1.

        Raises BadInput if two candidates look the same: a judge can't tell them apart.
        """
        pair = twins(self.candidates)
        if pair is not None:
            raise BadInput(f"two responses look the same, {pair[0][:60]!a}: no judge can prefer one", document.where())
        is_tie = self.winner == TIE
        metadata = drop_empty(
            dataset=self.dataset,
            row=number,
            responses=self.task,
            category=self.category,
            **self.extra,
        )
        fields = {
            "id": f"{self.dataset}-{self.id}",
            "text": self.text.strip(),
            "choices": self.candidates,
            "gold": None if is_tie else self.winner,
            "gold_tie": is_tie,
            "source": self.source,
            "references": self.references,
            "images": self.images,
            "metadata": metadata,
        }
        return build_question(document, fields)
