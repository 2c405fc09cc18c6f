"""Solution: a worked answer, step by step, and how people marked it."""

from __future__ import annotations

import operator
from typing import Annotated, Literal, Self

from pydantic import Field, FiniteFloat, model_validator

from dikast.records.record import Record

Mark = Literal["correct", "neutral", "incorrect", "inherited"]
# The premise number of what the problem itself gives; steps are counted from 0.
PROBLEM = -1


class StepMark(Record):
    """How people marked one step.

    - `label`: None if the step was not labelled, which does not mean that it is correct. `neutral`: the step
      makes no progress towards the answer. `inherited`: wrong only because it rests on a wrong step.
    - `error_type`: the kind of error, in the words of the data set.
    - `reason`: why the step got this label.
    - `premises`: the steps it rests on, counted from 0, and PROBLEM (-1) for what the problem gives; None if the data
      set does not say.
    """

    label: Mark | None = None
    error_type: str | None = None
    reason: str = ""
    premises: tuple[int, ...] | None = None

    @property
    def is_wrong(self) -> bool | None:
        """Whether the step is wrong, in itself or because of what it rests on; None if it is not labelled."""
        if self.label is None:
            return None
        return self.label in ("incorrect", "inherited")


class Marking(Record):
    """How people marked a whole solution. It is never shown to a judge.

    - `steps`: one mark for each step, in order.
    - `is_answer_right`: whether the final answer is right; None if the data set does not say.
    """

    steps: tuple[StepMark, ...]
    is_answer_right: bool | None = None

    @property
    def first_error(self) -> int | None:
        """The first wrong step, counted from 0; None if no step is marked as wrong (see `is_located`)."""
        for i, mark in enumerate(self.steps):
            if mark.is_wrong:
                return i
        return None

    @property
    def is_located(self) -> bool:
        """Whether `first_error` can be trusted: every step before it is labelled (every step, if there is none).

        An unlabelled step may be wrong, so that the true first error may come earlier than the first marked one.
        """
        # If there is no first error, the slice ends at None: it has all steps.
        steps_before = self.steps[: self.first_error]
        return all(mark.label is not None for mark in steps_before)


class SolutionPart(Record):
    """A part of a question that has points of its own, such as (a), and the steps that answer it.

    - `name`: unique in the solution, such as `a`.
    - `points`: the most that can be got for it.
    - `steps`: the numbers of its steps, counted from 0; none where the part was left out.
    """

    name: Annotated[str, Field(min_length=1, max_length=40)]
    points: Annotated[FiniteFloat, Field(gt=0)]
    steps: tuple[int, ...] = ()


class Solution(Record):
    """A worked answer to a question.

    - `steps`: its steps, in order.
    - `answer`: its final answer, if that is given outside the steps.
    - `author`: the model or the person who wrote it.
    - `marking`: how people marked it, if they did.
    - `parts`: the parts of the question, where they have points of their own.

    Raises pydantic's ValidationError if there is not exactly one mark for each step, if parts share a name or a step,
    or if a part has a step that does not exist.
    """

    steps: tuple[str, ...]
    answer: str | None = None
    author: str | None = None
    marking: Marking | None = None
    parts: tuple[SolutionPart, ...] = Field(default=(), exclude_if=operator.not_)

    @model_validator(mode="after")
    def _each_step_has_one_mark(self) -> Self:
        if self.marking is None:
            return self
        # A step that was not labelled has a mark too: one without a label.
        n_marks = len(self.marking.steps)
        if n_marks != len(self.steps):
            raise ValueError(f"{len(self.steps)} steps need as many marks, got {n_marks}")
        return self

    @model_validator(mode="after")
    def _parts_are_apart(self) -> Self:
        names = [part.name.casefold() for part in self.parts]
        if len(set(names)) != len(names):
            raise ValueError(f"the names of parts must differ, got {', '.join(names)}")
        steps = [step for part in self.parts for step in part.steps]
        unknown = sorted(set(steps) - set(range(len(self.steps))))
        if unknown:
            raise ValueError(f"a part has step {unknown[0]}, and the steps are 0 to {len(self.steps) - 1}")
        if len(set(steps)) != len(steps):
            raise ValueError("a step belongs to one part, and here one is in two")
        return self
