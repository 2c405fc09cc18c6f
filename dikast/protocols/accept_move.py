"""The move by which a judge accepts or rejects an answer that was given in the episode."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from dikast.protocols.move_model import MoveModel

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
