"""JudgeLM outputs: a row of the validation set with `pred_model_id` and `pred_text`, scores on its first line.

The file of the reversed order has the answers exchanged, but not their scores by the reference judge: give the file of
the usual order before it, or the questions (`--questions`). The published script counts scores that it can't read, -1
and -1, as a tie.
"""

from __future__ import annotations

from collections.abc import Iterator

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
from dikast.questions import first_line_scores, judgelm_answers, winner_of_scores
from dikast.records import Question


class JudgeLmJudgedRow(JudgmentRow):
    """What the judge said."""

    question_id: str | int
    pred_text: str
    pred_model_id: str | None = None


# One game of a judge, the scores that it gave, and the row that both are from.
_PlayedGame = tuple[RecordedGame, tuple[float, ...] | None, NumberedRow]


def judgelm_judgments(files: JudgmentFiles, bad: BadRows) -> Iterator[RecordedJudgment]:
    """The judgements in these files: the rows of one judge about one question are its games."""
    questions: dict[str, Question] = {}
    if files.questions is not None:
        _add_questions(questions, numbered_rows(files.questions, bad), bad)
    played: dict[tuple[str, str], list[_PlayedGame]] = {}
    for row in files.rows(bad):
        try:
            judged = into(JudgeLmJudgedRow, row.document)
            id = str(judged.question_id)
            if id not in questions and files.questions is not None:
                raise BadInput(f"{files.questions} has no question {id!r}", row.document.where(["question_id"]))
            question = questions.get(id) or question_of("judgelm", row)
            game, scores = _game(judged, row, question)
        except BadInput as error:
            bad.add(error)
            continue
        questions[id] = question
        judge = files.judge_named(judged.pred_model_id, row.path)
        played.setdefault((judge, id), []).append((game, scores, row))
    for (judge, id), games in played.items():
        yield build_judgment(
            games[0][2],
            judge=judge,
            protocol="judgelm",
            question=questions[id],
            games=tuple(game for game, _, _ in games),
            recorded={"scores": [list(scores) if scores else None for _, scores, _ in games]},
        )


def _add_questions(questions: dict[str, Question], rows: Iterator[NumberedRow], bad: BadRows) -> None:
    """Adds the questions of these rows by their ids."""
    for row in rows:
        try:
            question = question_of("judgelm", row)
        except BadInput as error:
            bad.add(error)
            continue
        questions[str(row.document.data["question_id"])] = question


def _game(
    judged: JudgeLmJudgedRow, row: NumberedRow, question: Question
) -> tuple[RecordedGame, tuple[float, ...] | None]:
    """The game of a row, whose answers are those of the question in some order, and its scores as shown."""
    answers = judgelm_answers(row.document)
    if sorted(answers) != sorted(question.choices):
        message = f"its answers are not those that question {judged.question_id!r} has elsewhere"
        raise BadInput(message, row.document.where())
    order = tuple(question.choices.index(answer) for answer in answers)
    scores = first_line_scores(judged.pred_text, len(answers))
    if scores is None:
        reason = f"its first line is not {len(answers)} scores"
        return RecordedGame(order=order, text=judged.pred_text, reason=reason), None
    return RecordedGame.shown(order, winner_of_scores(scores), text=judged.pred_text), scores
