"""The move by which a machine checks what was said, alone or with a reader."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self, get_args

from pydantic import Field, WithJsonSchema, model_validator

from dikast.protocols.move_model import MoveModel

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
    """

    key = "check"
    kinds = ("reader",)
    purpose = "read"
    turn_kind = "reading"
    may_repeat = True

    check: Annotated[Checker, WithJsonSchema({"anyOf": [{"enum": list(get_args(Checker))}, {"type": "object"}]})]
    # Without a reader the move is written as it was before there were any, or old runs would count as changed.
    reader: Annotated[str | None, Field(exclude_if=lambda role: role is None)] = None

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

    @property
    def actors(self) -> tuple[str, ...]:
        """The role that reads; none if the machine reads alone."""
        return () if self.reader is None else (self.reader,)

    @property
    def is_about_solution(self) -> bool:
        """Whether it checks the solution itself. What was said can be checked in any protocol."""
        return self.check == "solution"
