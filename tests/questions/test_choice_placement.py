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
    kept=st.integers(2, 8),
    balance=st.booleans(),
    data=st.data(),
)
def test_the_right_answer_stays_right(seed: int, n: int, kept: int, balance: bool, data: st.DataObject) -> None:
    gold = data.draw(st.integers(0, n - 1))
    before = question(1, n, gold)
    after = ChoicePlacement(seed, kept, balance=balance).place(before)
    assert after.gold is not None
    assert after.choices[after.gold] == before.choices[gold]
    assert len(after.choices) == min(n, kept)
    assert set(after.choices) <= set(before.choices)
    wrong = [choice for choice in after.choices if choice != before.choices[gold]]
    assert wrong == sorted(wrong, key=before.choices.index)
    assert ChoicePlacement(seed, kept, balance=balance).place(before) == after


@given(seed=st.integers(), n_choices=st.integers(2, 5), n_questions=st.integers(1, 40))
def test_balanced_places_differ_by_one_at_most(seed: int, n_choices: int, n_questions: int) -> None:
    placing = ChoicePlacement(seed, None, balance=True)
    golds = Counter(placing.place(question(i, n_choices)).gold for i in range(n_questions))
    counts = [golds[place] for place in range(n_choices)]
    assert max(counts) - min(counts) <= 1


def test_another_seed_gives_other_places_and_other_wrong_answers() -> None:
    def placed(seed: int) -> list[tuple[str, ...]]:
        placing = ChoicePlacement(seed, 3, balance=False)
        return [placing.place(question(i, 6)).choices for i in range(20)]

    assert placed(1) != placed(2)
    assert len({frozenset(choices) for choices in placed(1)}) > 1


def test_what_needs_no_change_is_left_as_it_is() -> None:
    few = question(1, 2, gold=1)
    assert ChoicePlacement(0, 2, balance=False).place(few) is few
    assert ChoicePlacement(0, None, balance=False).place(few) is few
    free = Question(id="1", text="?")
    assert ChoicePlacement(0, 2, balance=True).place(free) is free


def test_choices_cannot_be_reduced_around_an_unknown_answer() -> None:
    with pytest.raises(BadInput, match="'1' has no right answer"):
        ChoicePlacement(0, 2, balance=False).place(question(1, 4, gold=None))
