"""The move by which a judge accepts or rejects an answer that was given in the episode."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from dikast.protocols.move_model import MoveModel, Positive
from dikast.records import Acceptance

STATEMENTS = ("The answer is right.", "The answer is wrong.")
"""What the judge decides between, under labels: the first accepts the answer, the second rejects it."""
LEAF_STATEMENTS = ("The claim holds.", "The claim does not hold.")
"""The same where the judge decides one claim on which the answer rests."""


def statements_of(acceptance: Acceptance) -> tuple[str, str]:
    """What the looks of this acceptance decided between: about the answer, or about a leaf."""
    return STATEMENTS if acceptance.tree is None else LEAF_STATEMENTS


class AcceptMove(MoveModel):
    """The judge says whether the last answer that a seat gave is right: it accepts or rejects it.

    The question is open and has references, with which a machine compares the answer afterwards. A judge is right that
    accepts a right answer or rejects a wrong one. Where the role has a `count`, its seats are a jury that votes. With
    `swap: both` the two statements are shown in both orders, which cancels a bias for a label.

    - `about`: what the judge is shown: the `answer`, or the `leaf`, the one claim on which an answer that was split
      into claims rests in the end. Of a leaf it is shown neither the answer nor what was said.
    - `route`: how the probabilities of the two are obtained, as in a `decide` move.
    - `samples`: how many calls the route `samples` makes.
    - `reasoning`: whether the judge writes its reasons before the verdict.
    - `words`: the limit of these reasons, where there are any: a judge with little time has few.
    """

    key = "accept"
    kinds = ("judge",)
    purpose = "accept"

    accept: str
    # What is left out is not written, so that runs of before this option are the same runs.
    about: Annotated[Literal["answer", "leaf"], Field(exclude_if=lambda about: about == "answer")] = "answer"
    route: Literal["auto", "logprobs", "probabilities", "samples", "label"] = "auto"
    samples: Annotated[int, Field(ge=2, le=1000)] = 5
    reasoning: bool = False
    words: Annotated[Positive | None, Field(exclude_if=lambda words: words is None)] = None

    @property
    def statements(self) -> tuple[str, str]:
        """What the judge decides between: the first accepts, the second rejects."""
        return LEAF_STATEMENTS if self.about == "leaf" else STATEMENTS
