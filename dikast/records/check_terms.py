"""CheckDisplay and CheckPick: how a finding is shown, and which claims a seat chose to have checked."""

from __future__ import annotations

import operator
from typing import Literal

from pydantic import Field

from dikast.records.ending import Ending, is_none
from dikast.records.inner_call import InnerCall
from dikast.records.record import Record
from dikast.records.usage import Usage

ShownStatus = Literal["verified", "refuted", "unknown"]
ShownStrength = Literal["proof", "rounded", "numeric"]


class CheckDisplay(Record):
    """How a finding is shown to seats, where it is not shown as it is, at once and to all who see findings.

    - `status`: what it is shown as; by noise, this is the opposite of what the machine found.
    - `after_round`: the round that must be heard before it is shown.
    - `to`: the roles that are shown it; empty for all that see findings.
    - `strength`: how sure the finding is said to be; None where this is not shown.
    """

    status: ShownStatus
    after_round: int = 0
    to: tuple[str, ...] = ()
    strength: ShownStrength | None = None


class CheckPick(Record):
    """Which claims one seat chose to have checked by machine, out of those it was offered.

    - `move`: the id of the move of the protocol, `tick` the moment, `round` the last round that the seat had heard.
    - `checker`: the kind of check.
    - `claims`: the claims that it was offered, in order; `keys` name them in the record of checks.
    - `left`: how many checks it had left before.
    - `picked`: the indices of those it chose.
    - `status`: `unparsed` if the reply could not be read, and nothing was checked.
    - the other fields are those of a Look.
    """

    seat: str
    move: str
    tick: int
    round: int
    checker: str
    claims: tuple[str, ...]
    keys: tuple[str, ...]
    left: int
    picked: tuple[int, ...] = ()
    status: Literal["picked", "unparsed"] = "picked"
    text: str = ""
    thinking: str = ""
    reason: str | None = None
    model: str = ""
    usage: Usage = Field(default_factory=Usage)
    ending: Ending | None = Field(default=None, exclude_if=is_none)
    inner: tuple[InnerCall, ...] = Field(default=(), exclude_if=operator.not_)
