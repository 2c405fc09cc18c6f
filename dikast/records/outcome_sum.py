"""OutcomeSum: what plain outcomes of one cell on one question add up to, so that not each must be read."""

from __future__ import annotations

from typing import NamedTuple

from dikast.records.outcome import Outcome
from dikast.records.usage import SummedUsage


class OutcomeSum(NamedTuple):
    """`n` plain outcomes of one cell on one question; `id` is the first of theirs. No pydantic model: see SummedUsage.

    `credit`, `brier`, `seconds` and `usage` are sums; `n_credits` and `n_briers` say how many outcomes have one.
    """

    id: str
    protocol: str
    agents: str
    question: str
    n: int
    n_credits: int
    credit: float
    n_briers: int
    brier: float
    seconds: float
    usage: SummedUsage


def can_be_summed(outcome: Outcome) -> bool:
    """Whether its scores, its time and its usage are all that a summary counts: a choice that nobody assigned."""
    has_choice = outcome.status == "decided" and outcome.choice is not None and outcome.argues is None
    if not has_choice or outcome.abstained:
        return False
    if outcome.ending is not None or outcome.market:
        return False
    others = (
        outcome.grade,
        outcome.attempts,
        outcome.responses,
        outcome.acceptance,
        outcome.descent,
        outcome.critique,
    )
    return others.count(None) == len(others)
