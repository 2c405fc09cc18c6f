"""Reducing and balancing choices keeps the right answer right, and depends only on the seed."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dikast.errors import BadInput
from dikast.questions.choice_placement import ChoicePlacement
from dikast.records import Question


def question(number: int, n_choices: int, gold: int | None = 0) -> Question:
    return Question(id=str(number), text="?", choices=tuple(f"c{i}" for i in range(n_choices)), gold=gold)


@given(
    seed=st.integers(),
    n=st.integers(2, 8),
    n_choices=st.integers(2, 8),
    balance=st.booleans(),
    data=st.data(),
)
def test_the_right_answer_stays_right_and_the_wrong_ones_keep_their_order(
    seed: int, n: int, n_choices: int, balance: bool, data: st.DataObject
) -> None:
    gold = data.draw(st.integers(0, n - 1))
    before = question(1, n, gold)
    after = ChoicePlacement(seed, n_choices, balance=balance).place(before)
    assert after.gold is not None
    assert after.choices[after.gold] == before.choices[gold]
    assert len(after.choices) == min(n, n_choices)
    assert set(after.choices) <= set(before.choices)
    wrong = [choice for choice in after.choices if choice != before.choices[gold]]
    assert wrong == sorted(wrong, key=before.choices.index)
    assert ChoicePlacement(seed, n_choices, balance=balance).place(before) == after


@given(seed=st.integers(), n_choices=st.integers(2, 5), n_questions=st.integers(1, 40))
def test_the_counts_of_right_answers_at_the_positions_differ_by_one_at_most(
    seed: int, n_choices: int, n_questions: int
) -> None:
    placement = ChoicePlacement(seed, None, balance=True)
    golds = Counter(placement.place(question(i, n_choices)).gold for i in range(n_questions))
    counts = [golds[position] for position in range(n_choices)]
    assert max(counts) - min(counts) <= 1


def test_another_seed_gives_other_positions_and_other_wrong_answers() -> None:
    def choices_of(seed: int) -> list[tuple[str, ...]]:
        placement = ChoicePlacement(seed, 3, balance=False)
        return [placement.place(question(i, 6)).choices for i in range(20)]

    assert choices_of(1) != choices_of(2)
    assert len({frozenset(choices) for choices in choices_of(1)}) > 1


def test_a_question_that_needs_no_change_stays_the_same_object() -> None:
    two_choices = question(1, 2, gold=1)
    assert ChoicePlacement(0, 2, balance=False).place(two_choices) is two_choices
    assert ChoicePlacement(0, None, balance=False).place(two_choices) is two_choices
    without_choices = Question(id="1", text="?")
    assert ChoicePlacement(0, 2, balance=True).place(without_choices) is without_choices


def test_choices_cannot_be_reduced_if_the_right_one_is_not_known() -> None:
    with pytest.raises(BadInput, match="'1' has no right answer"):
        ChoicePlacement(0, 2, balance=False).place(question(1, 4, gold=None))
