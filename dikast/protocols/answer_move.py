"""The moves by which seats answer the question themselves, and by which their answers are counted."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from dikast.protocols.debate_moves import BestOf, number_as
from dikast.protocols.move_model import MoveModel, Positive
from dikast.protocols.process_moves import Names
from dikast.records import Record


def _is_none(value: object) -> bool:
    return value is None


class StepSearch(Record):
    """A solution is written step by step, and of the beginnings that there are only the best are gone on with.

    Each step, every solution that is kept and has no answer yet is continued in `branch` ways; those that are alike
    count once. A score from 0 to 100 says how well each does so far, and the `beam` best are kept, the earlier of
    equals. The search ends when all that are kept have an answer, or after `steps` steps; of those with an answer the
    best is taken. So it is breadth-first search over thoughts (Yao et al. 2023, arXiv 2305.10601), with a judge of any
    kind for the evaluator or the process reward model (Snell et al. 2024, arXiv 2408.03314).

    - `beam`: how many are kept.
    - `branch`: in how many ways each is continued; by default as many as are kept.
    - `steps`: how many steps a solution has at most.
    - `by`: the role that scores; by default the solver itself (Xie et al. 2023, arXiv 2305.00633).
    """

    beam: Annotated[int, Field(ge=1, le=26)]
    branch: Annotated[int, Field(ge=1, le=26)] | None = None
    steps: Annotated[int, Field(ge=1, le=100)] = 10
    by: str | None = None

    @property
    def n_branches(self) -> int:
        """In how many ways each solution is continued."""
        return self.branch or self.beam

    @property
    def most_at_once(self) -> int:
        """How many steps are proposed at one depth at most."""
        return self.beam * self.n_branches


class AnswerMove(MoveModel):
    """Each of these roles answers the question itself. No seat sees another's answer of the same move.

    A question with choices is answered by label. Any other is open: a seat works it out in its own words and states its
    final answer on a last line.

    - `reasoning`: whether a seat writes its reasons before the answer.
    - `words`: the limit of the reasons; with `search`, of each step.
    - `best_of`: several answers are written, and a scorer takes the best. By `pointwise`, the score from 0 to 100 says
      how likely an answer is to be right.
    - `search`: the answer is searched for step by step.
    """

    key = "answer"
    kinds = ("solver", "judge")
    purpose = "answer"
    turn_kind = "answer"
    may_repeat = True

    answer: Names
    reasoning: bool = True
    words: Positive | None = None
    # Left out of the protocol's JSON by default: a run that was begun before there were such options goes on.
    best_of: Annotated[BestOf | None, number_as("n", BestOf), Field(exclude_if=_is_none)] = None
    search: Annotated[StepSearch | None, number_as("beam", StepSearch), Field(exclude_if=_is_none)] = None

    @property
    def helpers(self) -> tuple[str, ...]:
        """The role that scores answers or steps; none if the solver does it itself."""
        chosen = self.best_of or self.search
        return () if chosen is None or chosen.by is None else (chosen.by,)

    @model_validator(mode="after")
    def _is_searched_for_in_one_way(self) -> Self:
        if self.search is not None and self.best_of is not None:
            raise ValueError("`best_of` takes one of whole answers, and `search` looks for one: leave one of them out")
        if self.search is not None and not self.reasoning:
            raise ValueError("`search` is over the steps of the reasons: leave `reasoning: false` out")
        return self


class VoteMove(MoveModel):
    """The last answers of these roles are counted. Each answer's share is its probability in the verdict."""

    key = "vote"
    kinds = ("solver", "judge")

    vote: Names
