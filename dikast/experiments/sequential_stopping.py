"""Settling: follows a comparison as episodes are finished, until it is settled."""

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
    """

    comparison: StoppingRule
    questions: Sequence[str]
    n_episodes: Counter[str]
    sequence: ConfidenceSequence
    _credits: dict[str, tuple[Credits, Credits]] = field(default_factory=dict)
    _finished: Counter[str] = field(default_factory=Counter)
    _next: int = 0

    @classmethod
    def of(cls, comparison: StoppingRule, matrix: Matrix) -> SequentialStopping:
        """The comparison, before any episode."""
        cells = [cell for cell in matrix.cells if cell.label in comparison.compare]
        n = Counter(planned.question.id for planned in matrix.episodes(cells))
        questions = [question.id for question in matrix.questions if n[question.id]]
        return cls(comparison, questions, n, ConfidenceSequence(-1.0, 1.0, comparison.confidence))

    def done(self, outcome: Outcome) -> None:
        """One episode is finished, now or at an earlier start."""
        if outcome.protocol not in self.comparison.compare or not self.n_episodes[outcome.question]:
            return
        self._finished[outcome.question] += 1
        if outcome.credit is not None:
            sides = self._credits.setdefault(outcome.question, ([], []))
            sides[self.comparison.compare.index(outcome.protocol)].append(outcome.credit)
        while self._next < len(self.questions) and self._is_finished(self.questions[self._next]):
            self._count(self._credits.pop(self.questions[self._next], ([], [])))
            self._next += 1

    @property
    def is_settled(self) -> bool:
        """Whether the difference is known closely enough."""
        return self.sequence.width <= self.comparison.width

    def skips(self, planned: PlannedEpisode) -> bool:
        """Whether the episode is no longer needed."""
        return self.is_settled and planned.label in self.comparison.compare

    def __str__(self) -> str:
        low, high = self.sequence.interval
        one, other = self.comparison.compare
        return (
            f"{one} less {other}: {low:+.3f} to {high:+.3f} in accuracy after {self.sequence.n} questions, "
            f"at {self.comparison.confidence:.0%} confidence at every look"
        )

    def _is_finished(self, question: str) -> bool:
        return self._finished[question] >= self.n_episodes[question]

    def _count(self, sides: tuple[Credits, Credits]) -> None:
        if all(sides) and not self.is_settled:
            self.sequence.add(fmean(sides[0]) - fmean(sides[1]))
