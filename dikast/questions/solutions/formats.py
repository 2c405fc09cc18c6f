"""The layouts that are known, and the rows of a file as Questions: which layout a row has is told by its keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from dikast.errors import BadInput, nearest
from dikast.input_files import Document
from dikast.questions import files
from dikast.questions.row_adapter import RowAdapter
from dikast.questions.solutions import (
    common_schema,
    mistake,
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

# In the order in which they are recognised: our own asks for the least.
SOLUTION_FORMATS: dict[str, SolutionFormat] = {
    layout.name: layout
    for layout in (
        common_schema.LAYOUT,
        projudge.LAYOUT,
        prmbench.LAYOUT,
        parc.LAYOUT,
        mr_gsm8k.GSM8K,
        mr_gsm8k.BEN,
        mistake.LAYOUT,
        prm800k.LAYOUT,
        processbench.LAYOUT,
        native.LAYOUT,
    )
}


def format_named(name: str) -> SolutionFormat:
    """The layout of that name. Raises BadInput with the nearest right one."""
    if name not in SOLUTION_FORMATS:
        raise BadInput(f"no format {name!r}: {nearest(name, SOLUTION_FORMATS)}")
    return SOLUTION_FORMATS[name]


def format_of(document: Document) -> SolutionFormat:
    """The layout that a row has by its keys. Raises BadInput where it has none that is known."""
    keys = set(document.data)
    for layout in SOLUTION_FORMATS.values():
        if layout.keys <= keys:
            return layout
    own_keys = "problem and steps or solution"
    raise BadInput(f"not a worked solution in any format known: a row of our own has {own_keys}", document.where())


def maker_for(path: Path, format: str | None = None, images: bool = True) -> RowAdapter:
    """What makes a question of a row of the file at `path`, in the format named, or that the first row tells."""
    made: list[RowAdapter] = [] if format is None else [format_named(format).maker(path, images)]

    def make(document: Document, number: int) -> Question | None:
        if not made:
            made.append(format_of(document).maker(path, images))
        return made[0](document, number)

    return make


def read_solutions(path: Path, format: str | None = None, *, images: bool = True) -> Iterator[Question]:
    """The worked solutions of a file (JSONL, JSON, parquet), a Question each, one in memory at a time.

    `format` names the layout; left out, the first row tells. Without `images`, those that a row names by path are
    not read: a scorer has no need of them. Raises BadInput, with file, line and key, where a row can't be used, an id
    stands there twice, or no row is there.
    """
    places: dict[str, str] = {}
    make = maker_for(path, format, images)
    for number, document in enumerate(files.read_rows(path), start=1):
        question = make(document, number)
        if question is None:
            continue
        if question.id in places:
            raise BadInput(f"the id {question.id!r} is taken by {places[question.id]}", document.where(["id"]))
        places[question.id] = document.where()
        yield question
    if not places:
        raise BadInput("no solution is in this file", str(path))
