"""JudgeBench outputs: a pair with `judge_name` and `judgments`, `{judgment, decision}` in each of two games.

In the second game the responses are exchanged, and its decision is about what was shown: `A>B` prefers `response_B`
there. `>>` means the same as `>`. A judgement that failed is null, and so is a decision that could not be read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field, JsonValue

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
from dikast.questions import TIE, Winner

_POSITIONS: dict[str, Winner] = {
    **{"A>B": 0, "A>>B": 0, "B<A": 0, "B<<A": 0},
    **{"B>A": 1, "B>>A": 1, "A<B": 1, "A<<B": 1},
    **{"A=B": TIE, "B=A": TIE},
}
_ORDERS = ((0, 1), (1, 0))


class JudgeBenchReply(JudgmentRow):
    """One game: the judge's model and reply, and the decision that was read from it."""

    judgment: dict[str, JsonValue] | str | None = None
    decision: str | None = None

    def said(self, key: str) -> JsonValue:
        """What the judgement has under this key; None if it is a text alone, or missing."""
        return self.judgment.get(key) if isinstance(self.judgment, dict) else None

    @property
    def text(self) -> str:
        """The reply of the judge."""
        return self.judgment if isinstance(self.judgment, str) else str(self.said("response") or "")


class JudgeBenchJudgedRow(JudgmentRow):
    """What the judge said of a pair."""

    judge_name: str | None = None
    judgments: Annotated[tuple[JudgeBenchReply | None, ...], Field(min_length=1, max_length=2)]


def judgebench_judgments(files: JudgmentFiles, bad: BadRows) -> Iterator[RecordedJudgment]:
    """The judgements in these files."""
    for row in files.rows(bad):
        try:
            judgment = _judgment(row, files)
        except BadInput as error:
            bad.add(error)
            continue
        yield judgment


def _judgment(row: NumberedRow, files: JudgmentFiles) -> RecordedJudgment:
    judged = into(JudgeBenchJudgedRow, row.document)
    replies = [reply or JudgeBenchReply() for reply in judged.judgments]
    games = tuple(_game(reply, order) for reply, order in zip(replies, _ORDERS, strict=False))
    models = [reply.said("judge_model") for reply in replies]
    model = next((name for name in models if isinstance(name, str) and name), None)
    protocol = "-".join(filter(None, ("judgebench", judged.judge_name)))
    return build_judgment(
        row,
        judge=files.judge_named(model or judged.judge_name, row.path),
        protocol=protocol,
        question=question_of("judgebench", row),
        games=games,
        recorded={"decisions": [reply.decision for reply in replies], "scores": _scores(replies)},
    )


def _game(reply: JudgeBenchReply, order: tuple[int, ...]) -> RecordedGame:
    if reply.decision is None:
        return RecordedGame(order=order, text=reply.text, reason="no decision could be read")
    decision = "".join(reply.decision.split()).strip("[]").upper()
    reason = f"{reply.decision[:60]!r} is no decision"
    return RecordedGame.shown(order, _POSITIONS.get(decision), text=reply.text, reason=reason)


def _scores(replies: list[JudgeBenchReply]) -> list[JsonValue]:
    """The scores of a reward model in each game; empty for judges that give none."""
    scores = [reply.said("scores") for reply in replies]
    return scores if any(scores) else []
