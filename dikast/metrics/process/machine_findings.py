"""MachineFindings: how often a machine that graded alone was right, and how much it decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Self

from dikast.metrics.estimate import Estimate
from dikast.metrics.interval import wilson
from dikast.records import Grading, Marking, Record


class MachineFindings(Record):
    """What a machine found where no judge labelled any step, against people's marks.

    - `precision`: the share of the steps that it refuted which people mark as wrong.
    - `coverage`: the share of the steps that people mark as wrong which it refuted.
    - `answers`: the share of the final answers that it decided, right or wrong, as people say.
    - `n_answers`: how many final answers people marked; the others are in none of these.

    The intervals are Wilson's over steps, and over answers.
    """

    precision: Estimate
    coverage: Estimate
    answers: Estimate
    n_answers: int

    @classmethod
    def of(cls, graded: Iterable[tuple[Marking, Grading]]) -> Self | None:
        """The findings of these gradings; None if a judge labelled a step in any of them, or there are none."""
        refuted: list[bool] = []
        found: list[bool] = []
        agreeing: list[bool] = []
        n_answers = 0
        n_gradings = 0
        for marking, grading in graded:
            if grading.labellings:
                return None
            n_gradings += 1
            for is_wrong, is_refuted in _steps(marking, grading):
                if is_refuted:
                    refuted.append(is_wrong)
                if is_wrong:
                    found.append(is_refuted)
            n_answers += marking.is_answer_right is not None
            if marking.is_answer_right is not None and grading.is_answer_right is not None:
                agreeing.append(marking.is_answer_right == grading.is_answer_right)
        if not n_gradings:
            return None
        return cls(precision=_share(refuted), coverage=_share(found), answers=_share(agreeing), n_answers=n_answers)


def _steps(marking: Marking, grading: Grading) -> Iterator[tuple[bool, bool]]:
    """Whether a step is marked as wrong, and whether it was refuted, for each marked step."""
    for mark, label in zip(marking.steps, grading.steps, strict=True):
        if mark.is_wrong is not None:
            yield mark.is_wrong, label.is_wrong is True


def _share(trials: list[bool]) -> Estimate:
    """The share of the trials that succeeded; without a trial there is none."""
    if not trials:
        return Estimate(value=None)
    share = sum(trials) / len(trials)
    low, high = wilson(share, len(trials))
    return Estimate(value=share, low=low, high=high, n=len(trials), clusters=len(trials), method="wilson")
