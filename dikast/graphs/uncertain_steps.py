"""Which steps of a solution a judge is least sure about."""

from __future__ import annotations

from collections.abc import Sequence

from dikast.records import Labelling, StepLabel


def uncertain_steps(seat: str, labellings: Sequence[Labelling], n: int) -> tuple[int, ...]:
    """The `n` steps (0-based, ascending) that the seat was least sure about when it last labelled them.

    Least sure is a step without a label, then `unknown`, then the p_correct nearest to one half; the earlier of equals.
    """
    certainties: dict[int, float] = {}
    for labelling in labellings:
        # Further samples are votes. The first is what the seat is shown as its own words.
        if (labelling.seat, labelling.sample) == (seat, 0):
            for label in labelling.steps:
                certainties[label.step] = _certainty(label)
    # Sorting is stable: of equal certainties, the earlier step is first.
    in_order = sorted(certainties)
    least_sure = sorted(in_order, key=certainties.__getitem__)[:n]
    return tuple(sorted(least_sure))


def _certainty(label: StepLabel) -> float:
    """How far p_correct is from one half, from 0 to 0.5; below 0 where the seat gave no right or wrong."""
    if label.label is None:
        return -2
    if label.label == "unknown":
        return -1
    if label.p_correct is None:
        # A bare label counts as a certain one.
        return 0.5
    return abs(label.p_correct - 0.5)
