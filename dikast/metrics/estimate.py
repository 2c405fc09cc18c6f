"""Estimate: a number, how sure of it one may be, and what it rests on."""

from __future__ import annotations

from typing import Literal

from dikast.records import Record

IntervalMethod = Literal["wilson", "bootstrap", "fisher", "simulation", "none"]


class Estimate(Record):
    """A number with its interval (95 % unless the call said otherwise).

    `n` counts what was averaged (episodes, pairs, looks), `clusters` the independent units among them (questions, as a
    rule), over which the interval was taken. `value` is None where there is nothing to average or the number is not
    defined; `low` and `high` are None where there is no interval, as of a single cluster.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    n: int = 0
    clusters: int = 0
    method: IntervalMethod = "none"
