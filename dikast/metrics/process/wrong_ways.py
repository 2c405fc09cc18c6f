"""How many right answers were reached in a wrong way."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import fmean

from dikast.metrics.estimate import Estimate
from dikast.metrics.interval import wilson


def wrong_way_share(right_answers: Iterable[tuple[str, bool]]) -> Estimate:
    """The share of right final answers whose solution has a step labelled as wrong, with Wilson's interval.

    Each right answer is the id of its question, and whether a step of its solution is labelled as wrong
    (`Grading.is_lucky`). Several answers to one question count as their mean, and the interval is over questions.
    """
    by_question: dict[str, list[bool]] = {}
    for question, is_by_wrong_way in right_answers:
        by_question.setdefault(question, []).append(is_by_wrong_way)
    if not by_question:
        return Estimate(value=None)
    value = fmean(fmean(marks) for marks in by_question.values())
    low, high = wilson(value, len(by_question))
    n_right = sum(map(len, by_question.values()))
    return Estimate(value=value, low=low, high=high, n=n_right, clusters=len(by_question), method="wilson")
