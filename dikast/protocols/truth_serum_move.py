"""The move that gives a verdict without a judge, from what peers answer and what they predict of one another."""

from __future__ import annotations

from typing import Literal

from dikast.protocols.move_model import MoveModel


class TruthSerumMove(MoveModel):
    """The answers of peers are scored by the Bayesian truth serum and make the verdict. No agent is called.

    Each peer has answered, and has predicted which share of the peers gives each answer. It is paid for an answer that
    is more common than was predicted, and for a prediction that comes true (Prelec 2004).

    - `by`: what the verdict is. `surprise`: the answer whose share exceeds the predicted one by most (Prelec, Seung and
      McCoy 2017, A solution to the single-question crowd wisdom problem, Nature 541); the most common one if none does.
      `plurality`: the most common answer.
    """

    key = "truth_serum"
    kinds = ("solver",)

    truth_serum: str
    by: Literal["surprise", "plurality"] = "surprise"
