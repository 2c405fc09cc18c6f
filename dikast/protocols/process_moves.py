"""The moves of judging a worked solution step by step."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, JsonValue

from dikast.protocols.move_model import MoveModel

Grounding = Literal["none", "shown", "binding"]


def _as_names(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


def _all_different(names: tuple[str, ...]) -> tuple[str, ...]:
    for i, name in enumerate(names):
        if name in names[:i]:
            raise ValueError(f"{name!r} is named twice in one move: name it once, and repeat the move instead")
    return names


AnyNames = Annotated[tuple[str, ...], BeforeValidator(_as_names), AfterValidator(_all_different)]
Names = Annotated[AnyNames, Field(min_length=1)]


class SolveMove(MoveModel):
    """A seat works the problem out itself, `samples` times, before it is shown the solution to be judged.

    It keeps one attempt where two or more end in the same answer (or where there is only one), and learns how many
    did. No other seat is shown it, and it is never called a reference.
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
    """A seat says for every step on which earlier steps it rests, and whether on what the problem gives."""

    key = "premises"
    kinds = ("judge",)
    purpose = "premises"
    turn_kind = "premises"
    is_for_solutions = True

    premises: str


class LabelMove(MoveModel):
    """Each of these seats labels the steps: `solution`, all in one reply; `step`, each alone with its premises."""

    key = "label"
    kinds = ("judge",)
    purpose = "label"
    turn_kind = "labels"
    may_repeat = True
    is_for_solutions = True

    label: Names
    each: Literal["solution", "step"] = "solution"
    samples: Annotated[int, Field(ge=1, le=1000)] = 1


class AccuseMove(MoveModel):
    """A critic names the step at which the solution first goes wrong."""

    key = "accuse"
    kinds = ("critic",)
    purpose = "accuse"
    turn_kind = "accusation"
    is_for_solutions = True

    accuse: str


class GradeMove(MoveModel):
    """The labels of these seats, voted step by step and bound by evidence, become the grading.

    Without seats, the evidence alone does. `quorum` votes must agree on right or wrong; else the step is `unknown`.
    `grounding` says what becomes of the machine's findings: `none`, only recorded; `shown`, also shown to the seats
    that see checks; `binding`, also binding. `rubric` is a name, or a whole rubric.
    """

    key = "grade"
    kinds = ("judge",)

    grade: AnyNames
    quorum: Annotated[int, Field(ge=1)] | None = None
    grounding: Grounding = "binding"
    rubric: str | dict[str, JsonValue] = "projudge"
