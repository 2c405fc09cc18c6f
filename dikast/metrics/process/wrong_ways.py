"""How many right answers were reached in a wrong way."""

from __future__ import annotations

from collections.abc import Iterable

from dikast.metrics.estimate import Estimate
from dikast.metrics.question_shares import QuestionShares


def wrong_way_share(right_answers: Iterable[tuple[str, bool]]) -> Estimate:
    """The share of right final answers whose solution has a step labelled as wrong, with Wilson's interval.

    Each right answer is the id of its question, and whether a step of its solution is labelled as wrong
    (`Grading.is_lucky`). Several answers to one question count as their mean, and the interval is over questions.
    """
    shares = QuestionShares()
    for question, is_by_wrong_way in right_answers:
        shares.add(question, float(is_by_wrong_way))
    return shares.estimate()
