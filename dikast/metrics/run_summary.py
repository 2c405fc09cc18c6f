"""The summary of a run: how often its judges were right, cell by cell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import fmean
from typing import Self

from dikast.metrics.interval import wilson
from dikast.records import Outcome, Record, Usage


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
    return SummaryTally.of(outcomes).cells()


def sides(outcomes: Iterable[Outcome]) -> list[SideSummary]:
    """For every cell whose episodes were given a side to argue: how the judge took it."""
    return SummaryTally.of(outcomes).sides()


class SummaryTally:
    """Both summaries from one passage over the outcomes: it holds a few numbers a question, and no outcome."""

    def __init__(self) -> None:
        self._cells: dict[tuple[str, str], _Cell] = {}

    @classmethod
    def of(cls, outcomes: Iterable[Outcome]) -> Self:
        """The tally of these outcomes."""
        tally = cls()
        for outcome in outcomes:
            tally.add(outcome)
        return tally

    def add(self, outcome: Outcome) -> None:
        """Counts one outcome in."""
        cell = self._cells.get((outcome.protocol, outcome.agents))
        if cell is None:
            cell = self._cells[outcome.protocol, outcome.agents] = _Cell()
        cell.add(outcome)

    def cells(self) -> list[CellSummary]:
        """A summary of every cell, in the order in which cells first came."""
        return [cell.summary(*labels) for labels, cell in self._cells.items()]

    def sides(self) -> list[SideSummary]:
        """For every cell whose episodes were given a side to argue: how the judge took it."""
        return [cell.side(*labels) for labels, cell in self._cells.items() if cell.n_assigned]


@dataclass(slots=True)
class _Mean:
    """A running mean; None of nothing."""

    n: int = 0
    total: float = 0.0

    def add(self, value: float) -> None:
        self.n += 1
        self.total += value

    @property
    def value(self) -> float | None:
        return self.total / self.n if self.n else None


@dataclass
class _Cell:
    """What is known of one cell so far. Unscored questions stand under `credits` with a mean of nothing."""

    credits: dict[str, _Mean] = field(default_factory=dict)
    briers: dict[str, _Mean] = field(default_factory=dict)
    seconds: _Mean = field(default_factory=_Mean)
    usage: Usage = field(default_factory=Usage)
    n_ties: int = 0
    n_unparsed: int = 0
    n_failed: int = 0
    n_assigned: int = 0
    agreed_when_right: _Mean = field(default_factory=_Mean)
    agreed_when_wrong: _Mean = field(default_factory=_Mean)

    def add(self, o: Outcome) -> None:
        credit = self.credits.setdefault(o.question, _Mean())
        if o.credit is not None:
            credit.add(o.credit)
            if o.brier is not None:
                self.briers.setdefault(o.question, _Mean()).add(o.brier)
        self.seconds.add(o.seconds)
        self.usage += o.usage
        # A grading of steps is decided as well, and no tie: it has no choices.
        self.n_ties += o.probabilities is not None and o.choice is None
        self.n_unparsed += o.status == "unparsed"
        self.n_failed += o.status == "failed"
        self.n_assigned += o.argues is not None
        if o.argues is not None and o.credit is not None:
            # A shared first place is no agreement.
            (self.agreed_when_right if o.argues == o.gold else self.agreed_when_wrong).add(o.choice == o.argues)

    def summary(self, protocol: str, agents: str) -> CellSummary:
        scored = [mean.value for mean in self.credits.values() if mean.value is not None]
        briers = [mean.value for mean in self.briers.values() if mean.value is not None]
        accuracy = fmean(scored) if scored else None
        low, high = (None, None) if accuracy is None else wilson(accuracy, len(scored))
        return CellSummary(
            protocol=protocol,
            agents=agents,
            questions=len(self.credits),
            episodes=self.seconds.n,
            accuracy=accuracy,
            accuracy_low=low,
            accuracy_high=high,
            brier=fmean(briers) if briers else None,
            ties=self.n_ties,
            unparsed=self.n_unparsed,
            failed=self.n_failed,
            usage=self.usage,
            seconds_per_episode=self.seconds.value or 0.0,
        )

    def side(self, protocol: str, agents: str) -> SideSummary:
        return SideSummary(
            protocol=protocol,
            agents=agents,
            argued_right=self.agreed_when_right.n,
            agreed_when_right=self.agreed_when_right.value,
            argued_wrong=self.agreed_when_wrong.n,
            agreed_when_wrong=self.agreed_when_wrong.value,
        )
