"""Contradiction: a gold mark that machine evidence contradicts. Real data sets have some, and they cost a good judge
points.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from dikast.records import Check, CheckStatus, Grading, Marking, Record

ContradictionKind = Literal["suspect", "doubtful"]

# By what people say of the final answer (`is_answer_right`).
_ANSWER_LABELS = {True: "right answer", False: "wrong answer"}
_CONTRADICTED_BY: dict[bool, CheckStatus] = {True: "refuted", False: "verified"}
# The status and strength of a check that is a proof. Numeric agreement is not enough.
_PROVED = ("verified", "proof")


class Contradiction(Record):
    """One gold mark that evidence contradicts.

    `suspect`: people call the step right, and a claim in it is refuted; or a check against the reference contradicts
    what people say of the final answer. `doubtful`: people see the first error in this step, and every claim of the
    step is proved; that alone does not make the step right. `step` is None for the final answer.
    """

    kind: ContradictionKind
    step: int | None
    label: str
    checks: tuple[Check, ...]


def contradictions(gold: Marking, grading: Grading) -> Iterator[Contradiction]:
    """Every gold mark that the checks of a grading contradict: steps in their order, then the final answer."""
    for label in grading.steps:
        # A judge may label steps that the solution does not have.
        if label.step < len(gold.steps):
            yield from _step_contradictions(gold, label.step, label.checks)
    is_right, answer_check = gold.is_answer_right, grading.answer
    if is_right is None or answer_check is None:
        return
    if answer_check.status == _CONTRADICTED_BY[is_right]:
        yield Contradiction(
            kind="suspect",
            step=None,
            label=_ANSWER_LABELS[is_right],
            checks=(answer_check,),
        )


def _step_contradictions(gold: Marking, step: int, checks: tuple[Check, ...]) -> Iterator[Contradiction]:
    """The contradictions between the mark of one step and the checks of its claims."""
    mark = gold.steps[step]
    if mark.label is None:
        return
    if not mark.is_wrong:
        refuted = tuple(check for check in checks if check.status == "refuted")
        if refuted:
            yield Contradiction(
                kind="suspect",
                step=step,
                label=mark.label,
                checks=refuted,
            )
        return
    results = {(check.status, check.strength) for check in checks}
    # Where an earlier step has no mark, the first error that people saw may not be the first one.
    is_first_error = gold.is_located and step == gold.first_error
    # A step without checks has no results, so it is not proved either.
    if is_first_error and results == {_PROVED}:
        yield Contradiction(
            kind="doubtful",
            step=step,
            label=mark.label,
            checks=checks,
        )
