"""The move by which responses are split into claims, and each claim is judged by itself."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import model_validator

from dikast.protocols.move_model import MoveModel

ClaimsAgainst = Literal["source", "reference", "question", "verifier"]


class ClaimsMove(MoveModel):
    """Each response is split into claims, and each claim is judged alone: is it supported? (after arXiv 2405.17220)

    The response with the fewest unsupported claims is the best.

    - `split_by`: the role that splits the responses; by default the judge itself. A claim whose words do not stand in
      the response is not counted.
    - `against`: what a claim is held against: the question's `source`, its `reference` answers, the `question` alone
      with its images and what the judge knows, or the `verifier`, a machine that decides what can be calculated.
    """

    key = "claims"
    kinds = ("judge",)
    purpose = "claims"
    takes_single = True

    claims: str
    split_by: str | None = None
    against: ClaimsAgainst = "source"

    @property
    def actors(self) -> tuple[str, ...]:
        """The role that judges, and the one that splits if it is another."""
        return (self.claims,) if self.split_by is None else (self.claims, self.split_by)

    @property
    def splitter(self) -> str:
        """The role that splits."""
        return self.split_by or self.claims

    @property
    def shows_all(self) -> bool:
        """Whether a call shows all candidates."""
        return False

    @model_validator(mode="after")
    def _judge_has_a_task(self) -> Self:
        if self.against == "verifier" and self.split_by is not None:
            raise ValueError("a machine judges by `against: verifier`, so the judge splits: leave `split_by` out")
        return self
