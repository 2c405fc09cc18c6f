"""MLLM-as-a-Judge (Chen et al. 2024, arXiv 2402.04788): responses about an image, scored, compared or ranked by people.

- score: `score_id, name, answer, id, instruction, image_path, original_dataset, human`, from 1 to 5, often in quotes.
- pair: `pair_id, id, instruction, image_path, original_dataset, answer1, answer2` of `{name, answer}`, and
  `human_answer`: A, B or C for a tie.
- batch: `id, instruction, image_path, original_dataset, answers: [{name, answer}…]`, and `human_answer`: the letters
  from best to worst, A being the answer listed first.
"""

from __future__ import annotations

from pathlib import Path
from string import ascii_uppercase
from typing import Annotated, Literal

from pydantic import AliasChoices, Field

from dikast.errors import BadInput
from dikast.input_files import Document, into
from dikast.questions.image import image_url
from dikast.questions.response_sets.response_question import ResponseItem
from dikast.questions.response_sets.response_values import TIE, Winner, WrittenIndex, WrittenText
from dikast.questions.row_adapter import DatasetRow, RowAdapter
from dikast.records import Question

SCORE_CHOICES = ("1", "2", "3", "4", "5")
_PAIR_WINNERS: dict[str, Winner] = {"A": 0, "B": 1, "C": TIE}
_HUMAN = AliasChoices("human_answer", "human")


class MllmAnswer(DatasetRow):
    """One response, and the model that wrote it."""

    name: str
    answer: WrittenText


class MllmRow(DatasetRow):
    """What rows of all three kinds have."""

    id: WrittenText
    instruction: str
    image_path: str
    original_dataset: str | None = None


class MllmScoreRow(MllmRow):
    """A response and its score."""

    score_id: WrittenText
    name: str
    answer: WrittenText
    human: Annotated[WrittenIndex, Field(ge=1, le=5)]


class MllmPairRow(MllmRow):
    """Two responses and which is better."""

    pair_id: WrittenText | None = None
    answer1: MllmAnswer
    answer2: MllmAnswer
    human_answer: Annotated[Literal["A", "B", "C"], Field(validation_alias=_HUMAN)]


class MllmBatchRow(MllmRow):
    """Several responses and their order."""

    answers: tuple[MllmAnswer, ...]
    human_answer: Annotated[str, Field(validation_alias=_HUMAN)]


def mllm_adapter(folder: Path | None) -> RowAdapter:
    """The adapter of all three kinds of rows; the keys of a row say which it is.

    Images that are in the folder are part of the question, others only named in its metadata: the published files of
    rows come without them.
    """

    def adapt(document: Document, number: int) -> Question:
        return _item(document, number, folder).question(document, number)

    return adapt


def letters_to_ranking(letters: str, n: int) -> tuple[int, ...] | None:
    """Indices from best to worst; None unless each of the first `n` letters occurs exactly once."""
    indices = tuple(ascii_uppercase.find(letter) for letter in letters)
    if sorted(indices) != list(range(n)):
        return None
    return indices


def _item(document: Document, number: int, folder: Path | None) -> ResponseItem:
    keys = document.data.keys()
    if "answers" in keys:
        return _batch_item(document, number, folder)
    if "answer1" in keys:
        return _pair_item(document, number, folder)
    return _score_item(document, number, folder)


def _score_item(document: Document, number: int, folder: Path | None) -> ResponseItem:
    row = into(MllmScoreRow, document)
    return ResponseItem(
        dataset="mllm-judge",
        id=f"score-{row.original_dataset or ''}-{row.score_id}",
        text=f"How good is this response, from 1 to 5?\n\nTask: {row.instruction}\n\nResponse: {row.answer}",
        candidates=SCORE_CHOICES,
        winner=row.human - 1,
        task="score",
        category=row.original_dataset,
        images=_images(row, folder, document),
        extra={"image_path": row.image_path, "models": [row.name]},
    )


def _pair_item(document: Document, number: int, folder: Path | None) -> ResponseItem:
    row = into(MllmPairRow, document)
    return ResponseItem(
        dataset="mllm-judge",
        # The `id` is that of the image; files of an earlier date have no `pair_id`.
        id=f"pair-{row.original_dataset or ''}-{row.pair_id or number}",
        text=row.instruction,
        candidates=(row.answer1.answer, row.answer2.answer),
        winner=_PAIR_WINNERS[row.human_answer],
        category=row.original_dataset,
        images=_images(row, folder, document),
        extra={"image_path": row.image_path, "models": [row.answer1.name, row.answer2.name]},
    )


def _batch_item(document: Document, number: int, folder: Path | None) -> ResponseItem:
    row = into(MllmBatchRow, document)
    ranking = letters_to_ranking(row.human_answer, len(row.answers))
    if ranking is None:
        message = f"each of {len(row.answers)} letters once is needed, best first, got {row.human_answer!r}"
        raise BadInput(message, document.where(["human_answer"]))
    return ResponseItem(
        dataset="mllm-judge",
        id=f"batch-{row.original_dataset or ''}-{row.id}",
        text=row.instruction,
        candidates=tuple(answer.answer for answer in row.answers),
        winner=ranking[0],
        task="ranking",
        category=row.original_dataset,
        images=_images(row, folder, document),
        extra={
            "image_path": row.image_path,
            "models": [answer.name for answer in row.answers],
            "gold_ranking": [*ranking],
        },
    )


def _images(row: MllmRow, folder: Path | None, document: Document) -> tuple[str, ...]:
    """The image, if it is in the folder."""
    if folder is None or not (folder / row.image_path).is_file():
        return ()
    return (image_url(row.image_path, folder, document.where(["image_path"])),)
