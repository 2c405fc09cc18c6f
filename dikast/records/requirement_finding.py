"""RequirementFinding: one thing that a task requires, what is found of it in a response, and how well that fits."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from dikast.records.ending import is_none
from dikast.records.record import Record

RequirementKind = Literal["entity", "attribute", "relation"]


class RequirementFinding(Record):
    """One requirement, as it was found in one response.

    - `candidate`: the index of the response among the question's choices.
    - `kind`: whether something must be there, must be of some kind, or must stand in some relation to something else.
    - `asks`: the requirement as a question about the response.
    - `expected`: the answer that the task requires.
    - `answer`: the answer that was found in the response, by a seat that does not know the task.
    - `score`: from 0 to 10, how well the answer fits what is expected; None where it could not be read.
    - `seat`: who scored it.
    - `reason`: why it has no score.
    """

    candidate: int
    kind: RequirementKind
    asks: str
    expected: str
    answer: str = ""
    score: int | None = None
    seat: str = ""
    reason: str | None = Field(default=None, exclude_if=is_none)
