"""What judges of responses gave: mean scores, marks, places, and the criteria that decided."""

from __future__ import annotations

import operator
from collections import Counter
from dataclasses import dataclass, field
from statistics import fmean

from pydantic import Field

from dikast.metrics.estimate import Estimate
from dikast.records import Outcome, OutcomeResponses, Record, Strength, most_probable


def _has_none(estimate: Estimate) -> bool:
    """Whether there was nothing to average."""
    return estimate.n == 0


class ResponseSummary(Record):
    """What the verdicts of one protocol with one choice of agents say of responses, beside their choice.

    Means are of each question's own mean, on the scale of the rubric, with a clustered bootstrap over questions where
    an interval was asked for. What could not be read is part of none.

    - `verdicts`: how many verdicts say more of responses than a choice.
    - `score`: the mean score of all responses; `right`, `others`: that of the right response, where one is known, and
      that of the rest of the same questions.
    - `criteria`: by criterion, the mean of what was given; what a judge left out is not in it.
    - `marks`: where credit is given for reasoning, the sum of all scores over the sum of all full marks, from 0 to 1:
      with 2 marks for moderate questions M and 3 for hard ones H, (Σ_M + Σ_H) / (2·|M| + 3·|H|) (Han et al. 2023,
      CORE-MM, arXiv 2311.11567). The interval is over questions.
    - `place`: where responses are put in order, the mean place of the right one; 1 is the first, and k that share it
      all have (1 + k) / 2. Equals below the first stand in the question's own order.
    - `ranked`, `cyclic`: how many verdicts put responses in order, and how many of these found a circle.
    - `decided_by`: where criteria are asked one after the other, how many verdicts each of them decided.
    - `audited`, `upheld`: how many outcomes a second role looked at, and of how many it says that the criterion decided
      them (Xu et al. 2025, arXiv 2503.15620).
    - `formats`, `kept`: how many replies a named format was asked of, and how many kept it. One that can't be read did
      not; one in another format may have been read all the same.
    - `strong`, `slight`: where the format asks for it, how many verdicts find their choice much better, and a little.
    """

    verdicts: int
    score: Estimate = Field(default=Estimate(value=None), exclude_if=_has_none)
    right: Estimate = Field(default=Estimate(value=None), exclude_if=_has_none)
    others: Estimate = Field(default=Estimate(value=None), exclude_if=_has_none)
    criteria: dict[str, Estimate] = Field(default_factory=dict, exclude_if=operator.not_)
    marks: Estimate = Field(default=Estimate(value=None), exclude_if=_has_none)
    place: Estimate = Field(default=Estimate(value=None), exclude_if=_has_none)
    ranked: int = Field(default=0, exclude_if=operator.not_)
    cyclic: int = Field(default=0, exclude_if=operator.not_)
    decided_by: dict[str, int] = Field(default_factory=dict, exclude_if=operator.not_)
    audited: int = Field(default=0, exclude_if=operator.not_)
    upheld: int = Field(default=0, exclude_if=operator.not_)
    formats: int = Field(default=0, exclude_if=operator.not_)
    kept: int = Field(default=0, exclude_if=operator.not_)
    strong: int = Field(default=0, exclude_if=operator.not_)
    slight: int = Field(default=0, exclude_if=operator.not_)


@dataclass
class _QuestionSums:
    """For each question, the sum of some values and the sum of what they are divided by."""

    of_question: dict[str, tuple[float, float]] = field(default_factory=dict)
    n: int = 0

    def add(self, question: str, values: tuple[float | None, ...], each: float = 1.0) -> None:
        """Adds the values that are known; `each` is what one of them is divided by."""
        known = [value for value in values if value is not None]
        if not known:
            return
        total, divisor = self.of_question.get(question, (0.0, 0.0))
        self.of_question[question] = (total + sum(known), divisor + each * len(known))
        self.n += len(known)

    def mean(self, resamples: int) -> Estimate:
        """The mean of the questions' own means."""
        return self._estimate([(total / divisor, 1.0) for total, divisor in self.of_question.values()], resamples)

    def ratio(self, resamples: int) -> Estimate:
        """All sums over all divisors."""
        return self._estimate(list(self.of_question.values()), resamples)

    def _estimate(self, sums: list[tuple[float, float]], resamples: int) -> Estimate:
        if not sums:
            return Estimate(value=None)
        if resamples:
            # numpy takes longer to import than a summary without intervals takes to be made.
            import numpy as np

            from dikast.metrics.bootstrap import bootstrap, ratio

            return bootstrap(np.array(sums), ratio, n=self.n, resamples=resamples)
        value = fmean(total for total, _ in sums) / fmean(divisor for _, divisor in sums)
        return Estimate(value=value, n=self.n, clusters=len(sums))


