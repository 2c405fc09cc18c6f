"""QuALITY (Pang et al. 2022, arXiv 2112.08608): questions about long articles, which are hidden from the judge.

Three formats are known. The original release, https://github.com/nyu-mll/quality, has one article a line (take the
`htmlstripped` files): `article`, `title`, …, and `questions`, each with `question`, `options`, `gold_label` from 1,
`difficult` and `question_unique_id`; its test split has no labels. On the hub each row is one question:
emozilla/quality has `article, question, options, answer, hard`, the answer from 0; tasksource/QuALITY has the
original's columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from dikast.errors import BadInput
from dikast.input_files import BadRows, Document, into
from dikast.questions.question_source import QuestionSource
from dikast.questions.row_adapter import DatasetRow, RowAdapter, build_question, drop_empty, is_list_of, merge_repeats
from dikast.records import Question


class QualityRow(DatasetRow):
    """One question with its article, in any of the formats."""

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
        """Whether it is in the hard subset: most annotators under time pressure got it wrong."""
        if self.difficult is None:
            return self.hard
        return self.difficult == 1


def one_row_per_question(rows: Iterable[Document], bad: BadRows) -> Iterator[Document]:
    """The rows, with each article of the original release split into one row for each of its questions."""
    for document in rows:
        questions = document.data.get("questions")
        if questions is None:
            yield document
            continue
        if not is_list_of(dict, questions):
            bad.add(BadInput("a list of objects is needed, one a question", document.where(["questions"])))
            continue
        article = dict(document.data)
        del article["questions"]
        for question in questions:
            yield Document(article | question, document.name, line=document.line)


def quality_adapter(source: QuestionSource, base: Path, seed: int) -> RowAdapter:
    """The adapter of QuALITY's rows. It leaves out those that the option `hard` doesn't ask for."""

    def adapt(document: Document, number: int) -> Question | None:
        row = into(QualityRow, document)
        if source.hard is not None and row.is_hard != source.hard:
            return None
        choices, gold = merge_repeats(row.options, _gold(row, document), document)
        metadata = drop_empty(
            dataset="quality",
            row=number,
            article_id=row.article_id,
            title=row.title,
            author=row.author,
            topic=row.topic,
            hard=row.is_hard,
        )
        fields = {
            "id": row.question_unique_id or f"quality-{number}",
            "text": row.question.strip(),
            "source": row.article,
            "choices": choices,
            "gold": gold,
            "metadata": metadata,
        }
        return build_question(document, fields)

    return adapt


def _gold(row: QualityRow, document: Document) -> int | None:
    """The index of the right option; None in a test split. `gold_label` counts from 1, `answer` from 0."""
    if row.gold_label is not None:
        return _option_index("gold_label", row.gold_label, 1, row, document)
    if row.answer is not None:
        return _option_index("answer", row.answer, 0, row, document)
    return None


def _option_index(key: str, label: int, first: int, row: QualityRow, document: Document) -> int:
    """The index of the option with this label, where the labels count from `first`."""
    last = first + len(row.options) - 1
    if not first <= label <= last:
        raise BadInput(f"a number from {first} to {last} is needed, got {label}", document.where([key]))
    return label - first
