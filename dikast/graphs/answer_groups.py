"""Groups of equal answers: two are equal where a machine proves it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from dikast.records import Question
from dikast.verify import check_answer

K = TypeVar("K")


async def group_answers(answers: Mapping[K, str], question: Question) -> list[list[K]]:
    """The keys of equal answers, group by group, in the order of their first answers.

    Each answer is compared with the first of every group: equal is what can be proved, and a proof of equality with
    one answer of a group is one with all of them.
    """
    groups: list[list[K]] = []
    for key, answer in answers.items():
        group = await _group_of(answer, groups, answers, question)
        if group is None:
            groups.append([key])
        else:
            group.append(key)
    return groups


async def _group_of(
    answer: str, groups: Iterable[list[K]], answers: Mapping[K, str], question: Question
) -> list[K] | None:
    """The group of this answer; None if it is equal to none of their first answers."""
    for group in groups:
        first = answers[group[0]]
        # The same words need no proof, and some of them have none.
        if first == answer:
            return group
        check = await check_answer(first, answer, question=question.text, choices=question.choices or None)
        if check.status == "verified":
            return group
    return None
