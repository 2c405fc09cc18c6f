"""The summary of a run: how often its judges were right, cell by cell."""

from __future__ import annotations

import operator
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import fmean
from typing import Self

from pydantic import Field

from dikast.metrics.draws import none_called
from dikast.metrics.interval import wilson
from dikast.metrics.kind_summaries import KindSummaries, KindTally
from dikast.records import Draw, Ending, Outcome, OutcomeSum, Record, Usage, UsageSum


class CellSummary(KindSummaries):
    """One protocol with one choice of agents.

    `accuracy` is the mean credit over decided episodes with a gold answer, each question weighing the same, with
    Wilson's 95 % interval over questions; a first place shared by k choices is 1/k of a credit. `brier` is the mean
    over the same episodes. Unparsed and failed episodes are counted separately and are part of neither. None where
    there is nothing to average. `ties` are the verdicts in which several choices share the first place, `draws` how
    many there are of each kind (see `Outcome.draw`).
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
    draws: dict[Draw, int] = Field(default_factory=dict, exclude_if=none_called)
    endings: dict[Ending, int] = Field(default_factory=dict, exclude_if=operator.not_)
    usage: Usage
    seconds_per_episode: float


class SideSummary(Record):
    """How often the judge of a one-sided protocol agreed with the side argued, when it was right and when it was wrong.

    A shared first place is no agreement. Without shared first places, `agreed_when_right` is also the accuracy on those
    episodes and, with two choices, `agreed_when_wrong` is one minus it. None where there are no such episodes.
    """

    protocol: str
    agents: str
    argued_right: int
    agreed_when_right: float | None
    argued_wrong: int
    agreed_when_wrong: float | None


def summarise(outcomes: Iterable[Outcome]) -> list[CellSummary]:
    """A summary of every cell, in the order in which cells first appear."""
    return SummaryTally.of(outcomes).cells()


def sides(outcomes: Iterable[Outcome]) -> list[SideSummary]:
    """For every cell whose episodes were given a side to argue: how often the judge agreed."""
    return SummaryTally.of(outcomes).sides()


class SummaryTally:
    """Both summaries from one pass over the outcomes. It keeps a few numbers for each question, and no outcome."""

    def __init__(self) -> None:
        self._cells: dict[tuple[str, str], _CellTally] = {}

    @classmethod
    def of(cls, outcomes: Iterable[Outcome]) -> Self:
        """The tally of these outcomes."""
        tally = cls()
        for outcome in outcomes:
            tally.add(outcome)
        return tally

    def add(self, outcome: Outcome) -> None:
        """Counts one more outcome."""
        self._cell(outcome.protocol, outcome.agents).add(outcome)

    def add_sum(self, total: OutcomeSum) -> None:
        """Counts the outcomes that it sums up."""
        self._cell(total.protocol, total.agents).add_sum(total)

    def _cell(self, protocol: str, agents: str) -> _CellTally:
        """The tally of that cell, a new one where there is none yet."""
        cell = self._cells.get((protocol, agents))
        if cell is None:
            cell = self._cells[protocol, agents] = _CellTally(protocol, agents)
        return cell

    def cells(self) -> list[CellSummary]:
        """A summary of every cell, in the order in which cells first appeared."""
        return [cell.summary() for cell in self._cells.values()]

    def sides(self) -> list[SideSummary]:
        """For every cell whose episodes were given a side to argue: how often the judge agreed."""
        return [cell.side() for cell in self._cells.values() if cell.n_assigned]


@dataclass(slots=True)
class _Mean:
    """A running mean; None without a value."""

    n: int = 0
    total: float = 0.0

    def add(self, value: float) -> None:
        self.n += 1
        self.total += value

    def add_all(self, n: int, total: float) -> None:
        self.n += n
        self.total += total

    @property
    def value(self) -> float | None:
        return self.total / self.n if self.n else None


@dataclass
class _CellTally:
    """What is known about one cell so far. `credits` also holds questions without a scored episode, as empty means."""

    protocol: str
    agents: str
    credits: dict[str, _Mean] = field(default_factory=dict)
    briers: dict[str, _Mean] = field(default_factory=dict)
    seconds: _Mean = field(default_factory=_Mean)
    usage: UsageSum = field(default_factory=UsageSum)
    draws: Counter[Draw] = field(default_factory=Counter)
    n_unparsed: int = 0
    n_failed: int = 0
    endings: Counter[Ending] = field(default_factory=Counter)
    n_assigned: int = 0
    agreed_when_right: _Mean = field(default_factory=_Mean)
    agreed_when_wrong: _Mean = field(default_factory=_Mean)
    kinds: KindTally = field(default_factory=KindTally)

    def add(self, outcome: Outcome) -> None:
        credit = self.credits.get(outcome.question)
        if credit is None:
            # Also for an episode without a credit, so that its question is counted.
            credit = self.credits[outcome.question] = _Mean()
        self.seconds.add(outcome.seconds)
        self.usage.add(outcome.usage)
        self.kinds.add(outcome)
        # Before `draw`, which looks closer: nearly all verdicts name a choice.
        if outcome.choice is None and outcome.draw is not None:
            self.draws[outcome.draw] += 1
        self.n_unparsed += outcome.is_unread
        self.n_failed += outcome.status == "failed"
        if outcome.ending is not None:
            self.endings[outcome.ending] += 1
        self.n_assigned += outcome.argues is not None
        if outcome.credit is None:
            return
        credit.add(outcome.credit)
        if outcome.brier is not None:
            brier = self.briers.get(outcome.question)
            if brier is None:
                brier = self.briers[outcome.question] = _Mean()
            brier.add(outcome.brier)
        if outcome.argues is not None:
            agreed = self.agreed_when_right if outcome.argues == outcome.gold else self.agreed_when_wrong
            # A shared first place is no agreement.
            agreed.add(outcome.choice == outcome.argues)

    def add_sum(self, total: OutcomeSum) -> None:
        self.credits.setdefault(total.question, _Mean()).add_all(total.n_credits, total.credit)
        if total.n_briers:
            self.briers.setdefault(total.question, _Mean()).add_all(total.n_briers, total.brier)
        self.seconds.add_all(total.n, total.seconds)
        self.usage.add(total.usage)

    def summary(self) -> CellSummary:
        # Each question's own mean, so that each question weighs the same however often it was asked.
        credits, briers = _known_means(self.credits), _known_means(self.briers)
        accuracy, low, high = None, None, None
        if credits:
            accuracy = fmean(credits)
            low, high = wilson(accuracy, len(credits))
        return CellSummary(
            protocol=self.protocol,
            agents=self.agents,
            questions=len(self.credits),
            episodes=self.seconds.n,
            accuracy=accuracy,
            accuracy_low=low,
            accuracy_high=high,
            brier=fmean(briers) if briers else None,
            ties=self.draws.total(),
            draws=dict(self.draws),
            unparsed=self.n_unparsed,
            failed=self.n_failed,
            endings=dict(self.endings),
            usage=self.usage.usage,
            seconds_per_episode=self.seconds.value or 0.0,
            **self.kinds.summaries(),
        )

    def side(self) -> SideSummary:
        return SideSummary(
            protocol=self.protocol,
            agents=self.agents,
            argued_right=self.agreed_when_right.n,
            agreed_when_right=self.agreed_when_right.value,
            argued_wrong=self.agreed_when_wrong.n,
            agreed_when_wrong=self.agreed_when_wrong.value,
        )


def _known_means(means: dict[str, _Mean]) -> list[float]:
    return [mean.total / mean.n for mean in means.values() if mean.n]
