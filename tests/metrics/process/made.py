"""Judged solutions written down in a line: a letter a step."""

from __future__ import annotations

from typing import Any

from dikast.metrics.process import JudgedSolution, JudgedSteps
from dikast.records import Label, Mark, Marking, StepMark

_MARKS: dict[str, Mark | None] = {"r": "correct", "n": "neutral", "w": "incorrect", "i": "inherited", ".": None}
_LABELS: dict[str, Label | None] = {
    "r": "correct", "n": "neutral", "w": "incorrect", "i": "inherited", "u": "unknown", ".": None,
}  # fmt: skip


def judged(gold: str, said: str, **more: Any) -> JudgedSolution:
    """Marks and labels as letters: r right, n neutral, w wrong, i inherited, u unknown, . unlabelled or unparsed.

    `kinds` and `said_kinds` are the error types of gold and of the judge, one a step.
    """
    kinds = more.pop("kinds", [None] * len(gold))
    said_kinds = more.pop("said_kinds", [None] * len(said))
    ps = more.pop("ps", [None] * len(said))
    is_right = more.pop("is_answer_right", None)
    marks = tuple(StepMark(label=_MARKS[m], error_type=kind) for m, kind in zip(gold, kinds, strict=True))
    return JudgedSolution(
        id=more.pop("id", "a"),
        problem=more.pop("problem", "p"),
        gold=Marking(steps=marks, is_answer_right=is_right),
        steps=JudgedSteps(tuple(_LABELS[s] for s in said), tuple(said_kinds), tuple(ps)),
        **more,
    )
