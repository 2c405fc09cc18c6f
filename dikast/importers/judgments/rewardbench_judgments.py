"""RewardBench outputs: `results` of 1 (the chosen response), 0 (the rejected one) or 0.5, for each `id` and `subset`.

The published JSON has one list for each column, and `model` beside them. Reward models have `scores_chosen` and
`scores_rejected`; equal ones are a tie. A generative judge has no scores; its 0.5 stands for a reply that
could not be read, which the published accuracy takes for half a right answer. Its order was random, and is not kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

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
from dikast.input_files import BadRows, Document, into, json_value, read_text
from dikast.questions import TIE, Winner

_WINNERS: dict[float, Winner] = {1.0: 0, 0.0: 1}


def _unwrapped(value: object) -> object:
    """The score in a list of one score: some reward models write `[0.7]`."""
    while isinstance(value, list) and len(value) == 1:
        value = value[0]
    return value


RewardScore = Annotated[float | None, BeforeValidator(_unwrapped), Field(allow_inf_nan=False)]


class RewardBenchJudgedRow(JudgmentRow):
    """What the judge said of a pair."""

    results: Annotated[float | None, Field(ge=0, le=1)] = None
    scores_chosen: RewardScore = None
    scores_rejected: RewardScore = None
    model: str | None = None


def rewardbench_judgments(files: JudgmentFiles, bad: BadRows) -> Iterator[RecordedJudgment]:
    """The judgements in these files."""
    for path in files.paths:
        for row in _rows(path, bad):
            try:
                judgment = _judgment(row, files)
            except BadInput as error:
                bad.add(error)
                continue
            yield judgment


def _rows(path: Path, bad: BadRows) -> Iterator[NumberedRow]:
    """The rows of a file, or those that its columns make."""
    columns = _columns(path)
    if columns is None:
        yield from numbered_rows(path, bad)
        return
    lists = {name: values for name, values in columns.items() if isinstance(values, list)}
    single = {name: value for name, value in columns.items() if name not in lists}
    lengths = {name: len(values) for name, values in lists.items()}
    if len(set(lengths.values())) != 1:
        raise BadInput(f"the columns must have equally many values, got {lengths}", str(path))
    for number in range(1, len(lists["id"]) + 1):
        data = single | {name: values[number - 1] for name, values in lists.items()}
        yield NumberedRow(Document(data, f"{path}, row {number}"), number, path)


def _columns(path: Path) -> Mapping[str, Any] | None:
    """The columns of a JSON file that has them; None for any other file."""
    if path.suffix.lower() != ".json":
        return None
    try:
        data = json_value(read_text(path))
    except (ValueError, RecursionError) as error:
        raise BadInput(f"not JSON: {error}", str(path)) from None
    if isinstance(data, dict) and isinstance(data.get("id"), list):
        return data
    return None


def _judgment(row: NumberedRow, files: JudgmentFiles) -> RecordedJudgment:
    judged = into(RewardBenchJudgedRow, row.document)
    scores = _scores(judged)
    if scores is None and judged.results is None:
        raise BadInput("'results' or the scores of both responses are needed", row.document.where())
    return build_judgment(
        row,
        judge=files.judge_named(judged.model, row.path),
        protocol="rewardbench",
        question=question_of("rewardbench", row),
        games=(_game(judged, scores),),
        recorded={"results": judged.results, "scores": [[*scores]] if scores else None},
    )


def _scores(judged: RewardBenchJudgedRow) -> tuple[float, float] | None:
    """The scores of the chosen and the rejected response; None unless the row has both."""
    if judged.scores_chosen is None or judged.scores_rejected is None:
        return None
    return judged.scores_chosen, judged.scores_rejected


def _game(judged: RewardBenchJudgedRow, scores: tuple[float, float] | None) -> RecordedGame:
    if scores is not None:
        chosen, rejected = scores
        winner: Winner = TIE
        if chosen != rejected:
            winner = 0 if chosen > rejected else 1
        return RecordedGame(winner=winner, text=f"{chosen:g} {rejected:g}")
    result = judged.results
    winner = None if result is None else _WINNERS.get(result)
    reason = f"{result} is neither 1 nor 0" if winner is None else None
    return RecordedGame(winner=winner, text=str(result), reason=reason)
