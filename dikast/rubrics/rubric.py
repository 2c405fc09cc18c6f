"""Rubric: what a judge of worked solutions judges by. It is data, written in YAML, in which unknown keys are errors."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, FiniteFloat, model_validator

from dikast.records import Record

CriterionMeasure = Literal["steps", "until-first-error", "answer", "judge"]
# What a step counts as in the score; `apart`: it is left out of the count.
Credit = Literal["right", "wrong", "apart"]


def _check_unique(values: list[str] | list[float], message: str) -> None:
    """Raises ValueError with this message if a value occurs twice."""
    if len(set(values)) != len(values):
        raise ValueError(message)


def _check_names(subject: str, names: list[str]) -> None:
    """Raises ValueError if two names differ in nothing but case."""
    folded = [name.casefold() for name in names]
    _check_unique(folded, f"{subject} must differ from one another, got {', '.join(names)}")


class ErrorType(Record):
    """One kind of error.

    - `code`: a short code.
    - `name`: its name.
    - `also`: other words for it, such as those of a data set.
    - `covers`: which errors are of this kind.
    - `example`: one such error.
    - `is_calculation`: a step can't have an error of this kind if a machine has proved its claims.
    - `is_visual`: only a judge who sees the images can find an error of this kind.
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
        """What a judge may write for it, in lower case: its code, its name, or another word."""
        words = (self.code, self.name, *self.also)
        return frozenset(word.casefold() for word in words)


class Level(Record):
    """One level of a criterion: its value from 0 to 1, and what a solution must do to get it."""

    value: Annotated[float, Field(ge=0, le=1)]
    description: Annotated[str, Field(min_length=1)]


class Criterion(Record):
    """One part of the score.

    - `name`: unique in the rubric.
    - `measure`: `steps` is the share of steps that are right; `until-first-error` the share of steps before the first
      wrong one; `answer` whether the final answer is right; `judge` a level that the judge picks.
    - `weight`: its weight in the mean of all criteria.
    - `levels`: what the judge can pick, for `measure: judge` only.
    """

    name: Annotated[str, Field(min_length=1)]
    measure: CriterionMeasure
    weight: Annotated[FiniteFloat, Field(gt=0)] = 1
    levels: tuple[Level, ...] = ()

    @property
    def level_values(self) -> list[float]:
        """The values of its levels, in the order of the rubric."""
        return [level.value for level in self.levels]

    @model_validator(mode="after")
    def _only_judges_pick_levels(self) -> Self:
        is_for_judge = self.measure == "judge"
        has_choice = len(self.levels) >= 2
        if is_for_judge != has_choice:
            raise ValueError("two `levels` or more are needed for `measure: judge`, and for no other measure")
        _check_unique(self.level_values, "the `levels` of a criterion must differ in value")
        return self


class Rubric(Record):
    """What a judge judges by.

    - `name`, `description`, `source`: what it is called, what it is for, and where it was published.
    - `language`: the language in which the judge explains its labels.
    - `errors`: the kinds of error that a wrong step can have.
    - `criteria`: the parts of the score.
    - `aggregation`: how their values from 0 to 1 become one: their weighted `mean`, or the `lowest`.
    - `scale`: the scores that a value of 0 and a value of 1 are shown as.
    - `neutral`: what a step counts as that makes no progress.
    - `inherited`: what a step counts as that is wrong only because of what it rests on.
    - `shows_checks`: whether the judge is shown the checks of the machine, if the protocol allows it.
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
    def _is_consistent(self) -> Self:
        codes: list[str] = []
        words: list[str] = []
        for kind in self.errors:
            codes.append(kind.code)
            # `error` must find one kind for each word.
            words += kind.words
        _check_names("error codes", codes)
        _check_names("error names", words)
        _check_names("criteria", [criterion.name for criterion in self.criteria])

        # A higher score must be better: a scale on which 1 is best, as for German school marks, is not supported.
        low, high = self.scale
        if low >= high:
            raise ValueError(f"`scale` must rise, got {list(self.scale)}")
        if not self.criteria:
            raise ValueError("at least one criterion is needed")
        return self

    def error(self, text: str) -> ErrorType | None:
        """The kind of error that a code, a name or another word means, in any case; None if there is none."""
        word = text.strip().casefold()
        for kind in self.errors:
            if word in kind.words:
                return kind
        return None

    @property
    def calculation_codes(self) -> frozenset[str]:
        """The kinds of error that a step can't have if a machine has proved its claims."""
        codes = [kind.code for kind in self.errors if kind.is_calculation]
        return frozenset(codes)
