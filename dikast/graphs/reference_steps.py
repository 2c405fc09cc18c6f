"""The steps of the question's reference solution, which parts of a response are matched with."""

from __future__ import annotations

from dikast.language import is_answer_line
from dikast.records import Question


def reference_steps(question: Question) -> tuple[str, ...]:
    """The steps of the reference solution, as its author set them apart; none without one.

    A last line that only states the answer is no step: whether the answer is right is judged by itself.
    """
    from dikast.questions import split

    steps = split(question.reference_solution or "")
    if len(steps) > 1 and is_answer_line(steps[-1]):
        return steps[:-1]
    return steps
