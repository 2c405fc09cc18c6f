"""Position bias: judges whose preference for a position is known."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dikast.metrics import position, wilson
from dikast.records import Outcome, OutcomeLook
from tests.metrics.rows import cell, row


def looked(question: str, in_order: float, reversed_: float | None = None, **fields: Any) -> Outcome:
    """An episode whose judge gave choice 0 these probabilities with it shown first, and with it shown last."""
    views = [OutcomeLook(1, (0, 1), (in_order, 1 - in_order))]
    if reversed_ is not None:
        views.append(OutcomeLook(1, (1, 0), (reversed_, 1 - reversed_)))
    return row(question, (0.6, 0.4), views=tuple(views), **fields)


def test_worked_by_hand() -> None:
    found = position(
        cell(
            looked("1", 0.9, 0.8),  # choice 0 both times: first, then last
            looked("2", 0.9, 0.2),  # first both times
            looked("3", 0.1, 0.7),  # last both times
            looked("4", 0.5, 0.7),  # a tie and a last: no pair
            looked("5", 0.7),  # first, one look only
        )
    )
    assert found.first.value == pytest.approx((1 + 2 + 0 + 0 + 1) / 8)
    assert found.last.value == pytest.approx((1 + 0 + 2 + 1 + 0) / 8)
    assert found.preference.value == pytest.approx(0.5 - 0.5)
    assert (found.consistent.value, found.both_first.value, found.both_last.value) == pytest.approx((1 / 3,) * 3)
    assert found.consistent.n == 3
    assert (found.consistent.low, found.consistent.high) == pytest.approx(wilson(1 / 3, 3))


def test_the_bias_is_half_of_what_both_orders_give_the_first_place() -> None:
    def p(odds: float) -> float:
        return 1 / (1 + math.exp(-odds))

    # Content 1.5 for choice 0, place 0.4 for whatever stands first.
    found = position(cell(looked("1", p(1.5 + 0.4), p(1.5 - 0.4))))
    assert found.bias.value == pytest.approx(0.4, abs=1e-12)
    for certain in (looked("1", 1.0, 0.3), looked("1", 1.0, 1.0), looked("1", 1.0, 0.0)):
        assert position(cell(certain)).bias.value is None  # certainty has no log-odds


def test_more_choices_have_less_chance_each() -> None:
    views = (OutcomeLook(1, (2, 0, 1), (0.2, 0.2, 0.6)),)
    found = position(cell(row("1", (0.2, 0.2, 0.6), gold=None, views=views)))
    assert (found.first.value, found.last.value) == (1.0, 0.0)
    assert found.preference.value == pytest.approx(2 / 3)


def test_a_preference_is_what_is_left_when_the_right_choice_stands_in_each_place_as_often() -> None:
    """Right in two of three looks with the right choice first, and in one of two with it last."""
    of_first, of_last = (OutcomeLook(1, (0, 1), (0.9, 0.1)), OutcomeLook(1, (1, 0), (0.1, 0.9)))
    wrong_first, wrong_last = (OutcomeLook(1, (0, 1), (0.1, 0.9)), OutcomeLook(1, (1, 0), (0.9, 0.1)))
    looks = [of_first, of_first, wrong_first, of_last, wrong_last]
    rows = [row(str(i), view.probabilities, views=(view,)) for i, view in enumerate(looks)]
    found = position(cell(*rows))
    assert found.first.value == pytest.approx(3 / 5)
    assert found.preference.value == pytest.approx((2 / 3 + 1 / 2) / 2 - 1 / 2)
    assert position(cell(*rows[:3])).preference.value is None, "position and content can't be told apart"


@given(st.integers(1, 20), st.integers(1, 20), st.integers(2, 4))
def test_a_judge_that_is_always_right_prefers_no_position_however_unbalanced(n_first: int, n_last: int, k: int) -> None:
    order = tuple(range(k))
    p = (0.7, *[0.3 / (k - 1)] * (k - 1))
    rows = [row(f"f{i}", p, views=(OutcomeLook(1, order, p),)) for i in range(n_first)]
    rows += [row(f"l{i}", p, views=(OutcomeLook(1, order[::-1], p),)) for i in range(n_last)]
    assert position(cell(*rows), resamples=20).preference.value == pytest.approx(0, abs=1e-12)


def test_without_looks_there_is_no_position() -> None:
    found = position(cell(row("1", None)))
    assert (found.first.value, found.consistent.value, found.bias.value, found.preference.value) == (None,) * 4


def test_the_last_place_of_two_among_episodes_with_three_choices() -> None:
    views = (OutcomeLook(1, (0, 1, 2), (0.1, 0.8, 0.1)),)
    found = position(cell(looked("1", 0.2), row("2", (0.1, 0.8, 0.1), views=views)))
    assert found.last.value == 0.5


CONTENT = st.lists(st.floats(-3, 3), min_size=1, max_size=12)


@given(CONTENT, st.floats(-2, 2))
def test_a_planted_bias_is_found_exactly(content: list[float], bias: float) -> None:
    rows = [looked(str(i), 1 / (1 + math.exp(-c - bias)), 1 / (1 + math.exp(-c + bias))) for i, c in enumerate(content)]
    found = position(cell(*rows), resamples=50)
    assert found.bias.value == pytest.approx(bias, abs=1e-9)


@given(CONTENT)
def test_a_judge_of_content_alone_is_consistent(content: list[float]) -> None:
    rows = [looked(str(i), p, p) for i, p in enumerate(1 / (1 + math.exp(-c)) for c in content)]
    found = position(cell(*rows), resamples=50)
    if found.consistent.n:
        assert found.consistent.value == 1.0
        assert found.first.value == pytest.approx(0.5)
    assert found.both_first.n == found.both_last.n == found.consistent.n


@given(st.lists(st.tuples(st.floats(0.01, 0.99), st.floats(0.01, 0.99)), min_size=1, max_size=12))
def test_with_two_choices_the_three_shares_add_to_one(drawn: list[tuple[float, float]]) -> None:
    found = position(cell(*(looked(str(i), a, b) for i, (a, b) in enumerate(drawn))), resamples=50)
    shares = [found.consistent.value, found.both_first.value, found.both_last.value]
    if found.consistent.n:
        assert sum(share for share in shares if share is not None) == pytest.approx(1)
