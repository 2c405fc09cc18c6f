"""Loading questions: read, selected and put in order, always the same for the same files and seed."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from dikast.errors import BadInput
from dikast.input_files import BadRows, Document
from dikast.questions import native_rows, preference_pairs, row_files
from dikast.questions.choice_placement import ChoicePlacement
from dikast.questions.columns import is_empty, rename_columns
from dikast.questions.generated import USUAL_NUMBER, generated_questions
from dikast.questions.question_source import QuestionSource
from dikast.questions.row_adapter import RowAdapter, UniqueIds
from dikast.records import Question


def load_questions(source: QuestionSource, *, base: Path, seed: int, bad: BadRows | None = None) -> list[Question]:
    """The questions that `source` names. Relative paths start at `base`.

    The result depends only on the files, the options and the seed. A larger `limit` only adds questions at the end.
    Raises BadInput, with file, line and key, if a file can't be used, or a row that `bad` does not take, and if no
    question is left.
    """
    bad = bad or BadRows(skips=source.skip_bad)
    rows = _open_rows(source, base, seed, bad)
    # Where the right answer is always first, its position would give it away.
    placement = ChoicePlacement(seed, source.choices, balance=source.balance or rows.gold_first)
    good_questions = _read_questions(rows, source.shuffle, seed, bad)
    questions = [placement.place(question) for question in islice(good_questions, source.limit)]
    if not questions:
        raise BadInput(_none_left(bad), rows.name)
    return questions


def _none_left(bad: BadRows) -> str:
    """Why there is nothing to ask: an empty file, or bad rows alone."""
    if not bad.errors:
        return "no question is left to ask: there are no rows in it"
    return f"no question is left to ask: {len(bad.errors):,} rows can't be used, the first: {bad.errors[0]}"


@dataclass(frozen=True)
class _QuestionRows:
    """Rows, and the adapter that makes questions of them. `gold_first`: it puts the right answer first."""

    name: str
    documents: Iterable[Document]
    adapter: RowAdapter
    gold_first: bool = False


def _open_rows(source: QuestionSource, base: Path, seed: int, bad: BadRows) -> _QuestionRows:
    """The rows that the source names. They are read later, one by one."""
    if source.generated is not None:
        return _generated_rows(source.generated, source)
    if source.dataset is None:
        path = source.library_file if source.file is None else base / source.file
        return _native_rows(path, source, bad)
    # A package of formats each: most runs read none of them.
    from dikast.questions import registry

    dataset = registry.DATASETS[source.dataset]
    return _QuestionRows(
        name=source.path or source.dataset,
        documents=dataset.expand(registry.dataset_rows(dataset, source, base, bad), bad),
        adapter=dataset.make_adapter(source, base, seed),
        gold_first=dataset.gold_first,
    )


def _generated_rows(kind: str, source: QuestionSource) -> _QuestionRows:
    """Questions that are made here, as the rows that a file of them would have."""
    questions = generated_questions(kind, source.limit or USUAL_NUMBER, source.seed or 0)
    rows = [Document(native_rows.question_row(question), f"generated {kind}") for question in questions]
    return _QuestionRows(kind, rows, native_rows.native_adapter(Path()))


def _native_rows(path: Path, source: QuestionSource, bad: BadRows) -> _QuestionRows:
    """The rows of a file in our own format, or with two responses, one of them preferred: the first row shows which."""
    rows = row_files.read_rows(path, bad)
    if source.columns is not None:
        rows = rename_columns(rows, source.columns, bad)
    rows = (row for row in rows if not is_empty(row))
    first = next(rows, None)
    if first is None:
        return _QuestionRows(str(path), (), native_rows.native_adapter(path))
    rows = chain([first], rows)
    if first.data.keys() >= preference_pairs.KEYS:
        return _QuestionRows(str(path), rows, preference_pairs.pair_question, gold_first=True)
    _check_are_questions(first)
    return _QuestionRows(str(path), rows, native_rows.native_adapter(path))


def _check_are_questions(row: Document) -> None:
    """Raises BadInput if the row is a worked solution: they are read as a data set, and by protocols of their own."""
    if "question" in row.data:
        return
    from dikast.questions.solutions import solution_format_of

    if solution_format_of(row) is None:
        return
    raise BadInput(
        f"this is a worked solution and no question: `dikast grade {Path(row.name).name}` judges it, and so do "
        f"protocols such as process-direct with `questions: {{dataset: solutions, path: …}}`",
        row.where(),
    )


def _read_questions(rows: _QuestionRows, shuffle: bool, seed: int, bad: BadRows) -> Iterator[Question]:
    """The questions of the rows that can be used. A row keeps its number, from 1, when the rows are shuffled."""
    ids = UniqueIds()
    numbered: Iterable[tuple[int, Document]] = enumerate(rows.documents, start=1)
    # Numbered before they are shuffled, since ids and random keys are made of the numbers.
    if shuffle:
        numbered = list(numbered)
        random.Random(f"{seed}/shuffle").shuffle(numbered)
    for number, document in numbered:
        try:
            question = rows.adapter(document, number)
            if question is not None:
                ids.add(question.id, document)
        except BadInput as error:
            bad.add(error)
            continue
        if question is not None:
            yield question
