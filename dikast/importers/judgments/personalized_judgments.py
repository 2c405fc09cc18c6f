"""Personalized judges' outputs (arXiv 2406.11657): `answer`, `certainty` and `acc` beside the pair.

An answer is A, B or C for a tie; anything else could not be read. A certainty from 1 to 100 is a number, often in
quotes, or `NA`; it is kept with the episode, and so is `acc`, which the published figures are the mean of.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import BeforeValidator

from dikast.errors import BadInput
from dikast.importers.judgments.judgment_files import (
    JudgmentFiles,
    JudgmentRow,
    NumberedRow,
    build_judgment,
    question_of,
)
from dikast.importers.judgments.recorded_judgment import RecordedGame, RecordedJudgment
from dikast.input_files import BadRows, into
from dikast.questions import TIE, TruthCell, Winner

_POSITIONS: dict[str, Winner] = {"A": 0, "B": 1, "C": TIE}
_NO_CERTAINTY = ("", "na", "n/a", "nan", "none")


def _read_certainty(value: object) -> object:
    """None for what says that there is none."""
    if isinstance(value, str) and value.strip().lower() in _NO_CERTAINTY:
        return None
    return value


Certainty = Annotated[float | None, BeforeValidator(_read_certainty)]


class PersonalizedJudgedRow(JudgmentRow):
    """What the judge said."""

    answer: str | None
    certainty: Certainty = None
    acc: TruthCell = None


def personalized_judgments(files: JudgmentFiles, bad: BadRows) -> Iterator[RecordedJudgment]:
    """The judgements in these files."""
    for row in files.rows(bad):
        try:
            judgment = _judgment(row, files)
        except BadInput as error:
            bad.add(error)
            continue
        yield judgment


def _judgment(row: NumberedRow, files: JudgmentFiles) -> RecordedJudgment:
    judged = into(PersonalizedJudgedRow, row.document)
    answer = judged.answer or ""
    position = _POSITIONS.get(answer.strip().strip("[]").upper())
    game = RecordedGame.shown((0, 1), position, text=answer, reason=f"{answer[:60]!r} is none of A, B and C")
    return build_judgment(
        row,
        judge=files.judge_named(None, row.path),
        protocol="personalized",
        question=question_of("personalized", row),
        games=(game,),
        recorded={"certainty": judged.certainty, "published_right": judged.acc},
    )
