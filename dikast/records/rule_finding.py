"""RuleFinding: whether a response violates a rule, by the preconditions that all must hold."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from dikast.records.ending import is_none
from dikast.records.record import Record

PreconditionRoute = Literal["difference", "span", "reasoning", "reasoning-only"]


class PreconditionFinding(Record):
    """Whether one precondition of a rule holds of a response.

    - `says`: the precondition.
    - `holds`: None where the judge's conclusion could not be read.
    - `route`: how it was decided. `difference`: by how far P(yes) with the response is from P(yes) without it. `span`:
      by how far it falls when the words that the judge cites are taken out. `reasoning`: neither was clear, so the
      judge reasoned and then concluded. `reasoning-only`: it did so at once, since its backend gives no probabilities.
    - `p_yes`, `p_yes_without`: P(yes) / (P(yes) + P(no)) with the response shown and with no response shown.
    - `p_yes_without_span`: the same for the response without the words that were cited.
    - `words`: the words that were cited.
    """

    says: str
    holds: bool | None
    route: PreconditionRoute
    p_yes: float | None = None
    p_yes_without: float | None = None
    p_yes_without_span: float | None = Field(default=None, exclude_if=is_none)
    words: str | None = Field(default=None, exclude_if=is_none)


class RuleFinding(Record):
    """Whether one response violates one rule, as one seat found it.

    - `candidate`: the index of the response among the question's choices.
    - `violated`: whether all preconditions hold. None where one could not be decided, and no other fails to hold.
    - `preconditions`: those that were looked at. The first that does not hold ends the rule, and the first of several
      alternatives that holds makes the others needless.
    """

    candidate: int
    seat: str
    rule: str
    violated: bool | None
    preconditions: tuple[PreconditionFinding, ...] = ()
