"""The errors that a step rests on."""

from __future__ import annotations

from collections.abc import Sequence

from dikast.records import StepLabel


def wrong_roots(labels: Sequence[StepLabel], step: int) -> frozenset[int]:
    """The steps labelled incorrect that this one rests on, directly or not; numbers counted from 0.

    Where no one said what a step rests on, it may rest on every incorrect step before it.
    """
    by_step = {label.step: label for label in labels}
    roots: set[int] = set()
    seen = {step}
    waiting = [step]
    while waiting:
        current = waiting.pop()
        for premise in premises_of(by_step[current], labels):
            # A premise comes before what rests on it; a record that says otherwise is not followed.
            if premise in seen or premise >= current or premise not in by_step:
                continue
            seen.add(premise)
            waiting.append(premise)
            if by_step[premise].label == "incorrect":
                roots.add(premise)
    return frozenset(roots)


def premises_of(label: StepLabel, labels: Sequence[StepLabel]) -> frozenset[int]:
    """What the step rests on: what was said of it, and the steps whose wrong values a machine found in it.

    Without either, the incorrect steps before it.
    """
    values = {check.inherited.step for check in label.checks if check.inherited is not None}
    if label.premises is None and not values:
        return frozenset(other.step for other in labels if other.step < label.step and other.label == "incorrect")
    return frozenset((*(label.premises or ()), *values))
