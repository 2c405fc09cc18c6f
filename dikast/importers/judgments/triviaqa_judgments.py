"""The judged TriviaQA answers (arXiv 2406.12624): a column for each judge, `True`, `False`, or empty.

An empty cell is a reply that could not be read. Any column that is not of the response or of people is a judge.
"""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import TypeAdapter, ValidationError

from dikast.errors import BadInput
from dikast.importers.judgments.judgment_files import JudgmentFiles, NumberedRow, build_judgment, question_of
from dikast.importers.judgments.recorded_judgment import RecordedGame, RecordedJudgment
from dikast.input_files import BadRows
from dikast.questions import TruthCell

_NO_JUDGES = {
    *("model", "response", "question", "references", "benchmark", "Human-Eval", "Human-Eval_Confidence"),
    # A column without a name is the index that pandas writes.
    *("", "Unnamed: 0"),
}
_TRUTH: TypeAdapter[bool | None] = TypeAdapter(TruthCell)


def triviaqa_judgments(files: JudgmentFiles, bad: BadRows) -> Iterator[RecordedJudgment]:
    """The judgements in these files, those of all judges of a row together."""
    for row in files.rows(bad):
        try:
            judgments = list(_judgments(row))
        except BadInput as error:
            bad.add(error)
            continue
        yield from judgments


def _judgments(row: NumberedRow) -> Iterator[RecordedJudgment]:
    question = question_of("triviaqa-judges", row)
    judges = [column for column in row.document.data if column not in _NO_JUDGES]
    if not judges:
        raise BadInput("there is no column of a judge in this row", row.document.where())
    for judge in judges:
        game = _game(judge, row)
        yield build_judgment(row, judge=judge, protocol="triviaqa-judges", question=question, games=(game,))


def _game(judge: str, row: NumberedRow) -> RecordedGame:
    value = row.document.data[judge]
    try:
        is_correct = _TRUTH.validate_python(value)
    except ValidationError:
        message = f"True, False or nothing is needed, got {str(value)[:60]!r}"
        raise BadInput(message, row.document.where([judge])) from None
    if is_correct is None:
        return RecordedGame(reason="no verdict could be read")
    return RecordedGame(winner=0 if is_correct else 1)
