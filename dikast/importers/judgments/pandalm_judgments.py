"""PandaLM's published predictions: `idx` and, for each judge, `JUDGE_result`, `JUDGE_reason`, `JUDGE_reference`.

The pairs are in another file, the test set. A result is 1, 2 or a tie (`0` or `Tie`), a number or a text. Anything else
could not be read: in the published files it is `garbage`, which the published script counts as a tie.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import JsonValue

from dikast.errors import BadInput
from dikast.importers.judgments.judgment_files import (
    JudgmentFiles,
    NumberedRow,
    build_judgment,
    numbered_rows,
    question_of,
)
from dikast.importers.judgments.recorded_judgment import RecordedGame, RecordedJudgment
from dikast.input_files import BadRows
from dikast.questions import TIE, Winner
from dikast.records import Question

_RESULT = "_result"
_POSITIONS: dict[str, Winner] = {"1": 0, "2": 1, "0": TIE, "tie": TIE}
_IN_ORDER = (0, 1)
_PAIR_KEY = "annotator1"


def pandalm_judgments(files: JudgmentFiles, bad: BadRows) -> Iterator[RecordedJudgment]:
    """The judgements in these files. The test set is one of them, or `questions`, or the only one beside them."""
    rows = list(files.rows(bad))
    pairs = [row for row in rows if _PAIR_KEY in row.document.data]
    if not pairs:
        pairs = list(numbered_rows(files.questions or _test_set_beside(files.paths), bad))
    questions = _questions(pairs, bad)
    shared = _shared_judges(rows)
    for row in rows:
        try:
            judgments = list(_judgments(row, questions, files, shared))
        except BadInput as error:
            bad.add(error)
            continue
        yield from judgments


def _questions(pairs: list[NumberedRow], bad: BadRows) -> dict[str, Question]:
    """The questions by the `idx` of their rows."""
    questions: dict[str, Question] = {}
    for pair in pairs:
        try:
            question = question_of("pandalm", pair)
            index = str(pair.document.data["idx"])
            if index in questions:
                raise BadInput(f"the idx {index} is there twice", pair.document.where(["idx"]))
        except BadInput as error:
            bad.add(error)
            continue
        questions[index] = question
    return questions


def _test_set_beside(paths: tuple[Path, ...]) -> Path:
    """The only file beside the predictions that has annotators. Raises BadInput if there is none, or several."""
    folder = paths[0].parent
    candidates = [path for path in sorted(folder.glob("*testset*")) if path not in paths and _has_annotators(path)]
    if len(candidates) == 1:
        return candidates[0]
    number = "several are" if candidates else "none is"
    raise BadInput(
        f"name the file of the pairs and their annotators (`--questions FILE`): {number} called …testset… here",
        str(folder),
    )


def _has_annotators(path: Path) -> bool:
    """Whether the first row that can be read is a pair with its annotators."""
    if path.suffix not in (".json", ".jsonl"):
        return False
    try:
        first = next(numbered_rows(path, BadRows(skips=True)), None)
    except BadInput:
        return False
    return first is not None and _PAIR_KEY in first.document.data


def _shared_judges(rows: list[NumberedRow]) -> set[str]:
    """The names that several files give a judge: `gpt_result` may be any GPT's."""
    paths: dict[str, set[Path]] = {}
    for row in rows:
        for judge in _judges(row):
            paths.setdefault(judge, set()).add(row.path)
    return {judge for judge, in_paths in paths.items() if len(in_paths) > 1}


def _judges(row: NumberedRow) -> list[str]:
    """The judges whose results a row has."""
    return [key.removesuffix(_RESULT) for key in row.document.data if key.endswith(_RESULT)]


def _judgments(
    row: NumberedRow, questions: dict[str, Question], files: JudgmentFiles, shared: set[str]
) -> Iterator[RecordedJudgment]:
    judges = _judges(row)
    if not judges:
        # A row of the test set itself.
        if _PAIR_KEY in row.document.data:
            return
        raise BadInput("a key JUDGE_result is needed, such as 'pandalm_result'", row.document.where())
    index = row.document.data.get("idx")
    if str(index) not in questions:
        raise BadInput(f"the test set has no pair with the idx {index!r}", row.document.where(["idx"]))
    for judge in judges:
        name = f"{judge} ({row.path.stem})" if judge in shared else judge
        yield build_judgment(
            row,
            judge=files.judge_named(name, row.path),
            protocol="pandalm",
            question=questions[str(index)],
            games=(_game(judge, row),),
            recorded={"reference": _text(row, f"{judge}_reference")},
        )


def _game(judge: str, row: NumberedRow) -> RecordedGame:
    key = f"{judge}{_RESULT}"
    result = row.document.data[key]
    # A boolean is an int in Python.
    if isinstance(result, bool) or not isinstance(result, str | int | float | None):
        raise BadInput(f"1, 2, 0 or 'Tie' is needed, got {result!r}", row.document.where([key]))
    if isinstance(result, float) and result.is_integer():
        result = int(result)
    word = str("" if result is None else result).strip()
    return RecordedGame.shown(
        _IN_ORDER,
        _POSITIONS.get(word.lower()),
        text="\n\n".join(filter(None, (word, str(_text(row, f"{judge}_reason"))))),
        reason=f"{word[:60]!r} is no result",
    )


def _text(row: NumberedRow, key: str) -> JsonValue:
    """A text of the row; empty if it is missing or null."""
    value = row.document.data.get(key)
    return "" if value is None else str(value)
