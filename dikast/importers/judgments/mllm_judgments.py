"""MLLM-as-a-Judge outputs: a row of the benchmark with `mllm_judge`, or with `result` of `{name, judge, analysis}`.

A reply has its verdict in double brackets, `[[4]]`, `[[A]]`, `[[C]]` for a tie, or `[[C]], [[D]], [[A]], [[B]]` from
best to worst; or it is the verdict alone; or it is JSON with the key `Judgement`. Two different verdicts in one reply
can't be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BeforeValidator, JsonValue

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
from dikast.questions import TIE, Winner, letters_to_ranking
from dikast.records import Question
from dikast.replies import Unreadable, read_json_reply

_BRACKETED = re.compile(r"\[\[\s*([A-Za-z]|\d{1,3})\s*\]\]")
_LETTERS: dict[str, Winner] = {"A": 0, "B": 1, "C": TIE}


def _as_reply(value: object) -> object:
    """A number as text; any other value as it is."""
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


ReplyText = Annotated[str | None, BeforeValidator(_as_reply)]


class MllmResult(JudgmentRow):
    """What a judge said, and its name."""

    name: str | None = None
    judge: ReplyText = None
    analysis: str | None = None


class MllmJudgedRow(JudgmentRow):
    """What the judge said, in either form. A call that failed is null."""

    mllm_judge: ReplyText = None
    result: MllmResult | None = None


def mllm_judgments(files: JudgmentFiles, bad: BadRows) -> Iterator[RecordedJudgment]:
    """The judgements in these files; rows of scores, pairs and batches may be mixed."""
    for row in files.rows(bad):
        try:
            judgment = _judgment(row, files)
        except BadInput as error:
            bad.add(error)
            continue
        yield judgment


def _judgment(row: NumberedRow, files: JudgmentFiles) -> RecordedJudgment:
    judged = into(MllmJudgedRow, row.document)
    if judged.result is None and "mllm_judge" not in row.document.data:
        raise BadInput("a judge's reply is needed, under 'mllm_judge' or 'result'", row.document.where())
    result = judged.result or MllmResult(judge=judged.mllm_judge)
    question = question_of("mllm-judge", row)
    reply = result.judge or ""
    verdict = _verdict_text(reply)
    game, ranking = _game(verdict, question)
    return build_judgment(
        row,
        judge=files.judge_named(result.name, row.path),
        protocol=f"mllm-judge-{question.metadata['responses']}",
        question=question,
        games=(game.model_copy(update={"text": "\n\n".join(filter(None, (reply, result.analysis)))}),),
        recorded={"ranking": ranking},
    )


def _verdict_text(reply: str) -> str:
    """The verdict in a reply that is JSON, else the reply."""
    if "{" not in reply:
        return reply
    data: Any = read_json_reply(reply)
    if isinstance(data, Unreadable) or not isinstance(data, dict) or "Judgement" not in data:
        return reply
    return str(data["Judgement"])


def _game(verdict: str, question: Question) -> tuple[RecordedGame, list[JsonValue]]:
    """The game of a verdict, and the ranking if the task is to rank."""
    labels = [label.upper() for label in _BRACKETED.findall(verdict)]
    alone = verdict.strip().upper()
    order = tuple(range(len(question.choices)))
    reason = f"{verdict.strip()[:60]!r} is no verdict"
    match question.metadata["responses"]:
        case "ranking":
            ranking = letters_to_ranking("".join(labels) or alone, len(order))
            if ranking is None:
                return RecordedGame(order=order, reason=reason), []
            return RecordedGame(order=order, winner=ranking[0]), [*ranking]
        case "score":
            label = _only(labels, alone)
            winner = question.choices.index(label) if label in question.choices else None
            # A scale has no order that could be changed.
            return RecordedGame(winner=winner, reason=reason if winner is None else None), []
        case _:
            return RecordedGame.shown(order, _LETTERS.get(_only(labels, alone)), reason=reason), []


def _only(labels: list[str], alone: str) -> str:
    """The one label in brackets, else the whole text; empty if there are two different labels."""
    if not labels:
        return alone
    return labels[0] if len(set(labels)) == 1 else ""
