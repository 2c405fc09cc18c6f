"""PeopleOptions: the key `people` of an experiment: who answers, how many answer each item, and what is asked for."""

from __future__ import annotations

import operator
import re
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from dikast.errors import FieldError
from dikast.experiments.people.control_questions import AttentionChecks
from dikast.questions import QuestionSource
from dikast.records import Record

MOST_PEOPLE = 1000
_NAME = re.compile(r"\w[\w.-]{0,63}")


def _check_name(name: str) -> str:
    """The name. Raises ValueError for one that could not be in a link or on a line."""
    if not _NAME.fullmatch(name):
        raise ValueError(f"a person's name has letters, digits, `_`, `.` and `-` alone, got {name!r}")
    return name


Name = Annotated[str, AfterValidator(_check_name)]


def _is_true(value: object) -> bool:
    return value is True


class PeopleOptions(Record):
    """How people fill the seats of `human`. Options that are left out are not written, so that old runs stay the same.

    - `names`: the people who share the seats of `human`; without any there is one, called `human`.
    - `raters`: how many of them make each choice; their probabilities are averaged as log-odds.
    - `adjudicator`: the person whose choice counts where the raters disagree.
    - `beliefs`: whether a choice comes with a probability for each answer.
    - `reasons`: whether every choice must come with reasons.
    - `reward`: whether people see what their probabilities would earn, as a log score in bits.
    - `practice`: questions that everyone answers first, with the right answer shown after each.
    - `attention`: questions among the run's own that show who still attends, see `AttentionChecks`.
    """

    names: Annotated[tuple[Name, ...], Field(max_length=MOST_PEOPLE, exclude_if=operator.not_)] = ()
    raters: Annotated[int, Field(ge=1, le=MOST_PEOPLE, exclude_if=lambda n: n == 1)] = 1
    adjudicator: Annotated[Name | None, Field(exclude_if=operator.not_)] = None
    beliefs: Annotated[bool, Field(exclude_if=_is_true)] = True
    reasons: Annotated[bool, Field(exclude_if=operator.not_)] = False
    reward: Annotated[bool, Field(exclude_if=operator.not_)] = False
    practice: Annotated[QuestionSource | None, Field(exclude_if=operator.not_)] = None
    attention: Annotated[AttentionChecks | None, Field(exclude_if=operator.not_)] = None

    @model_validator(mode="after")
    def _check_names(self) -> Self:
        """Raises FieldError where there are not enough people, or one has two parts."""
        if len(set(self.names)) < len(self.names):
            raise FieldError("a person is named twice", "names")
        if self.raters > max(1, len(self.names)):
            raise FieldError(f"{self.raters} raters need as many `names`; {len(self.names)} are given", "raters")
        if self.adjudicator is None:
            return self
        if self.raters < 2:
            raise FieldError("there is nothing to adjudicate with one rater: give `raters: 2` or more", "adjudicator")
        if self.adjudicator in self.names:
            raise FieldError(
                f"{self.adjudicator!r} is one of `names`: who has rated an item can't adjudicate it", "adjudicator"
            )
        return self
