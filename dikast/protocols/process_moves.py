"""The moves by which a worked solution is judged step by step."""

from __future__ import annotations

import operator
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, JsonValue

from dikast.protocols.move_model import MoveModel

Grounding = Literal["none", "shown", "binding"]
Details = Literal["after", "with", "none"]


def _as_names(value: Any) -> Any:
    """Lets a user write one role without brackets: `label: judge` for `label: [judge]`."""
    return (value,) if isinstance(value, str) else value


def _is_after(details: object) -> bool:
    return details == "after"


def _all_different(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names unchanged. Raises ValueError if one is there twice: its seats would act twice in the same moment."""
    for i, name in enumerate(names):
        if name in names[:i]:
            raise ValueError(f"{name!r} is named twice in one move: name it once, and repeat the move instead")
    return names


AnyNames = Annotated[
    tuple[str, ...],
    BeforeValidator(_as_names, json_schema_input_type=tuple[str, ...] | str),
    AfterValidator(_all_different),
]
Names = Annotated[AnyNames, Field(min_length=1)]


class SolveMove(MoveModel):
    """A role solves the problem itself, before it is shown the solution that is judged.

    Of several attempts it keeps one of the largest group that ends in the same answer, and learns how large that group
    is. If no two attempts end in the same answer, it keeps none. A single attempt is always kept. No other seat is
    shown an attempt, and it is never called a reference.

    - `samples`: how many attempts.
    - `words`: the limit of an attempt.
    """

    key = "solve"
    kinds = ("judge", "solver")
    purpose = "solve"
    turn_kind = "solution"
    is_for_solutions = True

    solve: str
    samples: Annotated[int, Field(ge=1, le=100)] = 1
    words: Annotated[int, Field(ge=1)] | None = None


class PremisesMove(MoveModel):
    """A role says of every step on which earlier steps it rests, and whether it rests on what the problem gives."""

    key = "premises"
    kinds = ("judge",)
    purpose = "premises"
    turn_kind = "premises"
    is_for_solutions = True

    premises: str


class LabelMove(MoveModel):
    """Each of these roles labels the steps of the solution.

    - `each`: `solution`, all steps in one reply; `step`, one call for each step, which shows it with its premises.
    - `samples`: how often each call is made; every sample is a vote.
    - `details`: when the judge gives the kind of error, the reason and the fix of the steps that it calls incorrect,
      and the kind of those that it calls inherited. `after`: in a second call, which is made only if there are such
      steps; `with`: in the same reply; `none`: never. The same goes for how it reads a claim that a machine refuted, in
      a step that it does not call incorrect.
    - `p_correct`: whether it also gives the probability that each step is right.
    """

    key = "label"
    kinds = ("judge",)
    purpose = "label"
    turn_kind = "labels"
    may_repeat = True
    is_for_solutions = True

    label: Names
    each: Literal["solution", "step"] = "solution"
    samples: Annotated[int, Field(ge=1, le=1000)] = 1
    # Left out of the protocol's JSON by default: a run that was begun before there were such options goes on.
    details: Details = Field(default="after", exclude_if=_is_after)
    p_correct: bool = Field(default=False, exclude_if=operator.not_)


class AccuseMove(MoveModel):
    """A critic with `stands: flawed` names the step at which the solution first goes wrong."""

    key = "accuse"
    kinds = ("critic",)
    purpose = "accuse"
    turn_kind = "accusation"
    is_for_solutions = True

    accuse: str


class GradeMove(MoveModel):
    """The labels of these roles become the grading: they are voted on step by step, and evidence may override them.

    Without roles (`grade: []`) the evidence alone decides.

    - `quorum`: how many votes must agree on right or wrong; a step without a quorum is `unknown`.
    - `grounding`: the use of the machine's findings. `none`: they are only recorded. `shown`: the seats that see
      checks are shown them. `binding`: they are shown, and override labels.
    - `rubric`: the name of a rubric, or the whole rubric.
    """

    key = "grade"
    kinds = ("judge",)

    grade: AnyNames
    quorum: Annotated[int, Field(ge=1)] | None = None
    grounding: Grounding = "binding"
    rubric: str | dict[str, JsonValue] = "projudge"
