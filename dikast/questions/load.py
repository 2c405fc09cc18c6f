"""Questions read, thinned out and put in order, always the same for the same files and seed."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from dikast.errors import BadInput
from dikast.input_files import Document
from dikast.questions import files, native_rows, registry
from dikast.questions.choice_placement import ChoicePlacement
from dikast.questions.row_adapter import RowAdapter
from dikast.questions.source import QuestionSource
from dikast.records import Question


def load_questions(source: QuestionSource, *, base: Path, seed: int) -> list[Question]:
    """The questions that `source` names; relative paths are from `base`.

    Loading is deterministic in the files, the options and the seed, and a larger `limit` only adds questions at the
    end. Raises BadInput where a file can't be used, naming file, line and key, and where no question is left.
    """
    supply = _supply(source, base, seed)
    placing = ChoicePlacement(seed, source.choices, balance=source.balance or supply.gold_first)
    made = islice(_made(supply, source.shuffle, seed), source.limit)
    questions = [placing.place(question) for question in _each_id_once(made)]
    if not questions:
        raise BadInput("no question is left to ask", supply.name)
    return questions


@dataclass(frozen=True)
class _Supply:
    """Rows, and what makes a question of one; `gold_first` says that it puts the right answer first."""

    name: str
    rows: Iterable[Document]
    make: RowAdapter
    gold_first: bool = False


def _supply(source: QuestionSource, base: Path, seed: int) -> _Supply:
    if source.dataset is not None:
        known = registry.DATASETS[source.dataset]
        documents = known.expand(registry.rows(known, source, base))
        return _Supply(source.path or source.dataset, documents, known.maker(source, base, seed), known.gold_first)
    path = source.library_file if source.file is None else base / source.file
    return _Supply(str(path), files.read_rows(path), native_rows.maker(path))


def _made(supply: _Supply, shuffle: bool, seed: int) -> Iterator[tuple[Document, Question]]:
    """The questions with the rows they come from; a row's number, from 1, is its own also after shuffling."""
    numbered: Iterable[tuple[int, Document]] = enumerate(supply.rows, start=1)
    if shuffle:
        numbered = list(numbered)
        random.Random(f"{seed}/shuffle").shuffle(numbered)
    for number, document in numbered:
        question = supply.make(document, number)
        if question is not None:
            yield document, question


def _each_id_once(made: Iterable[tuple[Document, Question]]) -> Iterator[Question]:
    places: dict[str, str] = {}
    for document, question in made:
        where = document.where(["id"])
        if question.id in places:
            raise BadInput(f"the id {question.id!r} is taken by {places[question.id]}", where)
        places[question.id] = where
        yield question
