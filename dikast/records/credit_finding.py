"""CreditFinding: what one response is given for its reasoning, step by step or link by link, and its final answer."""

from __future__ import annotations

import operator
from typing import Literal

from pydantic import Field

from dikast.records.ending import is_none
from dikast.records.record import Record

CreditWay = Literal["cot-e", "reference-steps", "chain"]
AnswerDecider = Literal["verifier", "judge", "absent"]


class CreditPart(Record):
    """One thing that credit is given for.

    - `name`: a key step of the response or a step of the reference solution, as a sentence, or a link of the chain.
    - `holds`: whether the step is right, the response has it, or the link holds; None if that could not be read.
    - `note`: the judge's reason, which it wrote before the score.
    """

    name: str
    holds: bool | None = None
    note: str = ""


class CreditFinding(Record):
    """The credit that one seat gives one response.

    - `candidate`: the index of the response among the question's choices.
    - `way`: how credit is given (see `dikast.protocols.CreditMove`).
    - `seat`: who judged; empty where the response could not be taken apart, so that no seat was asked.
    - `parts`: the key steps, the steps of the reference solution, or the links of the chain. Where a right final answer
      has all the credit, no steps are looked at.
    - `answer`: the final answer, as it was taken out of the response; empty where there is none.
    - `answer_holds`: whether it is right; None if that could not be read.
    - `answer_by`: who decided so: the verifier, the judge, or neither where the response gives no final answer.
    - `score`: the credit, on the scale of the move; None where something that it needs could not be read.
    - `full_marks`: the most that it could have been; None in records from before it was kept.
    - `first_failed`: of a chain, the first link that does not hold.
    - `reason`: why there is no score.
    """

    candidate: int
    way: CreditWay
    seat: str = ""
    parts: tuple[CreditPart, ...] = Field(default=(), exclude_if=operator.not_)
    answer: str = Field(default="", exclude_if=operator.not_)
    answer_holds: bool | None = None
    answer_by: AnswerDecider | None = Field(default=None, exclude_if=is_none)
    score: float | None = None
    full_marks: float | None = Field(default=None, exclude_if=is_none)
    first_failed: str | None = Field(default=None, exclude_if=is_none)
    reason: str | None = Field(default=None, exclude_if=is_none)

    @property
    def is_genuine(self) -> bool:
        """Whether every link of a chain holds, so that a right answer is right for the right reason."""
        return self.way == "chain" and bool(self.parts) and all(part.holds for part in self.parts)
