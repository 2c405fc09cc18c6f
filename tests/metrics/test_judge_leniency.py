"""Leniency: planted shares come back exactly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dikast.metrics import leniency, leniency_of
from tests.metrics.rows import cell, right, row, wrong


def judged(accepted_right: int, n_right: int, accepted_wrong: int, n_wrong: int) -> tuple[list[bool], list[bool]]:
    rights = [i < accepted_right for i in range(n_right)]
    wrongs = [i < accepted_wrong for i in range(n_wrong)]
    return rights + wrongs, [True] * n_right + [False] * n_wrong


def test_worked_by_hand() -> None:
    # It knows half the time, and accepts 8 of 10 of the others: 0.5 + 0.5 · 0.8 of the right, 0.5 · 0.8 of the wrong.
    found = leniency(*judged(9, 10, 4, 10))
    assert (found.accepted_right.value, found.accepted_wrong.value) == (0.9, 0.4)
    assert found.p_c.value == pytest.approx(0.5)
    assert found.p_plus.value == pytest.approx(0.8)


def test_a_judge_that_always_knows_has_no_p_plus() -> None:
    found = leniency(*judged(5, 5, 0, 5))
    assert (found.p_c.value, found.p_plus.value) == (1.0, None)


def test_both_kinds_are_needed() -> None:
    assert leniency(*judged(5, 5, 0, 0)).p_c.value is None
    with pytest.raises(ValueError, match="as many"):
        leniency([True], [True, False])


def test_a_consultancy() -> None:
    found = leniency_of(
        cell(
            right("1", argues=0),  # argued right, accepted
            wrong("1", argues=1),  # argued wrong, accepted
            right("2", argues=1),  # argued wrong, refused
            right("3", chosen=0),  # chose right, accepted
            row("4", (0.5, 0.5), argues=0),  # undecided
            right("5"),  # no side was argued
        )
    )
    assert (found.accepted_right.value, found.accepted_wrong.value) == (1.0, 0.5)
    assert (found.p_c.n, found.p_c.clusters) == (4, 3)


@given(st.integers(0, 20), st.integers(0, 20))
def test_the_two_numbers_give_back_the_shares(accepted_right: int, accepted_wrong: int) -> None:
    found = leniency(*judged(accepted_right, 20, accepted_wrong, 20), resamples=20)
    p_c, p_plus = found.p_c.value, found.p_plus.value
    assert p_c is not None
    if p_plus is None:
        assert p_c == 1
        return
    assert p_c + (1 - p_c) * p_plus == pytest.approx(accepted_right / 20, abs=1e-12)
    assert (1 - p_c) * p_plus == pytest.approx(accepted_wrong / 20, abs=1e-12)
