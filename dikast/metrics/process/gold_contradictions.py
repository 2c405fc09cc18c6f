"""Gold marks that contradict machine evidence: real sets have such rows, and they cost a good judge points."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from dikast.records import Check, Grading, Marking, Record

ContradictionKind = Literal["suspect", "doubtful"]
_ANSWER = {True: "right answer", False: "wrong answer", None: ""}


class Contradiction(Record):
    """One mark against the evidence.

    `suspect`: people call the step right, and a claim in it is refuted; or they call the final answer what a check
    against the reference refutes. `doubtful`: people see the first error here, and every claim of the step is proved,
    which doesn't make the step right. `step` is None for the final answer.
    """

    kind: ContradictionKind
    step: int | None
    label: str
    checks: tuple[Check, ...]


def contradictions(gold: Marking, grading: Grading) -> Iterator[Contradiction]:
    """Every mark of a solution that its checks contradict, in the order of steps, the final answer last."""
    for label in grading.steps:
        if label.step < len(gold.steps):
            yield from _of_step(gold, label.step, label.checks)
    answer, is_right = grading.answer, gold.is_answer_right
    if answer is not None and answer.status == {True: "refuted", False: "verified", None: ""}[is_right]:
        yield Contradiction(kind="suspect", step=None, label=_ANSWER[is_right], checks=(answer,))


def _of_step(gold: Marking, i: int, checks: tuple[Check, ...]) -> Iterator[Contradiction]:
    mark = gold.steps[i]
    refuted = tuple(check for check in checks if check.status == "refuted")
    if refuted and mark.is_wrong is False:
        yield Contradiction(kind="suspect", step=i, label=mark.label or "", checks=refuted)
    proved = bool(checks) and all(check.status == "verified" and check.strength == "proof" for check in checks)
    if proved and i == gold.first_error and gold.is_located:
        yield Contradiction(kind="doubtful", step=i, label=mark.label or "", checks=checks)
