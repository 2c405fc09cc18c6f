"""Hypothesis: a comparison that is named before it is looked at. Experiment files have them, so this needs no numpy."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from dikast.records import Record

HypothesisDirection = Literal["greater", "less", "different"]


class Hypothesis(Record):
    """A difference between two cells, as an experiment file states it before the run.

    - `compare`: the two cells, as tables call them; a protocol's name is enough where it is one cell.
    - `direction`: how the first's number differs from the second's.
    - `of`: the number: the `credit` of verdicts, which is accuracy, or a `brier` or `log` score. Less is better in a
      Brier score.
    - `questions`: how many questions both have to decide before it is decided.
    - `alpha`: how small a p-value confirms it.
    """

    compare: tuple[str, str]
    direction: HypothesisDirection = "different"
    of: Literal["credit", "brier", "log"] = "credit"
    questions: Annotated[int, Field(ge=2)]
    alpha: Annotated[float, Field(gt=0, le=0.5)] = 0.05

    @model_validator(mode="after")
    def _two_cells(self) -> Self:
        if self.compare[0] == self.compare[1]:
            raise ValueError(f"two cells are compared, got {self.compare[0]!r} twice")
        return self

    @property
    def statement(self) -> str:
        """In one line, such as `debate > consultancy in credit`."""
        sign = {"greater": ">", "less": "<", "different": "≠"}[self.direction]
        return f"{self.compare[0]} {sign} {self.compare[1]} in {self.of}"
