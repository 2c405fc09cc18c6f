"""How the requirements of a task are asked for and read."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ValidationError

from dikast.replies import Unreadable, read_whole_json

FIT_SCORES = tuple(map(str, range(11)))
"""The scores that say how well an answer fits, from 0 to 10."""

MAX_REQUIREMENTS = 200
"""How many requirements a task may be taken apart into: each costs two calls for each response."""


class StatedRequirement(BaseModel):
    """One requirement: its kind, the question about a response, and the answer that the task requires."""

    kind: Literal["entity", "attribute", "relation"]
    question: str
    expected: str


class StatedRequirements(BaseModel):
    """The form of a reply that takes a task apart."""

    requirements: list[StatedRequirement]


def read_requirements(text: str) -> tuple[StatedRequirement, ...] | Unreadable:
    """The requirements in a JSON reply; at least one."""
    data = read_whole_json(text)
    if isinstance(data, Unreadable):
        return data
    try:
        stated = StatedRequirements.model_validate(data).requirements
    except ValidationError:
        return Unreadable('no list "requirements" of objects with "kind", "question" and "expected" in the JSON reply')
    if len(stated) > MAX_REQUIREMENTS:
        return Unreadable(f"{len(stated)} requirements are more than {MAX_REQUIREMENTS}")
    return tuple(stated) or Unreadable("the task has no requirements in the JSON reply")
