"""DelegatedAnswer: a question that a judge had answered by a copy of a helper, and what that copy asked others."""

from __future__ import annotations

import operator
from typing import Literal

from pydantic import Field

from dikast.records.ending import Ending, is_none
from dikast.records.record import Record
from dikast.records.usage import Usage


class DelegatedAnswer(Record):
    """One question and its answer, by a copy of the helper that saw nothing else.

    - `question`: what it was asked.
    - `answer`: what it answered; empty if its reply could not be read, or if the budget had no call left for it.
    - `status`: `left_out` if the budget had no call left for it.
    - `asked`: what it had answered by further copies first.
    - `reason`: why its reply could not be read.
    - `model`, `ending`: as in a Turn.
    - `usage`: what its own calls cost, without those of further copies.
    """

    question: str
    answer: str = ""
    status: Literal["said", "unparsed", "left_out"] = "said"
    asked: tuple[DelegatedAnswer, ...] = Field(default=(), exclude_if=operator.not_)
    reason: str | None = Field(default=None, exclude_if=is_none)
    model: str = ""
    ending: Ending | None = Field(default=None, exclude_if=is_none)
    usage: Usage = Field(default_factory=Usage)

    @property
    def total_usage(self) -> Usage:
        """What it and all further copies cost together."""
        return Usage.total([self.usage, *(further.total_usage for further in self.asked)])
