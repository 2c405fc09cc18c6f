"""Loading questions: read, selected and put in order, always the same for the same files and seed."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from dikast.errors import BadInput
from dikast.input_files import Document
from dikast.questions import native_rows, registry, row_files
from dikast.questions.choice_placement import ChoicePlacement
from dikast.questions.question_source import QuestionSource
from dikast.questions.row_adapter import RowAdapter, UniqueIds
from dikast.records import Question


def load_questions(source: QuestionSource, *, base: Path, seed: int) -> list[Question]:
    """The questions that `source` names. Relative paths start at `base`.

    The result depends only on the files, the options and the seed. A larger `limit` only adds questions at the end.
    Raises BadInput, with file, line and key, if a file can't be used, and if no question is left.
    """
    rows = _open_rows(source, base, seed)
    # Where the right answer is always first, its position would give it away.
    placement = ChoicePlacement(seed, source.choices, balance=source.balance or rows.gold_first)
    ids = UniqueIds()
    questions: list[Question] = []
    for document, question in islice(_read_questions(rows, source.shuffle, seed), source.limit):
        ids.add(question.id, document)
        questions.append(placement.place(question))
    if not questions:
        raise BadInput("no question is left to ask", rows.name)
    return questions


@dataclass(frozen=True)
class _QuestionRows:
    """Rows, and the adapter that makes questions of them. `gold_first`: it puts the right answer first."""

    name: str
    documents: Iterable[Document]
    adapter: RowAdapter
    gold_first: bool = False


def _open_rows(source: QuestionSource, base: Path, seed: int) -> _QuestionRows:
    """The rows that the source names. They are read later, one by one."""
    if source.dataset is None:
        path = source.library_file if source.file is None else base / source.file
        return _QuestionRows(str(path), row_files.read_rows(path), native_rows.native_adapter(path))
    dataset = registry.DATASETS[source.dataset]
    return _QuestionRows(
        name=source.path or source.dataset,
        documents=dataset.expand(registry.dataset_rows(dataset, source, base)),
        adapter=dataset.make_adapter(source, base, seed),
        gold_first=dataset.gold_first,
    )


def _read_questions(rows: _QuestionRows, shuffle: bool, seed: int) -> Iterator[tuple[Document, Question]]:
    """The questions, each with its row. A row keeps its number, from 1, when the rows are shuffled."""
    numbered: Iterable[tuple[int, Document]] = enumerate(rows.documents, start=1)
    # Numbered before they are shuffled, since ids and random keys are made of the numbers.
    if shuffle:
        numbered = list(numbered)
        random.Random(f"{seed}/shuffle").shuffle(numbered)
    for number, document in numbered:
        question = rows.adapter(document, number)
        if question is not None:
            yield document, question
