"""Solution: a worked answer, step by step, and what people marked in it."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import model_validator

from dikast.records.record import Record

Mark = Literal["correct", "neutral", "incorrect", "inherited"]
PROBLEM = -1


class StepMark(Record):
    """What people say of one step; a label of None: nothing was said, which is not the same as correct.

    `inherited` is wrong only because it rests on a wrong step. `error_type` is in the words of the data set's own
    rubric. `premises` are the 0-based steps it rests on, PROBLEM (-1) for what the problem gives; None if not told.
    """

    label: Mark | None = None
    error_type: str | None = None
    reason: str = ""
    premises: tuple[int, ...] | None = None

    @property
    def is_wrong(self) -> bool | None:
        """Whether the step is wrong, of itself or by what it rests on; None where it is not labelled."""
        return None if self.label is None else self.label in ("incorrect", "inherited")


class Marking(Record):
    """The marks of all steps of a solution, as people made them; never shown to anyone who judges."""

    steps: tuple[StepMark, ...]
    is_answer_right: bool | None = None

    @property
    def first_error(self) -> int | None:
        """The 0-based first wrong step; None where there is none, or where it isn't known (see `is_located`)."""
        return next((i for i, mark in enumerate(self.steps) if mark.is_wrong), None)

    @property
    def is_located(self) -> bool:
        """Whether the first error is known: every step up to it is labelled, or every step there is."""
        first = self.first_error
        return all(mark.label is not None for mark in self.steps[:first])


class Solution(Record):
    """A worked answer to a question: its steps in order, and its final answer where it states one apart.

    Raises pydantic's ValidationError where the marks are not as many as the steps.
    """

    steps: tuple[str, ...]
    answer: str | None = None
    author: str | None = None
    marking: Marking | None = None

    @model_validator(mode="after")
    def _one_mark_a_step(self) -> Self:
        if self.marking is not None and len(self.marking.steps) != len(self.steps):
            raise ValueError(f"{len(self.steps)} steps need as many marks, got {len(self.marking.steps)}")
        return self
