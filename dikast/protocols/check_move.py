"""The move by which a machine checks what was said, alone or with a reader."""

from __future__ import annotations

import operator
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import Field, WithJsonSchema, model_validator

from dikast.protocols.move_model import MoveModel
from dikast.protocols.process_moves import AnyNames
from dikast.protocols.rules import require

Checker = Literal["quotes", "steps", "answers", "solution"]


class CheckMove(MoveModel):
    """A machine checks what was said since the last check.

    - `quotes`: compares the passages marked as quotes with the source.
    - `steps`: decides the claims that can be decided, such as an equality or a unit.
    - `answers`: compares the answers that were given with the references of the question, if it has any.
    - `solution`: checks every step of the solution that is judged, and compares its final answer with the references.

    Claims in prose may be beyond the machine. A `reader`, a role for `steps` and `solution`, then restates them as
    formulas, in one call for each step or turn. What the words do not say is not taken, and the machine decides the
    rest.

    Checks can cost, and their findings can be noisy, late or for few:

    - `budget`: how many claims each seat of the roles `by` may have checked in the whole episode. It chooses them in a
      call of its own, from all claims that were made and not checked. Nothing else is checked.
    - `by`: the roles that choose.
    - `noise`: the probability that a finding is shown as its opposite, drawn from the seed. The record has both.
    - `delay`: how many more rounds must be heard before a finding is shown.
    - `shown_to`: the roles that are shown findings; by default all that see `checks`.
    - `strength`: whether it is shown how sure a finding is: by proof, after rounding, or at sampled points.
    """

    key = "check"
    kinds = ("reader",)
    purpose = "read"
    turn_kind = "reading"
    may_repeat = True

    check: Annotated[Checker, WithJsonSchema({"anyOf": [{"enum": list(get_args(Checker))}, {"type": "object"}]})]
    # Without a reader the move is written as it was before there were any, or old runs would count as changed.
    reader: Annotated[str | None, Field(exclude_if=lambda role: role is None)] = None
    budget: Annotated[int | None, Field(ge=0, le=1000, exclude_if=lambda budget: budget is None)] = None
    by: Annotated[AnyNames, Field(exclude_if=operator.not_)] = ()
    noise: Annotated[float, Field(ge=0, le=1, exclude_if=operator.not_)] = 0.0
    delay: Annotated[int, Field(ge=0, le=1000, exclude_if=operator.not_)] = 0
    shown_to: Annotated[AnyNames, Field(exclude_if=operator.not_)] = ()
    strength: Annotated[bool, Field(exclude_if=operator.not_)] = False

    @model_validator(mode="before")
    @classmethod
    def _takes_the_long_form(cls, value: Any) -> Any:
        """Lets a user write `check: {steps: true, reader: role}` for `check: steps` with `reader: role` beside it."""
        if not isinstance(value, dict) or not isinstance(value.get("check"), dict):
            return value
        options = dict(value["check"])
        named = [checker for checker in get_args(Checker) if options.pop(checker, None) is True]
        if len(named) != 1:
            raise ValueError("`check` with options names one checker, such as `check: {steps: true, reader: role}`")
        return {**value, "check": named[0], **options}

    @model_validator(mode="after")
    def _reads_claims(self) -> Self:
        if self.reader is not None and self.check not in ("steps", "solution"):
            raise ValueError(f"a `reader` restates claims, and {self.check!r} has none: leave it out")
        return self

    @model_validator(mode="after")
    def _is_paid_for(self) -> Self:
        require(
            ((self.budget is None) == (not self.by), "`budget` and `by` belong together: `budget: 2` and `by: judge`"),
            (
                self.budget is None or self.reader is None,
                "a `reader` restates all claims, and a `budget` is for few of them: leave one out",
            ),
            (
                self.check != "solution" or not any((self.by, self.noise, self.delay, self.shown_to, self.strength)),
                "`budget`, `noise`, `delay`, `shown_to` and `strength` are of what was said, not of a solution",
            ),
        )
        return self

    @property
    def helpers(self) -> tuple[str, ...]:
        """The roles that choose what is checked; none where everything is."""
        return self.by

    @property
    def actors(self) -> tuple[str, ...]:
        """The role that reads; none if the machine reads alone."""
        return () if self.reader is None else (self.reader,)

    @property
    def is_about_solution(self) -> bool:
        """Whether it checks the solution itself. What was said can be checked in any protocol."""
        return self.check == "solution"
