"""The move by which one side cross-examines an earlier copy of the other."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from dikast.protocols.move_model import MoveModel, Positive

CopyMoment = Literal["first", "drawn"]


class ExamineMove(MoveModel):
    """A seat puts one question to an earlier copy of another, and the copy answers (Barnes and Christiano 2020).

    The copy is shown what the other had seen up to a speech or an answer of its own, that one included, and nothing
    that came later: it can't fit its reply to what its present self needs. Both turns are then in the transcript. That
    is two calls.

    - `of`: the role whose earlier copy is asked.
    - `moment`: which speech the copy has just made: the `first`, or one `drawn` from the seed. It is on record.
    - `words`: the limit of the question, and of the reply.
    """

    key = "examine"
    kinds = ("debater", "consultant", "critic", "solver", "judge")
    purpose = "examine"
    turn_kind = "examination"
    may_repeat = True

    examine: str
    of: str
    moment: Annotated[CopyMoment, Field(exclude_if=lambda moment: moment == "first")] = "first"
    words: Positive | None = None

    @property
    def actors(self) -> tuple[str, ...]:
        """The role that asks, and the one that is asked."""
        return (self.examine, self.of)
