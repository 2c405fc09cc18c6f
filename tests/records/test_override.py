"""What people decided after a run: which decision stands, and what is no decision at all."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from dikast.records import Override, OverridePlace, standing_decisions

STEP = OverridePlace(episode="e", about="step", step=1)
OTHER = OverridePlace(episode="f", about="step", step=0)


def decided(number: int, *places: OverridePlace, **fields: Any) -> Override:
    return Override(number=number, by="Kim", places=places, **fields)


def test_the_last_decision_about_a_place_stands() -> None:
    first = decided(1, STEP, OTHER, label="incorrect")
    second = decided(2, STEP, label="correct")
    assert standing_decisions([second, first]) == {STEP: second, OTHER: first}


def test_a_decision_that_is_taken_back_uncovers_the_one_before() -> None:
    first, second = decided(1, STEP, label="incorrect"), decided(2, STEP, label="correct")
    undo = decided(3, undoes=2)
    assert standing_decisions([first, second, undo]) == {STEP: first}
    assert standing_decisions([first, second, undo, decided(4, undoes=3)]) == {STEP: second}


@given(st.lists(st.integers(1, 12), max_size=12))
def test_what_stands_was_never_taken_back_last(undone: list[int]) -> None:
    """However decisions are taken back, one that stands is one that was made, and nothing stands that all undid."""
    made = [decided(number, STEP) for number in range(1, 4)]
    undoes = [decided(number, undoes=of) for number, of in enumerate(undone, 4)]
    standing = standing_decisions([*made, *undoes])
    assert set(standing.values()) <= set(made)
    if not set(undone) & {1, 2, 3}:
        assert standing == {STEP: made[-1]}


@pytest.mark.parametrize(
    "fields",
    [
        {"places": ()},
        {"places": (STEP, OverridePlace(episode="e", about="whole"))},
        {"places": (OverridePlace(episode="e", about="whole"),), "label": "correct"},
        {"places": (STEP,), "value": 1.5},
        {"places": (STEP,), "value": -1},
        {"places": (STEP,), "undoes": 1},
        {"places": (STEP,), "by": ""},
    ],
)
def test_what_says_nothing_or_too_much_is_no_decision(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Override(**{"by": "Kim", **fields})


@pytest.mark.parametrize(
    "fields", [{"about": "step"}, {"about": "whole", "step": 1}, {"about": "part"}, {"about": "answer", "name": "a"}]
)
def test_a_place_is_told_by_what_it_is_about(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        OverridePlace(episode="e", **fields)
