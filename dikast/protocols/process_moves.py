"""The moves of judging a worked solution step by step."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, JsonValue

from dikast.records import Record

Grounding = Literal["none", "shown", "binding"]


def _names(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


def _differ(names: tuple[str, ...]) -> tuple[str, ...]:
    twice = next((name for i, name in enumerate(names) if name in names[:i]), None)
    if twice is not None:
        raise ValueError(f"{twice!r} is named twice in one move: name it once, in a move each time it is to act")
    return names


AnyNames = Annotated[tuple[str, ...], BeforeValidator(_names), AfterValidator(_differ)]
Names = Annotated[AnyNames, Field(min_length=1)]


class SolveMove(Record):
    """A seat works the problem out itself, `samples` times, before it is shown the solution to be judged.

    It keeps one of the attempts for itself where two or more end in the same answer (or where there is only one),
    and is told how many did; nobody else is shown it, and it is never called a reference.
    """

    solve: str
    samples: Annotated[int, Field(ge=1, le=100)] = 1
    words: Annotated[int, Field(ge=1)] | None = None


class PremisesMove(Record):
    """A seat says of every step on which earlier steps it rests, and whether on what the problem gives."""

    premises: str


class LabelMove(Record):
    """Each of these seats labels the steps: `solution`, all in one reply; `step`, each alone with its premises."""

    label: Names
    each: Literal["solution", "step"] = "solution"
    samples: Annotated[int, Field(ge=1, le=1000)] = 1


class AccuseMove(Record):
    """A critic names the step at which the solution first goes wrong."""

    accuse: str


class GradeMove(Record):
    """The labels of these seats, voted step by step and bound by evidence, become the grading.

    With no seats, the evidence alone. `quorum` votes must agree on right or wrong, else the step is `unknown`.
    `grounding`: what the machine found is kept to the record (`none`), shown to those who see checks (`shown`), or
    shown and binding. `rubric` is a name, or a whole rubric.
    """

    grade: AnyNames
    quorum: Annotated[int, Field(ge=1)] | None = None
    grounding: Grounding = "binding"
    rubric: str | dict[str, JsonValue] = "projudge"


STEP_MOVES: dict[str, type[Record]] = {
    "solve": SolveMove,
    "premises": PremisesMove,
    "label": LabelMove,
    "accuse": AccuseMove,
    "grade": GradeMove,
}


def rubric_of(grade: GradeMove) -> dict[str, Any]:
    """The rubric that stands in the move; ValueError where only its name does."""
    if isinstance(grade.rubric, str):
        raise ValueError(f"the rubric {grade.rubric!r} is only named here: it must be read first")
    return grade.rubric
