"""The moves of a descent: a claim is split, its parts are estimated, and one of them is picked to be split next.

The first claim is the answer that a seat gave. With an opponent that picks they make recursive debate (Irving et al.
2018, arXiv 1805.00899), with a prover that picks what an estimator estimated, prover–estimator debate (Brown-Cohen,
Irving and Piliouras 2025, arXiv 2506.13609).
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from dikast.protocols.move_model import MoveModel

MOST_PARTS = 50


class SplitMove(MoveModel):
    """The seat splits the current claim into subclaims that together imply it.

    The current claim is the subclaim that was picked last; before any was, the answer that a seat gave.

    - `parts`: how many subclaims there are at most; at least two.
    """

    key = "split"
    kinds = ("solver",)
    purpose = "subclaims"
    turn_kind = "split"
    may_repeat = True

    split: str
    parts: Annotated[int, Field(ge=2, le=MOST_PARTS)] = 3


class EstimateMove(MoveModel):
    """The seat says how probable each subclaim of the last split is, if all before it hold."""

    key = "estimate"
    kinds = ("critic",)
    purpose = "estimate"
    turn_kind = "estimate"
    may_repeat = True

    estimate: str


class PickMove(MoveModel):
    """The seat names the subclaim that the descent goes on with.

    In rounds with `until: undisputed` it may find nothing to doubt, which ends them.

    - `direction`: whether it also says if the estimate of this subclaim is too low or too high.
    """

    key = "pick"
    kinds = ("critic", "solver")
    purpose = "pick"
    turn_kind = "pick"
    may_repeat = True

    pick: str
    direction: bool = False
