"""Estimate: a number, its interval, and what it is based on."""

from __future__ import annotations

from typing import Literal

from dikast.records import Record

IntervalMethod = Literal[
    "wilson",
    "bootstrap",
    "fisher",
    "simulation",
    "exact",
    "profile",
    "ppi",
    "rogan-gladen",
    "newcombe",
    "bounds",
    "hanley-mcneil",
    "hajek",
    "none",
]


class Estimate(Record):
    """A number with its interval (95 % unless the call asked for another level).

    `n` counts the averaged values (episodes, pairs, looks). `clusters` counts the independent units among them
    (usually questions); the interval is taken over these. `value` is None where there is nothing to average, or where
    the number is not defined. `low` and `high` are None where there is no interval, for example of a single cluster.
    One of them is infinite where the interval has only one end. With the method `bounds` they allow for every outcome
    of what failed, and no larger number of questions would narrow that.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    n: int = 0
    clusters: int = 0
    method: IntervalMethod = "none"
