"""Stopping rule: when two protocols have been compared closely enough."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from dikast.records import Record


class StoppingRule(Record):
    """Episodes of two protocols end once the difference of their accuracies is known within `width`.

    `compare` names the two, as tables call them. `confidence` holds at every moment at once, so that looking after
    each question is honest (see `metrics.ConfidenceSequence`).
    """

    compare: tuple[str, str]
    width: Annotated[float, Field(gt=0, lt=2)]
    confidence: Annotated[float, Field(gt=0, lt=1)] = 0.95

    @model_validator(mode="after")
    def _two_protocols(self) -> Self:
        if self.compare[0] == self.compare[1]:
            raise ValueError(f"two protocols are compared, got {self.compare[0]!r} twice")
        return self
