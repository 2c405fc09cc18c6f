"""Judged solutions in one line: one letter per step."""

from __future__ import annotations

from typing import Any

from dikast.metrics.process import JudgedSolution, JudgedSteps
from dikast.records import Label, Mark, Marking, StepMark

_MARKS: dict[str, Mark | None] = {"r": "correct", "n": "neutral", "w": "incorrect", "i": "inherited", ".": None}
_LABELS: dict[str, Label | None] = {
    "r": "correct", "n": "neutral", "w": "incorrect", "i": "inherited", "u": "unknown", ".": None,
}  # fmt: skip


def judged(gold: str, said: str, **fields: Any) -> JudgedSolution:
    """Marks and labels as letters: r right, n neutral, w wrong, i inherited, u unknown, . unlabelled or unparsed.

    `kinds` and `said_kinds` are the error types in the gold marks and in the judgement, one per step.
    """
    gold_types = fields.pop("kinds", [None] * len(gold))
    judged_types = fields.pop("said_kinds", [None] * len(said))
    ps = fields.pop("ps", [None] * len(said))
    is_right = fields.pop("is_answer_right", None)
    marks = tuple(StepMark(label=_MARKS[m], error_type=kind) for m, kind in zip(gold, gold_types, strict=True))
    return JudgedSolution(
        id=fields.pop("id", "a"),
        problem=fields.pop("problem", "p"),
        gold=Marking(steps=marks, is_answer_right=is_right),
        steps=JudgedSteps(tuple(_LABELS[s] for s in said), tuple(judged_types), tuple(ps)),
        **fields,
    )
