"""Votes on one step: one label made of several."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import attrgetter

from dikast.records import Label, StepLabel

_RIGHT: frozenset[Label | None] = frozenset({"correct", "neutral"})


def vote(labels: Sequence[StepLabel], quorum: int | None = None) -> StepLabel:
    """One label from one or more of the same step.

    Right (correct, neutral) or wrong (incorrect, inherited) is voted first; `unknown` abstains, unparsed labels do not
    count. An even vote, or a side with fewer than `quorum` votes, is `unknown`. On the winning side the commonest label
    and kind of error are taken, the earlier of equals, and the words of the first vote with both. `p_correct` is the
    mean over the votes that have one.
    """
    needed = quorum or 1
    read = [label for label in labels if label.label is not None]
    if not read:
        return labels[0]
    if len(labels) == 1 and needed > 1:
        return _undecided(labels[0], f"1 vote, {needed} needed")
    if len(labels) == 1:
        # A single label is taken as it is, also `unknown`, and its contest with it.
        return labels[0]
    p_correct = _mean_p_correct(read)
    base = read[0].model_copy(update={"p_correct": p_correct, "contest": None})
    right, wrong = _sides(read)
    if len(right) == len(wrong):
        return _undecided(base, f"{len(right)} of {len(labels)} votes for right, and as many for wrong")
    winners = max(right, wrong, key=len)
    if len(winners) < needed:
        return _undecided(base, f"{len(winners)} of {len(labels)} votes, {needed} needed")
    same_label = _largest_group(winners, attrgetter("label"))
    same_error = _largest_group(same_label, attrgetter("error_type"))
    return same_error[0].model_copy(update={"p_correct": p_correct})


def _sides(labels: Sequence[StepLabel]) -> tuple[list[StepLabel], list[StepLabel]]:
    """The labels that call the step right, and those that call it wrong; `unknown` is in neither."""
    right: list[StepLabel] = []
    wrong: list[StepLabel] = []
    for label in labels:
        if label.label in _RIGHT:
            right.append(label)
        elif label.is_wrong:
            wrong.append(label)
    return right, wrong


def _undecided(label: StepLabel, reason: str) -> StepLabel:
    changes = {
        "label": "unknown",
        "error_type": None,
        "reason": reason,
    }
    return label.model_copy(update=changes)


def _largest_group(labels: Sequence[StepLabel], key: Callable[[StepLabel], str | None]) -> list[StepLabel]:
    """The labels with the commonest key, in their order."""
    groups: dict[str | None, list[StepLabel]] = {}
    for label in labels:
        groups.setdefault(key(label), []).append(label)
    # A dict keeps the order of first occurrence and `max` takes the first maximum: of equals, the earlier.
    return max(groups.values(), key=len)


def _mean_p_correct(labels: Sequence[StepLabel]) -> float | None:
    """The mean over the labels that have a probability; None if none has."""
    values = [label.p_correct for label in labels if label.p_correct is not None]
    if not values:
        return None
    return sum(values) / len(values)
