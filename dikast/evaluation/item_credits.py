"""What agents earned for tasks that each did by itself: 1 where it was right, 0 where it was wrong or said nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from dikast.experiments import RunFolder
from dikast.metrics import NO_ERROR, Estimate, JudgedSteps, first_error_found, wilson
from dikast.records import Episode, Grading, Outcome, Question, SeatKind


@dataclass
class CreditTable:
    """The credits of all agents that sat in seats of one kind, and how many of their verdicts could not be read.

    A task is a question with those who argued about it: the same for every agent that is compared. Failed episodes
    are left out (see `failed_episodes`). `places` are the run folder and the id of the episode, by agent and task.
    """

    kind: SeatKind
    credits: defaultdict[str, dict[str, float]] = field(default_factory=lambda: defaultdict(dict))
    unread: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    places: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, kind: SeatKind, folders: Iterable[RunFolder]) -> CreditTable:
        """The credits in these run folders."""
        table = cls(kind)
        for folder in folders:
            for outcome in folder.outcomes():
                table._add(folder, outcome)
        return table

    def of_agent(self, agent: str) -> list[float]:
        """What the agent earned for each of its tasks."""
        return list(self.credits[agent].values())

    def wrong(self, agent: str) -> list[tuple[str, str]]:
        """The run folder and the episode of each task for which the agent earned nothing."""
        return [self.places[agent, task] for task, credit in self.credits[agent].items() if credit == 0]

    def _add(self, folder: RunFolder, outcome: Outcome) -> None:
        names = {seat.agent for seat in outcome.seats if seat.kind == self.kind}
        # Of several agents in seats of this kind, none is to be praised or blamed. A failed episode has no seats.
        if len(names) != 1:
            return
        (agent,) = names
        credit = _credit(folder, outcome)
        if credit is None:
            return
        arguing = sorted(f"{seat.seat}={seat.agent}" for seat in outcome.seats if seat.kind != self.kind)
        task = "/".join((folder.path.name, outcome.question, str(outcome.repeat), str(outcome.argues), *arguing))
        self.credits[agent][task] = credit
        self.unread[agent] += outcome.is_unread
        self.places[agent, task] = (str(folder.path), outcome.id)


def _credit(folder: RunFolder, outcome: Outcome) -> float | None:
    """What the episode earned; None where it is not known what is right."""
    if outcome.grade is not None:
        return _grading_credit(folder.episode(outcome.id))
    if outcome.credit is not None:
        return outcome.credit
    is_known = outcome.gold is not None or outcome.gold_tie
    return 0.0 if is_known else None


def _grading_credit(episode: object) -> float | None:
    """1 where the judge's first error of a solution is that of its marks, or both have none."""
    if not isinstance(episode, Episode):
        return 0.0
    gold = gold_first_error(episode.question)
    if gold is None:
        return None
    return float(found_first_error(episode.question, episode.verdict.grading) == gold)


def gold_first_error(question: Question) -> int | None:
    """The first wrong step by the marks, NO_ERROR where all are right; None where that is not known."""
    marking = question.solution.marking if question.solution is not None else None
    if marking is None or not marking.is_located:
        return None
    return NO_ERROR if marking.first_error is None else marking.first_error


def found_first_error(question: Question, grading: Grading | None) -> int | None:
    """The first step that was called wrong, NO_ERROR where none was; None where that could not be read."""
    n_steps = len(question.solution.steps) if question.solution is not None else 0
    return first_error_found(JudgedSteps.of(grading, n_steps), "correct")


def mean_credit(credits: Iterable[float]) -> Estimate:
    """The mean credit of tasks, with Wilson's interval."""
    values = list(credits)
    n = len(values)
    return share(sum(values), n)


def share(count: float, n: int) -> Estimate:
    """The share of `n`, with Wilson's interval; no value of nothing."""
    if not n:
        return Estimate(value=None)
    low, high = wilson(count / n, n)
    return Estimate(value=count / n, low=low, high=high, n=n, clusters=n, method="wilson")
