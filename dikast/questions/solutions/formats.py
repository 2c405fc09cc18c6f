"""The known formats of worked solutions, and the rows of a file as Questions. A row's keys show its format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from dikast.errors import BadInput, nearest
from dikast.input_files import BadRows, Document
from dikast.questions import row_files
from dikast.questions.row_adapter import RowAdapter, UniqueIds
from dikast.questions.solutions import (
    bigbench_mistake,
    common_schema,
    mr_gsm8k,
    native,
    parc,
    prm800k,
    prmbench,
    processbench,
    projudge,
)
from dikast.questions.solutions.solution_format import SolutionFormat
from dikast.records import Question

# In the order in which they are recognised. Our own comes last, since it requires the fewest keys.
_IN_ORDER = (
    common_schema.FORMAT,
    projudge.FORMAT,
    prmbench.FORMAT,
    parc.FORMAT,
    mr_gsm8k.GSM8K_FORMAT,
    mr_gsm8k.BEN_FORMAT,
    bigbench_mistake.FORMAT,
    prm800k.FORMAT,
    processbench.FORMAT,
    native.FORMAT,
)
SOLUTION_FORMATS: dict[str, SolutionFormat] = {solution_format.name: solution_format for solution_format in _IN_ORDER}


def format_named(name: str) -> SolutionFormat:
    """The format with this name. Raises BadInput, with the nearest known name, if there is none."""
    if name not in SOLUTION_FORMATS:
        raise BadInput(f"no format {name!r}: {nearest(name, SOLUTION_FORMATS)}")
    return SOLUTION_FORMATS[name]


def solution_format_of(document: Document) -> SolutionFormat | None:
    """The format of worked solutions that a row has by its keys; None if it has none that is known."""
    keys = set(document.data)
    fitting = (solution_format for solution_format in SOLUTION_FORMATS.values() if solution_format.keys <= keys)
    return next(fitting, None)


def format_of(document: Document) -> SolutionFormat:
    """The format that a row has by its keys. Raises BadInput if it has none that is known."""
    solution_format = solution_format_of(document)
    if solution_format is not None:
        return solution_format
    our_keys = "problem and steps or solution"
    raise BadInput(
        f"not a worked solution in any format known: a row in our own format has {our_keys}", document.where()
    )


def solution_adapter(path: Path, format: str | None = None, images: bool = True) -> RowAdapter:
    """The adapter of the rows of the file at `path`, in the format named, or in that of the first row."""
    if format is not None:
        return format_named(format).make_adapter(path, images)
    adapter: RowAdapter | None = None

    def adapt(document: Document, number: int) -> Question | None:
        nonlocal adapter
        # All rows of a file have one format: a row that lacks a key is an error, not a row of another format.
        if adapter is None:
            adapter = format_of(document).make_adapter(path, images)
        return adapter(document, number)

    return adapt


def expand_rows(rows: Iterable[Document], format: str | None = None) -> Iterator[Document]:
    """The rows as the adapter of this format reads them, or of the format of the first row."""
    rows = iter(rows)
    first = next(rows, None)
    if first is None:
        return
    try:
        solution_format = format_of(first) if format is None else format_named(format)
    except BadInput:
        # The adapter will say so, with the row's place.
        solution_format = native.FORMAT
    yield from solution_format.expand(chain([first], rows))


def read_solutions(
    path: Path, format: str | None = None, *, images: bool = True, bad: BadRows | None = None
) -> Iterator[Question]:
    """The worked solutions of a file (JSONL, JSON, parquet), a Question each, one in memory at a time.

    `format` names the format; without it, the first row's keys show it. Without `images`, the images that a row names
    by path are not read, since a scorer doesn't need them. Raises BadInput, with file, line and key, if a row can't be
    used or an id is there twice, unless `bad` takes the row, and if there is no row.
    """
    bad = bad or BadRows()
    ids = UniqueIds()
    adapter = solution_adapter(path, format, images)
    is_empty = True
    rows = expand_rows(row_files.read_rows(path, bad), format)
    for number, document in enumerate(rows, start=1):
        try:
            question = adapter(document, number)
            if question is not None:
                ids.add(question.id, document)
        except BadInput as error:
            bad.add(error)
            continue
        if question is not None:
            is_empty = False
            yield question
    if is_empty:
        raise BadInput("no solution is in this file", str(path))
