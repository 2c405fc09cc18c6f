"""Votes on one step: what several labels of it come to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TypeVar

from dikast.records import Label, StepLabel

T = TypeVar("T")

_RIGHT: frozenset[Label] = frozenset({"correct", "neutral"})


def vote(labels: Sequence[StepLabel], quorum: int | None = None) -> StepLabel:
    """One label from several of the same step, one at least.

    Right (correct, neutral) and wrong (incorrect, inherited) are voted on first; `unknown` abstains, unparsed labels
    do not count. An even vote, or a side with fewer than `quorum` votes, is `unknown`. On the winning side the
    commonest label and kind of error are taken, the earlier of equals, and the words of the first who said both.
    `p_correct` is the mean of those given.
    """
    if len(labels) == 1:
        only = labels[0]
        is_short = quorum is not None and quorum > 1 and only.label is not None
        return _undecided(only, f"1 vote, {quorum} needed") if is_short else only
    read = [label for label in labels if label.label is not None]
    if not read:
        return labels[0]
    right = [label for label in read if label.label in _RIGHT]
    wrong = [label for label in read if label.is_wrong]
    p_correct = _mean([label.p_correct for label in read])
    base = read[0].model_copy(update={"p_correct": p_correct, "contest": None})
    if len(right) == len(wrong):
        return _undecided(base, f"{len(right)} of {len(labels)} votes for right, and as many for wrong")
    side = right if len(right) > len(wrong) else wrong
    if quorum is not None and len(side) < quorum:
        return _undecided(base, f"{len(side)} of {len(labels)} votes, {quorum} needed")
    label = _commonest([one.label for one in side])
    kind = _commonest([one.error_type for one in side if one.label == label])
    said = next(one for one in side if one.label == label and one.error_type == kind)
    return said.model_copy(update={"p_correct": p_correct})


def _undecided(label: StepLabel, reason: str) -> StepLabel:
    return label.model_copy(update={"label": "unknown", "error_type": None, "reason": reason})


def _commonest(values: Sequence[T]) -> T:
    return Counter(values).most_common(1)[0][0]


def _mean(values: Sequence[float | None]) -> float | None:
    given = [value for value in values if value is not None]
    return sum(given) / len(given) if given else None
