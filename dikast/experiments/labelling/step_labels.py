"""StepLabels: what people said of the steps of a sample, and with which chance each step is among them."""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import get_args

import numpy as np
from pydantic import Field

from dikast.experiments.labelling.step_sample import SampledStep, SampleOrder, SampleTerms
from dikast.experiments.people import PeopleOptions, PersonAnswer
from dikast.graphs import vote
from dikast.metrics import inclusion_probabilities
from dikast.records import Label, Record, StepLabel

_LABELS: Mapping[str, Label] = {label: label for label in get_args(Label)}


class PeopleLabel(Record):
    """A step with its labels, and how it came to be labelled.

    - `question`, `step`: which step; counted from 0.
    - `label`, `error_type`, `reason`: what people hold of it: of several the adjudicator, else the majority; `unknown`
      where they are evenly split, or none could tell. None while answers are still wanted.
    - `order`, `seed`: how all steps were put in order.
    - `place`, `size`, `mark`: its place in that order, how much it was wanted, and its random number divided by that.
    - `p`: the probability that it is among the steps that count; None where it does not count, because an earlier step
      in the order has no label yet.
    - `weight`: 1 / p: how many steps of the run it stands for.
    - `answers`: what each person said, with the time it took.
    """

    id: str
    question: str
    step: int
    label: Label | None
    error_type: str | None = None
    reason: str = ""
    order: SampleOrder
    seed: int
    place: int
    size: float
    mark: float
    p: float | None = None
    weight: float | None = None
    answers: tuple[PersonAnswer, ...] = Field(default=(), exclude_if=operator.not_)

    @property
    def is_wrong(self) -> bool | None:
        """Whether people call it wrong; None where they can't tell."""
        return StepLabel(step=self.step, label=self.label).is_wrong


@dataclass(frozen=True)
class StepLabels:
    """The sample of a run with its labels so far.

    `steps` are those in the queue, in the order in which they are to be labelled, and at least one more, or all
    `n_steps` of the run. `n_queued` are in the queue. `ended` are the ids of those for which no further answer is
    wanted.
    """

    terms: SampleTerms
    options: PeopleOptions
    steps: tuple[SampledStep, ...]
    n_steps: int
    n_queued: int
    ended: frozenset[str]
    answers: Mapping[str, Sequence[PersonAnswer]]

    @cached_property
    def n_counted(self) -> int:
        """How many steps count: all up to the first in the order that has no label yet.

        Only these are a sample whose chances are known, wherever people stopped.
        """
        for n, step in enumerate(self.steps):
            if not self._is_labelled(step.id):
                return n
        return len(self.steps)

    @cached_property
    def labelled(self) -> tuple[PeopleLabel, ...]:
        """The steps about which someone said something, in the order of the sample."""
        chances = self._chances()
        return tuple(self._labelled(step, chances.get(step.id)) for step in self.steps if step.id in self.answers)

    @cached_property
    def counted(self) -> tuple[PeopleLabel, ...]:
        """The steps that count."""
        return self.labelled[: self.n_counted]

    @cached_property
    def by_id(self) -> Mapping[str, PeopleLabel]:
        """The labelled steps by their ids."""
        return {step.id: step for step in self.labelled}

    def _is_labelled(self, id: str) -> bool:
        return id in self.ended and id in self.answers

    def _chances(self) -> dict[str, float]:
        """The inclusion probability of each step that counts."""
        if self.terms.order == "random":
            # A simple random sample.
            return {step.id: self.n_counted / self.n_steps for step in self.steps[: self.n_counted]}
        sizes = np.array([step.size for step in self.steps], dtype=float)
        marks = np.array([step.mark for step in self.steps], dtype=float)
        p = inclusion_probabilities(sizes, marks, self.n_counted)
        return {step.id: float(chance) for step, chance in zip(self.steps, p, strict=False)}

    def _labelled(self, step: SampledStep, p: float | None) -> PeopleLabel:
        answers = tuple(self.answers[step.id])
        decided = people_label(step.step, answers, self.options.adjudicator)
        is_labelled = self._is_labelled(step.id)
        return PeopleLabel(
            **step.model_dump(),
            label=decided.label if is_labelled else None,
            error_type=decided.error_type if is_labelled else None,
            reason=decided.explanation if is_labelled else "",
            order=self.terms.order,
            seed=self.terms.seed,
            p=p,
            weight=None if p is None else 1 / p,
            answers=answers,
        )


def people_label(step: int, answers: Sequence[PersonAnswer], adjudicator: str | None) -> StepLabel:
    """The label that several people's answers make: the adjudicator's alone where there is one, else by their vote."""
    deciding = [answer for answer in answers if answer.person == adjudicator] or answers
    return vote(
        [
            StepLabel(
                step=step,
                label=_LABELS.get(answer.label or ""),
                error_type=answer.error_type,
                explanation=answer.text,
                decided_by="person",
            )
            for answer in deciding
        ]
    )
