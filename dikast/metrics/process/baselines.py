"""Judges that know nothing of steps: a figure that doesn't beat them says little."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dikast.metrics.process.judged_solution import JudgedSolution, JudgedSteps
from dikast.records import Label

MOST_STEPS_TRIED = 50
_CORRECT: tuple[Label] = ("correct",)
_INHERITED: tuple[Label] = ("inherited",)


@dataclass(frozen=True)
class Baseline:
    """What such a judge would have said of the same solutions."""

    name: str
    judged: tuple[JudgedSolution, ...]


def baselines(judged: Sequence[JudgedSolution]) -> list[Baseline]:
    """All correct; all wrong, of the commonest type; and one told which final answers are right.

    The second is left out where people named no types, the third where it isn't known which final answers are right.
    """
    found = [_all("all correct", judged, "correct", None)]
    types = Counter(mark.error_type for one in judged for mark in one.gold.steps if mark.is_wrong and mark.error_type)
    if types:
        commonest = min(types, key=lambda kind: (-types[kind], kind))
        found.append(_all(f"all {commonest}", judged, "incorrect", commonest))
    if any(one.gold.is_answer_right is not None for one in judged):
        found.append(_oracle(judged))
    return found


def _all(name: str, judged: Sequence[JudgedSolution], label: Label, kind: str | None) -> Baseline:
    return Baseline(
        name,
        tuple(replace(one, said=JudgedSteps.always(*[label] * len(one.gold.steps), error_type=kind)) for one in judged),
    )


def _oracle(judged: Sequence[JudgedSolution]) -> Baseline:
    """Told whether the final answer is right: then all is; if not, the error is always at the same step, the best one.

    Where the answer isn't known to be right or wrong, it says that all is right.
    """
    hits = Counter(
        one.gold.first_error
        for one in judged
        if one.gold.is_answer_right is False and one.gold.is_located and one.gold.first_error is not None
    )
    at = min(range(MOST_STEPS_TRIED), key=lambda i: (-hits[i], i))
    said = (replace(one, said=_said_by_oracle(one, at)) for one in judged)
    return Baseline(f"answer oracle + step {at + 1}", tuple(said))


def _said_by_oracle(one: JudgedSolution, at: int) -> JudgedSteps:
    n = len(one.gold.steps)
    if one.gold.is_answer_right is not False:
        return JudgedSteps.always(*_CORRECT * n)
    before = min(at, n - 1)
    return JudgedSteps.always(*_CORRECT * before, "incorrect", *_INHERITED * (n - before - 1))
