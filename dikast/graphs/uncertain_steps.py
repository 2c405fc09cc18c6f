"""Which steps of a solution a judge is least sure about."""

from __future__ import annotations

from collections.abc import Sequence

from dikast.records import Labelling, StepLabel


def uncertain_steps(seat: str, labellings: Sequence[Labelling], n: int) -> tuple[int, ...]:
    """The `n` steps (0-based, ascending) that the seat was least sure about when it last labelled them.

    Least sure is a step without a label, then `unknown`, then the p_correct nearest to one half; the earlier of equals.
    """
    latest: dict[int, StepLabel] = {}
    for labelling in labellings:
        # Further samples are votes. The first is what the seat is shown as its own words.
        if labelling.seat == seat and labelling.sample == 0:
            latest.update((label.step, label) for label in labelling.steps)
    by_certainty = sorted(latest, key=lambda step: (_certainty(latest[step]), step))
    return tuple(sorted(by_certainty[:n]))


def _certainty(label: StepLabel) -> float:
    if label.label is None:
        return -2
    if label.label == "unknown":
        return -1
    p_correct = 1.0 if label.p_correct is None else label.p_correct
    return abs(p_correct - 0.5)
