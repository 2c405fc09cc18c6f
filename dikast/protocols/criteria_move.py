"""The move by which a judge decides by criteria, one after the other."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, JsonValue

from dikast.protocols.candidate_moves import First
from dikast.protocols.move_model import MoveModel


class CriteriaMove(MoveModel):
    """A judge compares two responses by the first criterion, and by the next one only if that calls a tie.

    Each criterion is asked about in both orders. It decides if one response is better in one order and not worse in the
    other. Orders that contradict each other are no tie: the verdict ends there without a choice (the hierarchy is that
    of ContextualJudgeBench, arXiv 2503.15620).

    - `rubric`: the rubric for responses whose criteria are asked about, in its order.
    - `audit_by`: the role that is shown the judge's reasons, and says whether the outcome was decided by the criterion.
    - `first`: what the judge's reasons begin with, as in a `decide` move.
    """

    key = "criteria"
    kinds = ("judge",)
    purpose = "criterion"

    criteria: str
    rubric: str | dict[str, JsonValue] = "faithful-first"
    audit_by: str | None = None
    first: Annotated[First | None, Field(exclude_if=lambda first: first is None)] = None

    @property
    def actors(self) -> tuple[str, ...]:
        """The role that judges, and the one that audits if there is one."""
        return (self.criteria,) if self.audit_by is None else (self.criteria, self.audit_by)

    @property
    def shows_all(self) -> bool:
        """Whether a call shows all candidates."""
        return True
