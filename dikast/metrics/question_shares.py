"""QuestionShares: values from 0 to 1, gathered by question, and their mean."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from statistics import fmean

from dikast.metrics.estimate import Estimate
from dikast.metrics.interval import wilson


@dataclass
class QuestionShares:
    """Values from 0 to 1, such as credits of verdicts; each question weighs the same."""

    by_question: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def add(self, question: str, value: float) -> None:
        """One more value of a question."""
        self.by_question[question].append(value)

    def estimate(self) -> Estimate:
        """The mean of each question's own mean, with Wilson's 95 % interval over questions."""
        means = [fmean(values) for values in self.by_question.values()]
        if not means:
            return Estimate(value=None)
        value = fmean(means)
        low, high = wilson(value, len(means))
        n = sum(map(len, self.by_question.values()))
        return Estimate(value=value, low=low, high=high, n=n, clusters=len(means), method="wilson")
