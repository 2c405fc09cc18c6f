"""Fault: what a critic finds wrong with certain words of an answer."""

from __future__ import annotations

from typing import Literal

from dikast.records.record import Record

Severity = Literal["major", "minor"]


class Fault(Record):
    """One fault of a critique.

    - `words`: the words of the answer that it is about.
    - `span`: where they stand in the text of the answer, as characters `[start, end)`; None if they do not.
    - `wrong`: what is wrong with them.
    - `severity`: `major` if the answer is wrong for it, `minor` if it is right all the same.
    """

    words: str
    span: tuple[int, int] | None
    wrong: str
    severity: Severity
