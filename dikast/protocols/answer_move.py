"""The moves by which seats answer the question themselves, and by which their answers are counted."""

from __future__ import annotations

from dikast.protocols.move_model import MoveModel, Positive
from dikast.protocols.process_moves import Names


class AnswerMove(MoveModel):
    """Each of these roles answers the question itself. No seat sees another's answer of the same move.

    A question with choices is answered by label. Any other is open: a seat works it out in its own words and states its
    final answer on a last line.

    - `reasoning`: whether a seat writes its reasons before the answer.
    - `words`: the limit of the reasons.
    """

    key = "answer"
    kinds = ("solver", "judge")
    purpose = "answer"
    turn_kind = "answer"
    may_repeat = True

    answer: Names
    reasoning: bool = True
    words: Positive | None = None


class VoteMove(MoveModel):
    """The last answers of these roles are counted. Each answer's share is its probability in the verdict."""

    key = "vote"
    kinds = ("solver", "judge")

    vote: Names
