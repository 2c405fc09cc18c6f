"""Attempt: the final answer of one seat, compared with the right ones by a machine."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from dikast.records.check import CheckStrength
from dikast.records.ending import Ending, is_none
from dikast.records.record import Record

AttemptStatus = Literal["right", "wrong", "unknown", "unparsed"]
MajorityStatus = Literal["right", "wrong", "unknown", "split"]


class Attempt(Record):
    """What one seat answered, and whether it is right.

    - `seat`: the seat that answered.
    - `answer`: its final answer; None if none could be read.
    - `status`: `unknown` if the machine proves the answer neither right nor wrong, `unparsed` if there is no answer.
    - `strength`: how sure the machine's finding is, as in a Check; None without one.
    - `reason`: why the status is `unknown` or `unparsed`.
    - `group`: the number of the group of equal answers that it is in, counted from 0; None without an answer.
    - `ending`: why there is no answer, where the backend or the text says so.
    """

    seat: str
    answer: str | None
    status: AttemptStatus
    strength: CheckStrength | None = Field(default=None, exclude_if=is_none)
    reason: str | None = Field(default=None, exclude_if=is_none)
    group: int | None = Field(default=None, exclude_if=is_none)
    ending: Ending | None = Field(default=None, exclude_if=is_none)


class MajorityAnswer(Record):
    """The answer that most seats gave: self-consistency (Wang et al. 2022, arXiv 2203.11171).

    - `answer`: the answer in the words of the first seat of the largest group; None if several groups are the largest.
    - `votes`: how many seats are in a largest group.
    - `status`: whether it is right; `split` if several groups are the largest.
    - `n_tied`: how many groups are the largest.
    - `credit`: 1 if it is right, 0 if it is wrong, j/k if j of k largest groups are right; None if one of them is
      unknown.
    """

    answer: str | None
    votes: int
    status: MajorityStatus
    n_tied: int = Field(default=1, exclude_if=lambda n: n == 1)
    credit: float | None = None

    def in_words(self, n_attempts: int) -> str:
        """What came of so many attempts, in one sentence, such as `the majority, 3 of 5, is right: “36”`."""
        if n_attempts == 1:
            return f"{self.status}: “{self.answer}”"
        if self.status == "split":
            return f"the majority is split between {self.n_tied} answers, {self.votes} of {n_attempts} attempts each"
        return f"the majority, {self.votes} of {n_attempts}, is {self.status}: “{self.answer}”"


def credit_of(attempts: tuple[Attempt, ...]) -> float | None:
    """The share of right ones among the attempts that are proved right or wrong; None without such an attempt."""
    statuses = [attempt.status for attempt in attempts]
    n_right = statuses.count("right")
    n_decided = n_right + statuses.count("wrong")
    return n_right / n_decided if n_decided else None
