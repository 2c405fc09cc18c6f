"""ClaimFinding: one claim of a response, where it stands there, and whether it is supported."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from dikast.records.ending import is_none
from dikast.records.record import Record

ClaimStatus = Literal["supported", "unsupported", "unknown", "unparsed", "not-in-response"]


class ClaimFinding(Record):
    """One claim that a response was split into.

    - `candidate`: the index of the response among the question's choices.
    - `claim`: the claim as a sentence of its own.
    - `words`: the words of the response that it restates, as whoever split it gave them.
    - `span`: where they stand in the response, characters `[start, end)`; None for `not-in-response`.
    - `status`: `not-in-response` if the words do not stand in the response, so that the claim is not counted; `unknown`
      if a machine can't decide it; `unparsed` if the judge's reply could not be read.
    - `p_yes`: the judge's probability that it is supported, where its backend gives one.
    - `seat`: who judged it; empty for a machine, and for a claim that was not judged.
    - `reason`: why it is unknown or unparsed.
    """

    candidate: int
    claim: str
    words: str
    span: tuple[int, int] | None = None
    status: ClaimStatus
    p_yes: float | None = Field(default=None, exclude_if=is_none)
    seat: str = ""
    reason: str | None = Field(default=None, exclude_if=is_none)
