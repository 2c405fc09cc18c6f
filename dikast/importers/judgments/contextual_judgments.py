"""ContextualJudgeBench outputs: `votes` of two runs, and the replies as `swap_inference1` and `swap_inference2`.

A vote is 1 for the positive response, 2 for the negative one, -1 for a reply that could not be read, or a list of these
for several samples. The positive response was shown first in the first run, and second in the second; the votes of
both are about the responses. The rows of a file of votes are those of a split, in its order: give the split's file
(`--questions`), unless the rows have the questions themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator

from dikast.errors import BadInput
from dikast.importers.judgments.judgment_files import (
    JudgmentFiles,
    JudgmentRow,
    NumberedRow,
    build_judgment,
    numbered_rows,
    question_of,
)
from dikast.importers.judgments.recorded_judgment import RecordedGame, RecordedJudgment
from dikast.input_files import BadRows, into
from dikast.questions import Winner, contextual_split
from dikast.records import Question

_WINNERS: dict[int | None, Winner] = {1: 0, 2: 1}
_ORDERS = ((0, 1), (1, 0))


def _as_list(value: object) -> object:
    """A single sample as a list of one."""
    return value if isinstance(value, list | tuple) else [value]


def _as_vote(value: object) -> object:
    """A number in quotes as a number."""
    return int(value) if isinstance(value, str) and value.strip().lstrip("-").isdecimal() else value


ContextualVote = Annotated[Literal[1, 2, -1] | None, BeforeValidator(_as_vote)]
ContextualVotes = Annotated[tuple[ContextualVote, ...], BeforeValidator(_as_list)]
ContextualTexts = Annotated[tuple[str | None, ...], BeforeValidator(_as_list)]


class ContextualVotesRow(JudgmentRow):
    """What the judge said in both runs."""

    votes: tuple[ContextualVotes, ContextualVotes]
    swap_inference1: ContextualTexts = ()
    swap_inference2: ContextualTexts = ()
    model: str | None = None


def contextual_judgments(files: JudgmentFiles, bad: BadRows) -> Iterator[RecordedJudgment]:
    """The judgements in these files."""
    for path in files.paths:
        questions = _questions_for(path, files.questions, bad)
        for row in numbered_rows(path, bad):
            try:
                judgment = _judgment(row, questions, files)
            except BadInput as error:
                bad.add(error)
                continue
            yield judgment


def _questions_for(path: Path, questions: Path | None, bad: BadRows) -> dict[int, Question] | None:
    """The questions by the numbers of their rows; None if no file of them is given.

    In a folder it takes the file of the split that the votes' file is of.
    """
    if questions is None:
        return None
    file = questions
    if questions.is_dir():
        file = _file_of_split(path, questions)
    found: dict[int, Question] = {}
    for row in numbered_rows(file, bad):
        try:
            found[row.number] = question_of("contextual", row)
        except BadInput as error:
            bad.add(error)
    return found


def _file_of_split(path: Path, folder: Path) -> Path:
    split = contextual_split(str(path))
    candidates = [file for file in sorted(folder.iterdir()) if split and contextual_split(str(file)) == split]
    if len(candidates) != 1:
        raise BadInput(f"one file of the split of {path.name!r} is needed here, got {len(candidates)}", str(folder))
    return candidates[0]


def _judgment(row: NumberedRow, questions: dict[int, Question] | None, files: JudgmentFiles) -> RecordedJudgment:
    judged = into(ContextualVotesRow, row.document)
    games = [
        game
        for order, votes, texts in zip(
            _ORDERS, judged.votes, (judged.swap_inference1, judged.swap_inference2), strict=True
        )
        for game in _games(order, votes, texts)
    ]
    return build_judgment(
        row,
        judge=files.judge_named(judged.model, row.path),
        protocol="contextual",
        question=_question(row, questions),
        games=tuple(games),
    )


def _question(row: NumberedRow, questions: dict[int, Question] | None) -> Question:
    """The question in the row, or that of the same number in the file of questions."""
    if "positive_response" in row.document.data:
        return question_of("contextual", row)
    if questions is None:
        raise BadInput("these are votes alone: name the file of their split (`--questions FILE`)", row.document.where())
    if row.number not in questions:
        raise BadInput(f"the file of questions has no usable row {row.number}", row.document.where())
    return questions[row.number]


def _games(order: tuple[int, ...], votes: Sequence[int | None], texts: Sequence[str | None]) -> Iterator[RecordedGame]:
    """The games of one run. Scorers of single responses have no texts."""
    for i, vote in enumerate(votes):
        text = texts[i] if i < len(texts) else ""
        winner = _WINNERS.get(vote)
        reason = "no result could be read" if winner is None else None
        yield RecordedGame(order=order, winner=winner, text=text or "", reason=reason)
