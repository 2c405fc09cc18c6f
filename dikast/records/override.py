"""Override: what a person decided about gradings after the run. The episodes' own records stay as they are."""

from __future__ import annotations

import operator
from collections.abc import Iterable
from typing import Annotated, Literal, Self

from pydantic import Field, FiniteFloat, model_validator

from dikast.records.ending import is_none
from dikast.records.grading import Label
from dikast.records.record import Record

OverrideSubject = Literal["step", "answer", "criterion", "part", "whole"]
LONGEST_COMMENT = 20_000


class OverridePlace(Record):
    """What a decision is about.

    - `episode`: the id of the episode that graded the solution.
    - `about`: a step, the final answer, a criterion that the judge picks a level of, a part with points of its own, or
      the whole solution.
    - `step`: the number of the step, counted from 0.
    - `name`: that of the criterion or of the part.
    """

    episode: str
    about: OverrideSubject
    step: Annotated[int, Field(ge=0)] | None = Field(default=None, exclude_if=is_none)
    name: str = Field(default="", exclude_if=operator.not_)

    @model_validator(mode="after")
    def _names_its_subject(self) -> Self:
        if (self.about == "step") != (self.step is not None):
            raise ValueError("only a step has a number")
        if (self.about in ("criterion", "part")) != bool(self.name):
            raise ValueError("only a criterion or a part has a name")
        return self


class Override(Record):
    """One decision of a person. It replaces an earlier one about the same places, or takes one back.

    - `number`: which decision of the run this is, counted from 1; 0 until it is kept.
    - `at`: when, in UTC, as ISO 8601 writes it.
    - `by`: who decided.
    - `places`: what it is about: several where one decision serves equal steps of many solutions.
    - `before`: what stood at each place until then, in words.
    - `label`, `error_type`: of a step; None leaves the label that it had.
    - `value`: of a step, the share of its points, and of a criterion its level, from 0 to 1; of a final answer, 1 for
      right and 0 for wrong; of a part or the whole, the points. None leaves what it was.
    - `comment`: the reason, which the pupil may read.
    - `undoes`: the number of the decision that is taken back.
    """

    number: int = 0
    at: str = ""
    by: Annotated[str, Field(min_length=1, max_length=200)]
    places: tuple[OverridePlace, ...] = ()
    before: tuple[str, ...] = ()
    label: Label | None = None
    error_type: str | None = None
    value: FiniteFloat | None = None
    comment: Annotated[str, Field(max_length=LONGEST_COMMENT)] = ""
    undoes: int | None = Field(default=None, exclude_if=is_none)

    @model_validator(mode="after")
    def _is_about_one_kind_of_thing(self) -> Self:
        subjects = {place.about for place in self.places}
        if self.undoes is not None:
            if self.places:
                raise ValueError("what takes a decision back is about no place of its own")
            return self
        if len(subjects) != 1:
            raise ValueError("a decision is about places of one kind")
        if self.label is not None and subjects != {"step"}:
            raise ValueError("only a step has a label")
        if self.value is not None and not 0 <= self.value <= self._most(subjects):
            raise ValueError("a share or a level is from 0 to 1, and points are not below 0")
        return self

    @staticmethod
    def _most(subjects: set[OverrideSubject]) -> float:
        """The highest value that makes sense. How many points there are is for the rubric to say."""
        return 1 if subjects <= {"step", "answer", "criterion"} else 1e9


Decisions = dict[OverridePlace, Override]
"""For each place, the decision that stands there."""


def in_force(overrides: Iterable[Override]) -> list[Override]:
    """The decisions that were not taken back, in their order. Who takes back a taking back restores the decision."""
    in_order = sorted(overrides, key=lambda override: override.number)
    undone: set[int] = set()
    for override in reversed(in_order):
        if override.undoes is not None and override.number not in undone:
            undone.add(override.undoes)
    return [override for override in in_order if override.number not in undone]


def standing_decisions(overrides: Iterable[Override]) -> Decisions:
    """For each place the last decision about it that is in force."""
    standing: Decisions = {}
    for override in in_force(overrides):
        standing |= dict.fromkeys(override.places, override)
    return standing
