"""Look and Verdict: what a judge thought of the choices, and what it decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from dikast.records.ending import Ending, is_none
from dikast.records.grading import Grading, Labelling
from dikast.records.record import Record
from dikast.records.usage import Usage

Route = Literal["logprobs", "probabilities", "samples", "label", "votes"]
VerdictStatus = Literal["decided", "unparsed"]


def _is_empty(votes: Mapping[str, object]) -> bool:
    """Whether a single judge looked: records of one are written as they were before there were juries."""
    return not votes


def _is_false(value: object) -> bool:
    """For a field that old records lack: it is written only where it is true."""
    return value is False


class Look(Record):
    """One query of the judge: what it thought of the choices, shown in one order.

    - `round`: the last round that the judge had seen.
    - `order`: indices of the question's choices in the order they were shown: `order[0]` had the label A.
    - `status`: `unparsed` if the reply could not be read.
    - `route`: how the probabilities were obtained: from token log-probabilities, stated by the judge, as shares of
      several samples, from a bare label, or as shares of votes.
    - `probabilities`: one for each choice, in the question's own order (not in `order`); None if unparsed.
    - `logp`: their natural logarithms, which keep what rounds to 0 or 1 as a probability.
    - `p_labels`: the probability that the backend gave to all labels together, before they were scaled to sum to 1.
    - `text`: the judge's reply.
    - `thinking`: its private thinking, which no other agent sees.
    - `reason`: why the reply could not be read.
    - `model`: the model that answered, as its backend names it.
    - `usage`: what the calls of this look cost.
    - `ending`: why the reply has no text, or not all of it, where the backend or the text says so.
    - `votes`: where several judges decide together, the look of each seat that the shares were counted from.
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
    ending: Ending | None = Field(default=None, exclude_if=is_none)
    votes: dict[str, Look] = Field(default_factory=dict, exclude_if=_is_empty)

    @property
    def favourites(self) -> tuple[int, ...]:
        """The indices of the most probable choices: several if they share the first place, none if it is unparsed."""
        if self.probabilities is None:
            return ()
        top = max(self.probabilities)
        return tuple(choice for choice, p in enumerate(self.probabilities) if p == top)

    @property
    def favourite(self) -> int | None:
        """The index of the most probable choice; None if the look is unparsed, or if two choices share the first place.

        Equal means exactly equal: a tie of votes or samples is exact, and nothing else should count as one.
        """
        if len(self.favourites) != 1:
            return None
        return self.favourites[0]


class Verdict(Record):
    """What the judge decided about the question's choices.

    - `status`: `unparsed` if the reply could not be read.
    - `choice`: the most probable choice; None if unparsed, or if two or more share the first place. They do where the
      looks in both orders contradict each other, or votes are even. Such a verdict is decided, and counts as 1/k
      right where k choices share the first place.
    - `tie`: the judge said that no choice is better: decided, and without a choice. Looks that contradict each other
      are none.
    - `probabilities`: one for each choice, in the question's own order; they sum to 1. A bare label gives 1 to one
      choice.
    - `route`: how the probabilities were obtained, as in a Look.
    - `looks`: the looks it was made from: one for each order in which the choices were shown.
    - `grading`: what a protocol that labels steps ends with, instead of a choice.
    - `reason`: why it is unparsed.
    - `ending`: why the judge's reply says nothing, as in a Look, or that nobody spoke before it.
    """

    status: VerdictStatus
    choice: int | None = None
    tie: bool = Field(default=False, exclude_if=_is_false)
    probabilities: tuple[float, ...] | None = None
    route: Route | None = None
    looks: tuple[Look, ...] = ()
    grading: Grading | None = None
    reason: str | None = None
    ending: Ending | None = Field(default=None, exclude_if=is_none)

    def usage_of_parts(self) -> Usage:
        """What the looks and the labellings that the verdict was made from cost."""
        parts: list[Look | Labelling] = [*self.looks]
        if self.grading is not None:
            parts += self.grading.labellings
        return Usage.total(part.usage for part in parts)
