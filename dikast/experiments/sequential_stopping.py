"""Sequential stopping: follows a comparison as episodes are finished, until its stopping rule is met."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import fmean

from dikast.experiments.matrix import Matrix
from dikast.experiments.run_plan import PlannedEpisode
from dikast.experiments.stopping_rule import StoppingRule
from dikast.metrics import ConfidenceSequence
from dikast.records import Outcome

Credits = list[float]


@dataclass
class SequentialStopping:
    """The difference of two protocols' accuracies, question by question in the order of the matrix.

    A question counts once all its episodes of both protocols are finished: the mean credit under the first less that
    under the second. Which ones are finished early depends on how long they take, so one that is late holds back
    those behind it; the questions are taken for a sample in random order. One without a verdict that could be read
    on both sides counts for nothing, as in every table.

    `n_episodes` are the episodes of both protocols on each question.
    """

    rule: StoppingRule
    questions: Sequence[str]
    n_episodes: Counter[str]
    sequence: ConfidenceSequence
    _credits: dict[str, tuple[Credits, Credits]] = field(default_factory=dict)
    _finished: Counter[str] = field(default_factory=Counter)
    _next: int = 0

    @classmethod
    def of(cls, rule: StoppingRule, matrix: Matrix) -> SequentialStopping:
        """The comparison, before any episode."""
        n_episodes: Counter[str] = Counter()
        compared_cells = [cell for cell in matrix.cells if cell.label in rule.compare]
        for planned in matrix.episodes(compared_cells):
            n_episodes[planned.question.id] += 1
        # Filters may leave out questions: these are never finished, and would hold back all behind them.
        questions = [question.id for question in matrix.questions if question.id in n_episodes]
        # A question's difference lies between -1 and 1, as credits lie between 0 and 1.
        sequence = ConfidenceSequence(-1.0, 1.0, rule.confidence)
        return cls(rule, questions, n_episodes, sequence)

    def add(self, outcome: Outcome) -> None:
        """Counts one finished episode, of this start or an earlier one."""
        question = outcome.question
        if outcome.protocol not in self.rule.compare or not self.n_episodes[question]:
            return
        self._finished[question] += 1
        if outcome.credit is not None:
            side = self.rule.compare.index(outcome.protocol)
            self._credits.setdefault(question, ([], []))[side].append(outcome.credit)
        self._count_finished_questions()

    @property
    def is_settled(self) -> bool:
        """Whether the difference is known closely enough."""
        return self.sequence.width <= self.rule.width

    def skips(self, planned: PlannedEpisode) -> bool:
        """Whether the episode is no longer needed."""
        return self.is_settled and planned.label in self.rule.compare

    def __str__(self) -> str:
        low, high = self.sequence.interval
        first, second = self.rule.compare
        return (
            f"{first} less {second}: {low:+.3f} to {high:+.3f} in accuracy "
            f"after {self.sequence.n} questions, "
            f"at {self.rule.confidence:.0%} confidence at every look"
        )

    def _count_finished_questions(self) -> None:
        """Counts questions in the order of the matrix, up to the first one that is not finished."""
        while self._next < len(self.questions):
            question = self.questions[self._next]
            if self._finished[question] < self.n_episodes[question]:
                return
            self._next += 1
            first, second = self._credits.pop(question, ([], []))
            # Episodes under way when it was settled still come in: the interval stays the one that it stopped at.
            if first and second and not self.is_settled:
                self.sequence.add(fmean(first) - fmean(second))
