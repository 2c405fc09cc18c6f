"""The move by which a judge accepts or rejects an answer that was given in the episode."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from dikast.protocols.move_model import MoveModel
from dikast.protocols.roles import Role

STATEMENTS = ("The answer is right.", "The answer is wrong.")
"""What the judge decides between, under labels: the first accepts the answer, the second rejects it."""


class AcceptMove(MoveModel):
    """The judge says whether the last answer that a seat gave is right: it accepts or rejects it.

    The question is open and has references, with which a machine compares the answer afterwards. A judge is right that
    accepts a right answer or rejects a wrong one. Where the role has a `count`, its seats are a jury that votes. With
    `swap: both` the two statements are shown in both orders, which cancels a bias for a label.

    - `route`: how the probabilities of the two are obtained, as in a `decide` move.
    - `samples`: how many calls the route `samples` makes.
    - `reasoning`: whether the judge writes its reasons before the verdict.
    """

    key = "accept"
    kinds = ("judge",)
    purpose = "accept"

    accept: str
    route: Literal["auto", "logprobs", "probabilities", "samples", "label"] = "auto"
    samples: Annotated[int, Field(ge=2, le=1000)] = 5
    reasoning: bool = False


def acceptance_fault(move: AcceptMove, roles: Mapping[str, Role], answering: set[str]) -> str:
    """Why the answer of these roles can't be accepted or rejected; empty where it can.

    There is one answer, by one seat that is not the judge, and the judge is shown it.
    """
    if len(answering) != 1:
        return "`accept` is about one answer: let one role `answer` before it"
    (name,) = answering
    if name == move.accept or roles[name].count > 1:
        return f"`accept` is about the answer of one seat other than the judge, and {name!r} is not one"
    if "transcript" not in roles[move.accept].sees:
        return f"{move.accept!r} must be shown the answer: add `transcript` to what it `sees`"
    arguing = [name for name, role in roles.items() if role.argues is not None]
    if arguing:
        return f"{arguing[0]!r} argues for a choice, and where an answer is accepted there are none: make it a critic"
    return ""
