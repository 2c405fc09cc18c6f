"""Verdicts on probed questions, and their pairs: each changed question beside the same one as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import ClassVar, Literal

import numpy as np

from dikast.metrics.accuracy import wilson_estimate
from dikast.metrics.bootstrap import mean, weighted_sums
from dikast.metrics.cell import Ints
from dikast.metrics.estimate import Estimate
from dikast.records import Record

ProbeKey = tuple[str, int]
"""The id of the unchanged question, and the repeat of the experiment."""


class ProbeVerdict(Record):
    """One verdict on one probed question.

    - `protocol`, `agents`, `mitigation`: the cell that it belongs to.
    - `probe`, `variant`: what was changed; `clean` where nothing was, `repeat` where it was asked again.
    - `seeks`: what a good judge does: it `resists`, `reacts`, finds variants `alike`, or is right about
      `twins` or `pairs`.
    - `question`: the id of the question that was changed; `repeat`: which repeat of the experiment.
    - `status`: as in an Outcome.
    - `said`: the choice by its index in the unchanged question; TIE for a tie, and SEVERAL where several share the
      first place. Of a solution, 1 if it is accepted, else 0. None without a verdict.
    - `cue`: what the change speaks for, in the same numbers.
    - `credit`: as in an Outcome; None where nothing is known to be right.
    - `score`: how good the candidate of the cue was found: the probability of the choice, or the score of the solution.
    """

    TIE: ClassVar[int] = -1
    SEVERAL: ClassVar[int] = -2

    protocol: str
    agents: str = ""
    mitigation: str = ""
    probe: str
    variant: str = ""
    seeks: str = "resists"
    question: str
    repeat: int = 0
    status: Literal["decided", "unparsed", "failed"] = "decided"
    said: int | None = None
    cue: int | None = None
    credit: float | None = None
    score: float | None = None


@dataclass(frozen=True)
class ProbedCell:
    """The verdicts of one cell: those on clean questions, and for each probe those on changed ones by variant."""

    clean: dict[ProbeKey, ProbeVerdict] = field(default_factory=dict)
    changed: dict[str, dict[ProbeKey, dict[str, ProbeVerdict]]] = field(default_factory=dict)

    def add(self, verdict: ProbeVerdict) -> None:
        """Adds one verdict."""
        key = (verdict.question, verdict.repeat)
        if verdict.probe == "clean":
            self.clean[key] = verdict
            return
        self.changed.setdefault(verdict.probe, {}).setdefault(key, {})[verdict.variant] = verdict

    def verdicts(self, probe: str) -> list[ProbeVerdict]:
        """All verdicts on questions that this probe changed."""
        return [verdict for variants in self.changed.get(probe, {}).values() for verdict in variants.values()]

    def pairs(self, probe: str) -> Iterator[tuple[ProbeVerdict, ProbeVerdict]]:
        """The verdict on each changed question after that on the clean one."""
        for verdict in self.verdicts(probe):
            clean = self.clean.get((verdict.question, verdict.repeat))
            if clean is not None:
                yield clean, verdict

    def groups(self, probe: str) -> list[list[ProbeVerdict]]:
        """The verdicts of all variants of each question, together."""
        return [list(variants.values()) for variants in self.changed.get(probe, {}).values()]


@dataclass
class QuestionValues:
    """Values, each with the question that it is of."""

    values: list[float] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)

    def add(self, question: str, value: float | None) -> None:
        """Adds a value; None is left out."""
        if value is not None:
            self.values.append(float(value))
            self.questions.append(question)

    def share(self) -> Estimate:
        """The mean over questions of values from 0 to 1, with Wilson's interval."""
        if not self.values:
            return Estimate(value=None)
        return wilson_estimate(weighted_sums(np.array(self.values), self._codes()), len(self.values))

    def mean(self) -> Estimate:
        """The mean over questions, with the interval of the clustered bootstrap."""
        if not self.values:
            return Estimate(value=None)
        return mean(np.array(self.values), self._codes())

    def by_question(self) -> dict[str, float]:
        """The mean of each question's values."""
        grouped: dict[str, list[float]] = {}
        for question, value in zip(self.questions, self.values, strict=True):
            grouped.setdefault(question, []).append(value)
        return {question: sum(values) / len(values) for question, values in grouped.items()}

    def _codes(self) -> Ints:
        """A number for each question."""
        codes = {question: code for code, question in enumerate(sorted(set(self.questions)))}
        return np.array([codes[question] for question in self.questions], dtype=np.int64)


def over_pairs(
    pairs: Iterable[tuple[ProbeVerdict, ProbeVerdict]],
    value: Callable[[ProbeVerdict, ProbeVerdict], float | None],
) -> QuestionValues:
    """What a function finds in each pair of a clean and a changed verdict, where it finds something."""
    found = QuestionValues()
    for clean, changed in pairs:
        found.add(changed.question, value(clean, changed))
    return found


def over_groups(
    groups: Iterable[list[ProbeVerdict]], value: Callable[[list[ProbeVerdict]], float | None]
) -> QuestionValues:
    """What a function finds in each group of variants of one question, where it finds something."""
    found = QuestionValues()
    for group in groups:
        found.add(group[0].question, value(group))
    return found


def over_verdicts(verdicts: Iterable[ProbeVerdict], value: Callable[[ProbeVerdict], float | None]) -> QuestionValues:
    """What a function finds in each verdict, where it finds something."""
    found = QuestionValues()
    for verdict in verdicts:
        found.add(verdict.question, value(verdict))
    return found
