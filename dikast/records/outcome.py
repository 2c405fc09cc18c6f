"""Outcome: one episode in a narrow row, all that tables are made from."""

from __future__ import annotations

from typing import Literal, Self

from dikast.records.episode import Episode, Failure
from dikast.records.record import Record
from dikast.records.usage import Usage


class Outcome(Record):
    """What came of one episode.

    `protocol` and `agents` are the labels of its cell in the experiment. `credit` is 1 for the right choice, 0 for a
    wrong one, and 1/k where the right one shares the first place with k - 1 others; None if there is no verdict or
    no gold answer. `brier` is half the sum over the choices of (probability - truth)², which for two choices is
    (1 - probability of the right one)². `seconds` is how long the episode took, by the clock.
    """

    id: str
    protocol: str
    agents: str
    question: str
    repeat: int = 0
    argues: int | None = None
    gold: int | None = None
    status: Literal["decided", "unparsed", "failed"]
    choice: int | None = None
    p_gold: float | None = None
    credit: float | None = None
    brier: float | None = None
    route: str | None = None
    usage: Usage = Usage()
    seconds: float = 0.0
    error: str | None = None

    @classmethod
    def of(cls, episode: Episode, *, protocol: str, agents: str, repeat: int = 0, seconds: float = 0.0) -> Self:
        """The outcome of a finished episode."""
        verdict, gold = episode.verdict, episode.question.gold
        ps = verdict.probabilities
        scored = None if ps is None or gold is None else (ps[gold], _credit(ps, gold), _brier(ps, gold))
        return cls(
            id=episode.id,
            protocol=protocol,
            agents=agents,
            question=episode.question.id,
            repeat=repeat,
            argues=episode.argues,
            gold=gold,
            status=verdict.status,
            choice=verdict.choice,
            p_gold=scored[0] if scored else None,
            credit=scored[1] if scored else None,
            brier=scored[2] if scored else None,
            route=verdict.route,
            usage=episode.usage,
            seconds=seconds,
            error=verdict.reason,
        )

    @classmethod
    def of_failure(cls, failure: Failure, *, agents: str, repeat: int, argues: int | None, seconds: float) -> Self:
        """The outcome of an episode that could not be finished."""
        return cls(
            id=failure.id,
            protocol=failure.protocol_name,
            agents=agents,
            question=failure.question_id,
            repeat=repeat,
            argues=argues,
            status="failed",
            seconds=seconds,
            error=f"{failure.role}: {failure.error}: {failure.message}",
        )


def _credit(probabilities: tuple[float, ...], gold: int) -> float:
    top = max(probabilities)
    return 1 / probabilities.count(top) if probabilities[gold] == top else 0.0


def _brier(probabilities: tuple[float, ...], gold: int) -> float:
    return sum((p - (i == gold)) ** 2 for i, p in enumerate(probabilities)) / 2
