"""The move by which critics point out faults in an answer, each about certain words of it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from dikast.protocols.debate_moves import BestOf, number_as
from dikast.protocols.move_model import MoveModel, Positive

MOST_FAULTS = 20


class CriticiseMove(MoveModel):
    """Every seat of the role lists faults of the answer: its words, what is wrong, and how severe it is.

    That is the form of critiques in McAleese et al. 2024 (arXiv 2407.00215). Words that do not stand in the answer are
    recorded, and their fault is shown to nobody. Several critics do not read one another.

    - `most`: how many faults a critique has at most.
    - `words`: the limit of a critique.
    - `best_of`: several critiques are written, and a scorer takes the one that helps a judge most.
    """

    key = "criticise"
    kinds = ("critic",)
    purpose = "faults"
    turn_kind = "critique"
    may_repeat = True

    criticise: str
    most: Annotated[int, Field(ge=1, le=MOST_FAULTS)] = 4
    words: Positive | None = None
    best_of: Annotated[BestOf | None, number_as("n", BestOf), Field(exclude_if=lambda best_of: best_of is None)] = None

    @property
    def helpers(self) -> tuple[str, ...]:
        """The role that scores critiques; none if the critic does it itself."""
        return () if self.best_of is None or self.best_of.by is None else (self.best_of.by,)
