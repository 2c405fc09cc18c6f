"""The move by which debaters may give up their answers."""

from __future__ import annotations

import operator
from typing import Annotated

from pydantic import Field

from dikast.protocols.move_model import MoveModel, Positive
from dikast.protocols.process_moves import Names


class ConcedeMove(MoveModel):
    """Each of these debaters says whether it gives up its answer, and why, without sight of what another says to it.

    The judge reads who gave up. Rounds with `until: concession` end once a debater has.

    - `decides`: whether the verdict is that of the debaters, without a call to the judge, where all of them have given
      up but those for one choice. Where nobody has, or everybody, the judge decides in any case.
    - `words`: the limit of the reasons.
    """

    key = "concede"
    kinds = ("debater",)
    purpose = "concede"
    turn_kind = "concession"
    may_repeat = True

    concede: Names
    decides: Annotated[bool, Field(exclude_if=operator.not_)] = False
    words: Positive | None = None
