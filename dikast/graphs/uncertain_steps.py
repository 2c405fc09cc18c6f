"""Doubt: which steps of a solution a judge is least sure of."""

from __future__ import annotations

from collections.abc import Sequence

from dikast.records import Labelling, StepLabel


def doubtful_steps(seat: str, labellings: Sequence[Labelling], n: int) -> tuple[int, ...]:
    """The `n` steps (0-based, ascending) that the seat was least sure of when it last labelled them.

    Least sure: without a label, then `unknown`, then the nearest to one half; the earlier of equals.
    """
    latest = {label.step: label for one in labellings if one.seat == seat and one.sample == 0 for label in one.steps}
    return tuple(sorted(sorted(latest, key=lambda step: (_sureness(latest[step]), step))[:n]))


def _sureness(label: StepLabel) -> float:
    if label.label is None:
        return -2
    if label.label == "unknown":
        return -1
    return abs((1.0 if label.p_correct is None else label.p_correct) - 0.5)
