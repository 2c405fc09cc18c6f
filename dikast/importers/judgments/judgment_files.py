"""JudgmentFiles: the files of one import, and what every reader does with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, JsonValue

from dikast.errors import BadInput
from dikast.importers.judgments.recorded_judgment import RecordedGame, RecordedJudgment
from dikast.input_files import BadRows, Document
from dikast.questions import RESPONSE_SETS, read_rows
from dikast.records import Question


class JudgmentRow(BaseModel):
    """The columns that a reader of judgements takes. A published file may have more."""

    model_config = ConfigDict(frozen=True, extra="ignore")


@dataclass(frozen=True)
class NumberedRow:
    """One row of a file, with its number in that file, counted from 1."""

    document: Document
    number: int
    path: Path


@dataclass(frozen=True)
class JudgmentFiles:
    """The files of one import.

    - `paths`: what the judges said; in most formats the rows have the questions too.
    - `questions`: the questions, for formats that keep them in a file of their own.
    - `judge`: what to call the judge; by default it has the name that the file gives it.
    """

    paths: tuple[Path, ...]
    questions: Path | None = None
    judge: str | None = None

    def rows(self, bad: BadRows) -> Iterator[NumberedRow]:
        """The rows of all files."""
        for path in self.paths:
            yield from numbered_rows(path, bad)

    def judge_named(self, name: str | None, path: Path) -> str:
        """What the user calls the judge, else the name in the row, else that of the file."""
        return self.judge or name or path.stem


def numbered_rows(path: Path, bad: BadRows) -> Iterator[NumberedRow]:
    """The rows of one file."""
    for number, document in enumerate(read_rows(path, bad), start=1):
        yield NumberedRow(document, number, path)


def question_of(dataset: str, row: NumberedRow) -> Question:
    """The question of a row, the same as in an experiment on this data set. Images are left out."""
    question = RESPONSE_SETS[dataset].adapter(None)(row.document, row.number)
    if question is None:
        raise BadInput("this row has nothing to judge", row.document.where())
    return question


def build_judgment(
    row: NumberedRow,
    *,
    judge: str,
    protocol: str,
    question: Question,
    games: tuple[RecordedGame, ...],
    recorded: Mapping[str, JsonValue] | None = None,
) -> RecordedJudgment:
    """The judgement of a row. Empty entries of `recorded` are dropped."""
    entries = {key: value for key, value in (recorded or {}).items() if value not in (None, "", [])}
    return RecordedJudgment(
        judge=judge,
        protocol=protocol,
        question=question,
        games=games,
        recorded=entries,
        file=row.path.name,
        location=row.document.where(),
    )
