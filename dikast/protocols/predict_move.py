"""The move by which a seat predicts what others will say: a market in a judge's belief, or peers about one another."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from dikast.protocols.move_model import MoveModel


class PredictMove(MoveModel):
    """Every seat of the role predicts what others say, by a probability for each choice.

    Without `of`, a predictor says what the judge that decides will believe in the end, once it has heard all: the
    price of a market (Hubinger 2020, AI safety via market making). Only roles that see `predictions` are shown it, and
    never a judge. With `of: ROLE`, a peer says which share of all answers of that role each choice has
    (Prelec 2004), and nobody is shown it.

    - `of`: the role whose answers are predicted; by default the judge's verdict is.
    - `reasoning`: whether the seat writes its reasons before the numbers.
    """

    key = "predict"
    kinds = ("predictor", "solver")
    purpose = "predict"
    may_repeat = True

    predict: str
    of: Annotated[str | None, Field(exclude_if=lambda role: role is None)] = None
    reasoning: bool = False
