"""The move by which a judge has parts of the question answered by copies of a helper."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from dikast.protocols.move_model import MoveModel, Positive


class DelegateMove(MoveModel):
    """The judge writes questions, and copies of a helper answer them, each alone (Christiano et al. 2018).

    A copy sees its own question and nothing else: not what the judge was asked, nor another copy's answer; the source
    where its role sees it. The judge is then shown all answers.

    - `to`: the role of the helper.
    - `questions`: how many questions the judge, or a copy that delegates further, may write.
    - `depth`: how deep delegation goes. At 1, copies answer by themselves; at 2, each may first have questions of its
      own answered by further copies, and so on.
    - `budget`: how many calls all copies may take together; without one, as many as depth and questions allow. It is
      divided evenly: a copy delegates only where its share pays for that, and questions beyond the budget stay without
      an answer.
    - `words`: the limit of an answer.
    """

    key = "delegate"
    kinds = ("judge",)
    purpose = "delegate"
    turn_kind = "delegation"

    delegate: str
    to: str
    questions: Annotated[int, Field(ge=1, le=20)] = 3
    depth: Annotated[int, Field(ge=1, le=4)] = 1
    budget: Annotated[Positive | None, Field(exclude_if=lambda budget: budget is None)] = None
    words: Annotated[Positive | None, Field(exclude_if=lambda words: words is None)] = None

    @property
    def helpers(self) -> tuple[str, ...]:
        """The role that answers."""
        return (self.to,)
