"""The summary of a run: how often its judges were right, cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from statistics import fmean
from typing import TypeVar

from dikast.metrics.interval import wilson
from dikast.records import Outcome, Record, Usage

K = TypeVar("K")


class CellSummary(Record):
    """One protocol with one choice of agents.

    `accuracy` is the mean credit over decided episodes with a gold answer, each question weighing the same, with
    Wilson's 95 % interval over questions; a first place shared by k choices is 1/k of a credit. `brier` is the mean
    over the same episodes. Unparsed and failed episodes are counted apart and stand in neither. None where there
    is nothing to average.
    """

    protocol: str
    agents: str
    questions: int
    episodes: int
    accuracy: float | None
    accuracy_low: float | None
    accuracy_high: float | None
    brier: float | None
    ties: int
    unparsed: int
    failed: int
    usage: Usage
    seconds_per_episode: float


class SideSummary(Record):
    """What one-sided protocols made of it: how often the judge agreed with the side argued, when it was right and not.

    A shared first place is no agreement. Where there is none, `agreed_when_right` is also the accuracy on those
    episodes and, with two choices, `agreed_when_wrong` one minus it. None where there are no such episodes.
    """

    protocol: str
    agents: str
    argued_right: int
    agreed_when_right: float | None
    argued_wrong: int
    agreed_when_wrong: float | None


def summarise(outcomes: Iterable[Outcome]) -> list[CellSummary]:
    """A summary of every cell, in the order in which cells first come."""
    return [_cell(rows) for rows in _grouped(outcomes, lambda o: (o.protocol, o.agents)).values()]


def sides(outcomes: Iterable[Outcome]) -> list[SideSummary]:
    """For every cell whose episodes were given a side to argue: how the judge took it."""
    assigned = [o for o in outcomes if o.argues is not None]
    return [_side(rows) for rows in _grouped(assigned, lambda o: (o.protocol, o.agents)).values()]


def _cell(rows: Sequence[Outcome]) -> CellSummary:
    by_question = _grouped((o for o in rows if o.credit is not None), lambda o: o.question)
    accuracy = fmean(_credit(group) for group in by_question.values()) if by_question else None
    low, high = (None, None) if accuracy is None else wilson(accuracy, len(by_question))
    briers = [[o.brier for o in group if o.brier is not None] for group in by_question.values()]
    return CellSummary(
        protocol=rows[0].protocol,
        agents=rows[0].agents,
        questions=len({o.question for o in rows}),
        episodes=len(rows),
        accuracy=accuracy,
        accuracy_low=low,
        accuracy_high=high,
        brier=fmean(map(fmean, briers)) if briers else None,
        ties=sum(o.status == "decided" and o.choice is None for o in rows),
        unparsed=sum(o.status == "unparsed" for o in rows),
        failed=sum(o.status == "failed" for o in rows),
        usage=Usage.total(o.usage for o in rows),
        seconds_per_episode=fmean(o.seconds for o in rows),
    )


def _credit(rows: Sequence[Outcome]) -> float:
    return fmean(o.credit for o in rows if o.credit is not None)


def _side(rows: Sequence[Outcome]) -> SideSummary:
    right = [o for o in rows if o.credit is not None and o.argues == o.gold]
    wrong = [o for o in rows if o.credit is not None and o.argues != o.gold]
    return SideSummary(
        protocol=rows[0].protocol,
        agents=rows[0].agents,
        argued_right=len(right),
        agreed_when_right=_agreed(right),
        argued_wrong=len(wrong),
        agreed_when_wrong=_agreed(wrong),
    )


def _agreed(rows: Sequence[Outcome]) -> float | None:
    """The share of verdicts for the side argued; a shared first place is no agreement."""
    return fmean(o.choice == o.argues for o in rows) if rows else None


def _grouped(outcomes: Iterable[Outcome], key: Callable[[Outcome], K]) -> dict[K, list[Outcome]]:
    groups: dict[K, list[Outcome]] = {}
    for outcome in outcomes:
        groups.setdefault(key(outcome), []).append(outcome)
    return groups
