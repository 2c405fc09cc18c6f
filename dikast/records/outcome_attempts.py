"""OutcomeAttempts: what the attempts of solvers come to, without their texts."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from dikast.records.attempt import MajorityStatus
from dikast.records.verdict import Verdict


class OutcomeAttempts(NamedTuple):
    """The attempts of a verdict without their texts: how many of `n` have each status, and what the majority is.

    `majority` and `majority_credit` are the status and the credit of a MajorityAnswer; None without one.
    """

    n: int
    right: int
    wrong: int
    unknown: int
    unparsed: int
    majority: MajorityStatus | None
    majority_credit: float | None


def outcome_attempts(verdict: Verdict) -> OutcomeAttempts | None:
    """What the attempts come to; None without any, and where a judge says what it holds of one."""
    if not verdict.attempts or verdict.acceptance is not None:
        return None
    count = Counter(attempt.status for attempt in verdict.attempts)
    return OutcomeAttempts(
        n=len(verdict.attempts),
        right=count["right"],
        wrong=count["wrong"],
        unknown=count["unknown"],
        unparsed=count["unparsed"],
        majority=None if verdict.majority is None else verdict.majority.status,
        majority_credit=None if verdict.majority is None else verdict.majority.credit,
    )
