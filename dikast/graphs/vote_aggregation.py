"""Votes on one step: one label made of several."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TypeVar

from dikast.records import Label, StepLabel

T = TypeVar("T")

_RIGHT: frozenset[Label] = frozenset({"correct", "neutral"})


def vote(labels: Sequence[StepLabel], quorum: int | None = None) -> StepLabel:
    """One label from one or more of the same step.

    Right (correct, neutral) or wrong (incorrect, inherited) is voted first; `unknown` abstains, unparsed labels do not
    count. An even vote, or a side with fewer than `quorum` votes, is `unknown`. On the winning side the commonest label
    and kind of error are taken, the earlier of equals, and the words of the first who said both. `p_correct` is the
    mean of those that are given.
    """
    if len(labels) == 1:
        return _single(labels[0], quorum)
    read = [label for label in labels if label.label is not None]
    if not read:
        return labels[0]
    p_correct = _mean([label.p_correct for label in read])
    base = read[0].model_copy(update={"p_correct": p_correct, "contest": None})
    right = [label for label in read if label.label in _RIGHT]
    wrong = [label for label in read if label.is_wrong]
    if len(right) == len(wrong):
        return _undecided(base, f"{len(right)} of {len(labels)} votes for right, and as many for wrong")
    winners = max(right, wrong, key=len)
    if quorum is not None and len(winners) < quorum:
        return _undecided(base, f"{len(winners)} of {len(labels)} votes, {quorum} needed")
    return _spokesman(winners).model_copy(update={"p_correct": p_correct})


def _single(label: StepLabel, quorum: int | None) -> StepLabel:
    if quorum is None or quorum <= 1 or label.label is None:
        return label
    return _undecided(label, f"1 vote, {quorum} needed")


def _spokesman(labels: Sequence[StepLabel]) -> StepLabel:
    """The first with the commonest label and, among those, the commonest kind of error."""
    word = _commonest([label.label for label in labels])
    agreeing = [label for label in labels if label.label == word]
    kind = _commonest([label.error_type for label in agreeing])
    return next(label for label in agreeing if label.error_type == kind)


def _undecided(label: StepLabel, reason: str) -> StepLabel:
    return label.model_copy(update={"label": "unknown", "error_type": None, "reason": reason})


def _commonest(values: Sequence[T]) -> T:
    # Counter keeps the order of first occurrence, so of equals the earlier is taken.
    return Counter(values).most_common(1)[0][0]


def _mean(values: Sequence[float | None]) -> float | None:
    numbers = [value for value in values if value is not None]
    return sum(numbers) / len(numbers) if numbers else None