@dataclass
class ResponseTally:
    """Adds up what verdicts say of responses, outcome by outcome. It keeps a few numbers for each question."""

    verdicts: int = 0
    scores: _QuestionSums = field(default_factory=_QuestionSums)
    right: _QuestionSums = field(default_factory=_QuestionSums)
    others: _QuestionSums = field(default_factory=_QuestionSums)
    criteria: dict[str, _QuestionSums] = field(default_factory=dict)
    marks: _QuestionSums = field(default_factory=_QuestionSums)
    places: _QuestionSums = field(default_factory=_QuestionSums)
    ranked: int = 0
    cyclic: int = 0
    decided_by: Counter[str] = field(default_factory=Counter)
    audited: int = 0
    upheld: int = 0
    formats: int = 0
    kept: int = 0
    strengths: Counter[Strength] = field(default_factory=Counter)

    def add(self, outcome: Outcome) -> None:
        """Counts one more outcome, if it says something of responses."""
        found = outcome.responses
        if found is None:
            return
        self.verdicts += 1
        self._add_scores(outcome, found)
        for name, given in found.criteria:
            self.criteria.setdefault(name, _QuestionSums()).add(outcome.question, given)
        if found.ranking:
            self.ranked += 1
            self.cyclic += found.n_cycles > 0
            if outcome.gold is not None:
                self.places.add(outcome.question, (_place(outcome, outcome.gold, found.ranking),))
        if found.decided_by is not None:
            self.decided_by[found.decided_by] += 1
        self.audited += found.audited
        self.upheld += found.upheld
        self.formats += found.n_formats
        self.kept += found.n_kept
        if found.strength is not None:
            self.strengths[found.strength] += 1

    def _add_scores(self, outcome: Outcome, found: OutcomeResponses) -> None:
        question = outcome.question
        self.scores.add(question, found.scores)
        if found.full_marks is not None:
            self.marks.add(question, found.scores, each=found.full_marks)
        if outcome.gold is None or not found.scores:
            return
        self.right.add(question, (found.scores[outcome.gold],))
        self.others.add(question, found.scores[: outcome.gold] + found.scores[outcome.gold + 1 :])

    def summary(self, resamples: int = 0) -> ResponseSummary | None:
        """What was counted, with intervals where there are `resamples`; None where nothing was said of responses."""
        if not self.verdicts:
            return None
        return ResponseSummary(
            verdicts=self.verdicts,
            score=self.scores.mean(resamples),
            right=self.right.mean(resamples),
            others=self.others.mean(resamples),
            criteria={name: sums.mean(resamples) for name, sums in self.criteria.items()},
            marks=self.marks.ratio(resamples),
            place=self.places.mean(resamples),
            ranked=self.ranked,
            cyclic=self.cyclic,
            decided_by=dict(self.decided_by),
            audited=self.audited,
            upheld=self.upheld,
            formats=self.formats,
            kept=self.kept,
            strong=self.strengths["strong"],
            slight=self.strengths["slight"],
        )


def _place(outcome: Outcome, gold: int, ranking: tuple[int, ...]) -> float:
    """The place of the right response, counted from 1."""
    best = most_probable(outcome.probabilities)
    # The ranking has those that share the first place in the question's own order, which says nothing of them.
    return (1 + len(best)) / 2 if gold in best else 1.0 + ranking.index(gold)
