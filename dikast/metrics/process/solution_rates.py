"""How many solutions have no wrong step: by a judge, and corrected for its errors by labels and proofs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from dikast.metrics.judge_correction import CorrectedRate, JudgedRates, corrected_rate
from dikast.metrics.process.judged_solution import NO_ERROR, JudgedSteps, UnknownAs, first_error_found
from dikast.records import Grading, Marking

OPEN = 0.5
"""What an unread or undecided judgement counts as: neither a pass nor a failure."""


class _SolutionRate(NamedTuple):
    problem: str
    steps: JudgedSteps
    is_right: bool | None
    is_refuted: bool


@dataclass
class SolutionRates:
    """Judged solutions, with marks or without, as the correction needs them. Every problem has the same weight."""

    rows: list[_SolutionRate] = field(default_factory=list)

    def add(self, problem: str, n_steps: int, marking: Marking | None, grading: Grading | None) -> None:
        """Adds one judged solution; one whose marks do not tell whether it has a wrong step is unlabelled."""
        is_right = None
        if marking is not None and marking.steps and marking.is_located:
            is_right = marking.first_error is None
        self.rows.append(_SolutionRate(problem, JudgedSteps.of(grading, n_steps), is_right, is_refuted(grading)))

    def corrected(self, unknown_as: UnknownAs = "apart") -> CorrectedRate | None:
        """The share of solutions without a wrong step; None where all are labelled, or too few are."""
        codes: dict[str, int] = {}
        items = [codes.setdefault(row.problem, len(codes)) for row in self.rows]
        is_proved = np.array([row.is_refuted for row in self.rows], dtype=np.bool_)
        truths = [np.nan if row.is_right is None else float(row.is_right) for row in self.rows]
        return corrected_rate(
            JudgedRates(
                said=np.array([_said(row.steps, unknown_as) for row in self.rows]),
                truth=np.array(truths),
                is_proved=is_proved,
                proved_truth=np.where(is_proved, 0.0, np.nan),
                item=np.array(items, dtype=np.int64),
            )
        )


def is_refuted(grading: Grading | None) -> bool:
    """Whether a machine proved the solution wrong: a claim of a step, or the final answer, is refuted.

    A claim that the judge reads otherwise, with a reading that holds, is no proof. That every claim of a step is
    verified does not prove it right, so that no solution is proved right.
    """
    if grading is None:
        return False
    if grading.answer is not None and grading.answer.status == "refuted":
        return True
    checks = [check for step in grading.steps if step.decided_by != "contested" for check in step.checks]
    return any(check.status == "refuted" for check in checks)


def _said(steps: JudgedSteps, unknown_as: UnknownAs) -> float:
    """1 if the judge sees no wrong step, 0 if it sees one."""
    first = first_error_found(steps, unknown_as)
    if first is None:
        return OPEN
    return float(first == NO_ERROR)
