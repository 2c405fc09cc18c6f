"""Data sets of one question a row: which columns they have, on the hub and in their original files.

- MMLU (arXiv 2009.03300), cais/mmlu: `question, subject, choices, answer`, the answer from 0. CSV: the choices in
  columns A to D, the answer a letter.
- GPQA (arXiv 2311.12022), Idavidrein/gpqa, also as CSV: `Question`, `Correct Answer`, `Incorrect Answer 1` to `3`,
  `Subdomain`, `High-level domain`, `Writer's Difficulty Estimate`, `Record ID`.
- TruthfulQA (arXiv 2109.07958), truthfulqa/truthful_qa `multiple_choice`: `question` and `mc1_targets` of `choices`
  and `labels`, one of them 1; in the original mc_task.json `mc1_targets` maps each choice to its label.
- BoolQ (arXiv 1905.10044), google/boolq: `question, answer, passage`; the original JSONL has a `title` too.
- PrOntoQA (arXiv 2210.01240), renma/ProntoQA: `id, context, question, options, answer`, options `A) True` and
  `B) False`. The generator's JSON: `test_example` with `question` (the premises), `query` and `answer`, True or False.
"""

from __future__ import annotations

from typing import Any

from pydantic import Field, model_validator

from dikast.errors import BadInput
from dikast.input_files import Document, into
from dikast.questions.gold_choice import choice_meant
from dikast.questions.row_adapter import DatasetRow, known, merged, question_of
from dikast.records import Question


class MmluRow(DatasetRow):
    """A row of MMLU; in CSV the choices have columns of their own."""

    question: str
    choices: tuple[str, ...]
    answer: int | str
    subject: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _gather_choices(cls, data: dict[str, Any]) -> dict[str, Any]:
        columns = [data[letter] for letter in "ABCD" if letter in data]
        return {**data, "choices": columns} if "choices" not in data and columns else data


def mmlu(document: Document, number: int) -> Question:
    """The question of a row, its choices in their order."""
    row = into(MmluRow, document)
    meant = choice_meant(row.answer, row.choices, document.where(["answer"]), digits=True)
    choices, gold = merged(row.choices, meant, document)
    parts = {"id": f"mmlu-{number}", "text": row.question, "choices": choices, "gold": gold}
    return question_of(document, parts | {"metadata": known(dataset="mmlu", row=number, subject=row.subject)})


class GpqaRow(DatasetRow):
    """A row of GPQA."""

    question: str = Field(alias="Question")
    right: str = Field(alias="Correct Answer")
    wrong_1: str = Field(alias="Incorrect Answer 1")
    wrong_2: str = Field(alias="Incorrect Answer 2")
    wrong_3: str = Field(alias="Incorrect Answer 3")
    domain: str | None = Field(default=None, alias="High-level domain")
    subdomain: str | None = Field(default=None, alias="Subdomain")
    difficulty: str | None = Field(default=None, alias="Writer's Difficulty Estimate")
    record: str | None = Field(default=None, alias="Record ID")


def gpqa(document: Document, number: int) -> Question:
    """The question of a row, the right answer first."""
    row = into(GpqaRow, document)
    answers = [answer.strip() for answer in (row.right, row.wrong_1, row.wrong_2, row.wrong_3)]
    choices, gold = merged(answers, 0, document)
    metadata = known(
        dataset="gpqa",
        row=number,
        subject=row.domain,
        subdomain=row.subdomain,
        difficulty=row.difficulty,
        record=row.record,
    )
    parts = {"id": row.record or f"gpqa-{number}", "text": row.question.strip(), "choices": choices, "gold": gold}
    return question_of(document, parts | {"metadata": metadata})


class Targets(DatasetRow):
    """The choices with a label each, 1 for the right one; the original maps each choice to its label."""

    choices: tuple[str, ...]
    labels: tuple[int, ...]

    @model_validator(mode="before")
    @classmethod
    def _part(cls, data: Any) -> Any:
        if isinstance(data, dict) and "choices" not in data:
            return {"choices": list(data.keys()), "labels": list(data.values())}
        return data


class TruthfulQaRow(DatasetRow):
    """A row of TruthfulQA's multiple choice."""

    question: str
    mc1_targets: Targets
    category: str | None = None


def truthfulqa(document: Document, number: int) -> Question:
    """The single-true question (MC1) of a row."""
    row = into(TruthfulQaRow, document)
    choices, labels = row.mc1_targets.choices, row.mc1_targets.labels
    if len(labels) != len(choices) or sorted(labels)[-2:] != [0, 1]:
        raise BadInput(
            "each choice needs a label, 1 for one of them and 0 for all others", document.where(["mc1_targets"])
        )
    distinct, gold = merged(choices, labels.index(1), document)
    parts = {"id": f"truthfulqa-{number}", "text": row.question, "choices": distinct, "gold": gold}
    return question_of(document, parts | {"metadata": known(dataset="truthfulqa", row=number, subject=row.category)})


class BoolQRow(DatasetRow):
    """A row of BoolQ."""

    question: str
    passage: str
    answer: bool
    title: str | None = None


def boolq(document: Document, number: int) -> Question:
    """The question of a row, with its passage for a source."""
    row = into(BoolQRow, document)
    parts = {"id": f"boolq-{number}", "text": row.question, "choices": ("Yes", "No"), "gold": 0 if row.answer else 1}
    return question_of(
        document,
        parts | {"source": row.passage, "metadata": known(dataset="boolq", row=number, title=row.title)},
    )


class ProntoQaRow(DatasetRow):
    """A row of PrOntoQA; the generator's is brought to the hub's names."""

    context: str
    question: str
    answer: str
    id: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _rename(cls, data: dict[str, Any]) -> Any:
        inner = data.get("test_example", data)
        if isinstance(inner, dict) and "query" in inner:
            return {"context": inner.get("question"), "question": inner["query"], "answer": inner.get("answer")}
        return inner


def prontoqa(document: Document, number: int) -> Question:
    """The question of a row, its premises first: they are to be seen by all, and so are no source."""
    row = into(ProntoQaRow, document)
    gold = {"true": 0, "a": 0, "false": 1, "b": 1}.get(row.answer.strip().lower())
    if gold is None:
        raise BadInput(f"True, False, A or B is needed, got {row.answer!r}", document.where(["answer"]))
    parts = {"id": row.id or f"prontoqa-{number}", "text": f"{row.context}\n\n{row.question}", "gold": gold}
    metadata = known(dataset="prontoqa", row=number, subject="logic")
    return question_of(document, parts | {"choices": ("True", "False"), "metadata": metadata})
