"""Look and Verdict: what a judge ends with."""

from __future__ import annotations

from typing import Literal

from dikast.records.grading import Grading
from dikast.records.record import Record
from dikast.records.usage import Usage

Route = Literal["logprobs", "probabilities", "samples", "label", "votes"]
VerdictStatus = Literal["decided", "unparsed"]


class Look(Record):
    """One look of a judge at the choices in one order.

    `order` lists choice indices as they were shown: `order[0]` bore the label A. `probabilities` are over the
    question's choices in their own order, None if unparsed, and `logp` their natural logarithms; `route` is how they
    were read; `p_labels` the probability that the backend put on any label at all, before it was renormalised.
    `text` is the judge's reply.
    """

    round: int
    order: tuple[int, ...]
    status: VerdictStatus
    route: Route | None = None
    probabilities: tuple[float, ...] | None = None
    logp: tuple[float, ...] | None = None
    p_labels: float | None = None
    text: str = ""
    thinking: str = ""
    reason: str | None = None
    model: str = ""
    usage: Usage = Usage()


class Verdict(Record):
    """The judge's decision over the question's choices.

    `probabilities` follow the question's own order of choices and sum to 1; a bare label is all on one choice.
    `choice` is the most probable one; None if unparsed, and None if the first place is shared (both orders
    contradict each other, or votes are even): such a verdict is decided, with equal probabilities, and counts as
    one part in as many as share it. `looks` are what it was made from, one an order. `reason` says why it is
    unparsed. `grading` is what a protocol that labels steps ends with, in place of a choice.
    """

    status: VerdictStatus
    choice: int | None = None
    probabilities: tuple[float, ...] | None = None
    route: Route | None = None
    looks: tuple[Look, ...] = ()
    grading: Grading | None = None
    reason: str | None = None

    def usage_of_parts(self) -> Usage:
        """What the looks and the labels it was made from cost."""
        labellings = self.grading.labellings if self.grading is not None else ()
        return Usage.total((*(look.usage for look in self.looks), *(one.usage for one in labellings)))
