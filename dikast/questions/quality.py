"""QuALITY (Pang et al. 2022, arXiv 2112.08608): questions about long articles, hidden from the judge as the source.

Three layouts are known. The original release, https://github.com/nyu-mll/quality, has an article a line (take the
`htmlstripped` files): `article`, `title`, …, and `questions`, each with `question`, `options`, `gold_label` from 1,
`difficult` and `question_unique_id`; its test split has no labels. On the hub a question a row: emozilla/quality has
`article, question, options, answer, hard`, the answer from 0; tasksource/QuALITY has the original's columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from dikast.errors import BadInput
from dikast.input_files import Document, into
from dikast.questions.row_adapter import DatasetRow, RowAdapter, known, merged, question_of
from dikast.questions.source import QuestionSource
from dikast.records import Question


class QualityRow(DatasetRow):
    """One question with its article, in any of the layouts."""

    article: str
    question: str
    options: tuple[str, ...]
    gold_label: int | None = None
    answer: int | None = None
    difficult: int | None = None
    hard: bool | None = None
    question_unique_id: str | None = None
    article_id: int | str | None = None
    title: str | None = None
    author: str | None = None
    topic: str | None = None

    @property
    def is_hard(self) -> bool | None:
        """Whether it is in the hard subset: most of the annotators short of time got it wrong."""
        return self.hard if self.difficult is None else self.difficult == 1


def one_a_question(rows: Iterable[Document]) -> Iterator[Document]:
    """The rows with those of the original release, an article each, parted into one for each of their questions."""
    for document in rows:
        questions = document.data.get("questions")
        if questions is None:
            yield document
            continue
        if not isinstance(questions, list) or not all(isinstance(question, dict) for question in questions):
            raise BadInput("a list of objects is needed, one a question", document.where(["questions"]))
        article = {key: value for key, value in document.data.items() if key != "questions"}
        yield from (Document(article | question, document.name, line=document.line) for question in questions)


def maker(source: QuestionSource, base: Path, seed: int) -> RowAdapter:
    """What makes a question of a row, or none where `hard` asks for the others."""

    def make(document: Document, number: int) -> Question | None:
        row = into(QualityRow, document)
        if source.hard is not None and row.is_hard != source.hard:
            return None
        choices, gold = merged(row.options, _gold(row, document), document)
        parts = {
            "id": row.question_unique_id or f"quality-{number}",
            "text": row.question.strip(),
            "source": row.article,
        }
        metadata = known(
            dataset="quality",
            row=number,
            article_id=row.article_id,
            title=row.title,
            author=row.author,
            topic=row.topic,
            hard=row.is_hard,
        )
        return question_of(document, parts | {"choices": choices, "gold": gold, "metadata": metadata})

    return make


def _gold(row: QualityRow, document: Document) -> int | None:
    """The index of the right option: `gold_label` counts from 1, `answer` from 0; None in a test split."""
    key, first, label = ("answer", 0, row.answer) if row.gold_label is None else ("gold_label", 1, row.gold_label)
    if label is None:
        return None
    if not first <= label < first + len(row.options):
        raise BadInput(
            f"a number from {first} to {first + len(row.options) - 1} is needed, got {label}", document.where([key])
        )
    return label - first
