"""Rubric: what a judge judges by. Data, written in YAML, closed to unknown keys."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, FiniteFloat, model_validator

from dikast.records import Record

CriterionMeasure = Literal["steps", "until-first-error", "answer", "judge"]
Credit = Literal["right", "wrong", "apart"]


class ErrorType(Record):
    """One kind of error: a short code, a name, what it covers, and one example of it.

    `also` are other words for it, such as a data set's own. `is_calculation` says that a machine's proof of the step's
    claims rules this kind out; `is_visual`, that only someone who sees the images can find it.
    """

    code: Annotated[str, Field(min_length=1, max_length=40)]
    name: Annotated[str, Field(min_length=1)]
    also: tuple[str, ...] = ()
    covers: Annotated[str, Field(min_length=1)]
    example: str = ""
    is_calculation: bool = False
    is_visual: bool = False

    @property
    def words(self) -> frozenset[str]:
        """Its name and the other words for it, in lower case."""
        return frozenset(word.casefold() for word in (self.name, *self.also))


class Level(Record):
    """One level of a criterion: its value on the rubric's scale from 0 to 1, and what earns it."""

    value: Annotated[float, Field(ge=0, le=1)]
    description: Annotated[str, Field(min_length=1)]


class Criterion(Record):
    """One part of the score.

    `measure`: `steps`, the share of steps that are right; `until-first-error`, the share of steps before the first
    wrong one; `answer`, whether the final answer is right; `judge`, a level that the judge picks.
    """

    name: Annotated[str, Field(min_length=1)]
    measure: CriterionMeasure
    weight: Annotated[FiniteFloat, Field(gt=0)] = 1
    levels: tuple[Level, ...] = ()

    @model_validator(mode="after")
    def _levels_are_for_judges(self) -> Self:
        if (self.measure == "judge") != (len(self.levels) >= 2):
            raise ValueError("two `levels` or more are needed for `measure: judge`, and for no other measure")
        if len({level.value for level in self.levels}) != len(self.levels):
            raise ValueError("the `levels` of a criterion must differ in value")
        return self


class Rubric(Record):
    """What a judge judges by.

    `errors` are the kinds a wrong step may be of. `criteria` are the parts of the score; `aggregation` says how their
    values from 0 to 1 become one: `mean` by weight, or the `lowest`. `scale` is what a value of 0 and of 1 are shown
    as. `neutral` and `inherited` say what a step counts as that brings nothing forward, or is wrong only by what it
    rests on: right, wrong, or not at all. `language` is the one explanations are written in. `shows_checks` says
    whether the machine's findings are laid before the judge where the grounding allows it.
    """

    name: Annotated[str, Field(min_length=1)]
    description: str
    source: str = ""
    language: str = "English"
    errors: Annotated[tuple[ErrorType, ...], Field(min_length=1)]
    criteria: tuple[Criterion, ...] = (Criterion(name="steps", measure="steps"),)
    aggregation: Literal["mean", "lowest"] = "mean"
    scale: tuple[FiniteFloat, FiniteFloat] = (0, 1)
    neutral: Credit = "right"
    inherited: Credit = "wrong"
    shows_checks: bool = True

    @model_validator(mode="after")
    def _names_differ(self) -> Self:
        for what, names in (
            ("error codes", [kind.code for kind in self.errors]),
            ("error names", [word for kind in self.errors for word in kind.words | {kind.code.casefold()}]),
            ("criteria", [criterion.name for criterion in self.criteria]),
        ):
            if len({name.casefold() for name in names}) != len(names):
                raise ValueError(f"{what} must differ from one another, got {', '.join(names)}")
        if not self.scale[0] < self.scale[1]:
            raise ValueError(f"`scale` must rise, got {list(self.scale)}")
        if not self.criteria:
            raise ValueError("at least one criterion is needed")
        return self

    def error(self, said: str) -> ErrorType | None:
        """The kind of error that a code, a name or another word means, whatever its case; None if there is none."""
        wanted = said.strip().casefold()
        return next((kind for kind in self.errors if wanted in {kind.code.casefold(), *kind.words}), None)

    @property
    def calculation_codes(self) -> frozenset[str]:
        """The kinds of error that a proof of a step's claims rules out."""
        return frozenset(kind.code for kind in self.errors if kind.is_calculation)
