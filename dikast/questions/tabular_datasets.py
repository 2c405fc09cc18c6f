"""Data sets with one question in each row: their columns, on the hub and in their original files.

- MMLU (arXiv 2009.03300), cais/mmlu: `question, subject, choices, answer`, the answer from 0. CSV: the choices in
  columns A to D, the answer a letter.
- GPQA (arXiv 2311.12022), Idavidrein/gpqa, also as CSV: `Question`, `Correct Answer`, `Incorrect Answer 1` to `3`,
  `Subdomain`, `High-level domain`, `Writer's Difficulty Estimate`, `Record ID`.
- TruthfulQA (arXiv 2109.07958), truthfulqa/truthful_qa `multiple_choice`: `question` and `mc1_targets` of `choices`
  and `labels`, one of them 1. In the original mc_task.json `mc1_targets` maps each choice to its label.
- BoolQ (arXiv 1905.10044), google/boolq: `question, answer, passage`; the original JSONL has a `title` too.
- PrOntoQA (arXiv 2210.01240), renma/ProntoQA: `id, context, question, options, answer`, options `A) True` and
  `B) False`. The generator's JSON: `test_example` with `question` (the premises), `query` and `answer`, True or False.
"""

from __future__ import annotations

from typing import Any

from pydantic import Field, model_validator

from dikast.errors import BadInput
from dikast.input_files import Document, into
from dikast.questions.gold_choice import resolve_choice
from dikast.questions.row_adapter import DatasetRow, build_question, drop_empty, merge_repeats
from dikast.records import Question

_TRUTH_VALUES = {"true": 0, "a": 0, "false": 1, "b": 1}


class MmluRow(DatasetRow):
    """A row of MMLU. In CSV the choices have columns of their own."""

    question: str
    choices: tuple[str, ...]
    answer: int | str
    subject: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _gather_choices(cls, data: dict[str, Any]) -> dict[str, Any]:
        columns = [data[letter] for letter in "ABCD" if letter in data]
        # Without any such column, `choices` is reported as missing.
        if not columns:
            return data
        # Choices that the row has together come first.
        return {"choices": columns} | data


def mmlu_question(document: Document, number: int) -> Question:
    """The question of a row, with its choices in their order."""
    row = into(MmluRow, document)
    answer = resolve_choice(row.answer, row.choices, document.where(["answer"]), digits=True)
    choices, gold = merge_repeats(row.choices, answer, document)
    fields = {
        "id": f"mmlu-{number}",
        "text": row.question,
        "choices": choices,
        "gold": gold,
        "metadata": drop_empty(
            dataset="mmlu",
            row=number,
            subject=row.subject,
        ),
    }
    return build_question(document, fields)


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


def gpqa_question(document: Document, number: int) -> Question:
    """The question of a row, with the right answer first."""
    row = into(GpqaRow, document)
    answers = [answer.strip() for answer in (row.right, row.wrong_1, row.wrong_2, row.wrong_3)]
    choices, gold = merge_repeats(answers, 0, document)
    metadata = drop_empty(
        dataset="gpqa",
        row=number,
        subject=row.domain,
        subdomain=row.subdomain,
        difficulty=row.difficulty,
        record=row.record,
    )
    fields = {
        "id": row.record or f"gpqa-{number}",
        "text": row.question.strip(),
        "choices": choices,
        "gold": gold,
        "metadata": metadata,
    }
    return build_question(document, fields)


class TruthfulQaTargets(DatasetRow):
    """The choices, each with a label: 1 for the right one, else 0."""

    choices: tuple[str, ...]
    labels: tuple[int, ...]

    @model_validator(mode="before")
    @classmethod
    def _read_mapping(cls, data: Any) -> Any:
        # The original file maps each choice to its label.
        if isinstance(data, dict) and "choices" not in data:
            return {"choices": list(data.keys()), "labels": list(data.values())}
        return data


class TruthfulQaRow(DatasetRow):
    """A row of TruthfulQA's multiple choice."""

    question: str
    mc1_targets: TruthfulQaTargets
    category: str | None = None


def truthfulqa_question(document: Document, number: int) -> Question:
    """The single-true question (MC1) of a row."""
    row = into(TruthfulQaRow, document)
    choices, labels = row.mc1_targets.choices, row.mc1_targets.labels
    # Sorted, the labels are some zeros and a last 1.
    if len(labels) != len(choices) or sorted(labels)[-2:] != [0, 1]:
        message = "each choice needs a label, 1 for one of them and 0 for all others"
        raise BadInput(message, document.where(["mc1_targets"]))
    distinct, gold = merge_repeats(choices, labels.index(1), document)
    fields = {
        "id": f"truthfulqa-{number}",
        "text": row.question,
        "choices": distinct,
        "gold": gold,
        "metadata": drop_empty(
            dataset="truthfulqa",
            row=number,
            subject=row.category,
        ),
    }
    return build_question(document, fields)


class BoolQRow(DatasetRow):
    """A row of BoolQ."""

    question: str
    passage: str
    answer: bool
    title: str | None = None


def boolq_question(document: Document, number: int) -> Question:
    """The question of a row, with its passage as the source."""
    row = into(BoolQRow, document)
    fields = {
        "id": f"boolq-{number}",
        "text": row.question,
        "choices": ("Yes", "No"),
        "gold": 0 if row.answer else 1,
        "source": row.passage,
        "metadata": drop_empty(
            dataset="boolq",
            row=number,
            title=row.title,
        ),
    }
    return build_question(document, fields)


class ProntoQaRow(DatasetRow):
    """A row of PrOntoQA. The generator's rows are brought to the hub's names."""

    context: str
    question: str
    answer: str
    id: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _rename_columns(cls, data: dict[str, Any]) -> Any:
        example = data.get("test_example", data)
        if isinstance(example, dict) and "query" in example:
            return {
                "context": example.get("question"),
                "question": example["query"],
                "answer": example.get("answer"),
            }
        return example


def prontoqa_question(document: Document, number: int) -> Question:
    """The question of a row, its premises first. Every role may see them, so they are no hidden source."""
    row = into(ProntoQaRow, document)
    gold = _TRUTH_VALUES.get(row.answer.strip().lower())
    if gold is None:
        raise BadInput(f"True, False, A or B is needed, got {row.answer!r}", document.where(["answer"]))
    fields = {
        "id": row.id or f"prontoqa-{number}",
        "text": f"{row.context}\n\n{row.question}",
        "choices": ("True", "False"),
        "gold": gold,
        "metadata": drop_empty(
            dataset="prontoqa",
            row=number,
            subject="logic",
        ),
    }
    return build_question(document, fields)
