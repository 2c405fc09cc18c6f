"""How many questions it takes: against published tables, simulation, and the interval itself."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dikast.metrics import (
    Estimate,
    questions_for_half_width,
    questions_for_paired,
    questions_for_spread,
    questions_for_threshold,
    questions_for_unpaired,
    questions_to_decide,
    wilson,
)


def test_two_groups_as_in_the_textbook() -> None:
    """65 % against 60 % and 50 % against 60 %, at 5 % and 80 %: the usual tables have 1,471 and 388."""
    assert questions_for_unpaired(-0.05, 0.65) == 1471
    assert questions_for_unpaired(0.1, 0.5) == 388


def test_pairs_need_as_many_as_their_discordance_says() -> None:
    """McNemar's test with 30 % discordant pairs and a difference of 0.1: 234 pairs (Connor's formula by hand)."""
    assert questions_for_paired(0.1, 0.3) == 234
    assert questions_for_paired(-0.1, 0.3) == questions_for_paired(0.1, 0.3)
    assert questions_for_paired(0.1, 0.1) < questions_for_paired(0.1, 0.2) < questions_for_unpaired(0.1, 0.5)


def test_planned_pairs_have_the_planned_power() -> None:
    rng = np.random.default_rng(0)
    n = questions_for_paired(0.1, 0.3)
    draws = rng.choice([1, -1, 0], size=(4_000, n), p=[0.2, 0.1, 0.7])
    z = draws.sum(axis=1) / np.sqrt(np.abs(draws).sum(axis=1))
    assert 0.77 <= np.mean(z > 1.96) <= 0.83


def test_a_measured_spread_says_the_same_as_a_discordance() -> None:
    spread = np.sqrt(0.3 - 0.1**2)
    assert questions_for_spread(0.1, float(spread)) == pytest.approx(questions_for_paired(0.1, 0.3), rel=0.03)
    assert questions_for_spread(0.1, 0.0) == 2


@given(st.floats(0.01, 0.4), st.floats(0, 1))
def test_the_planned_interval_is_as_narrow_as_asked_and_no_fewer_would_do(half_width: float, accuracy: float) -> None:
    n = questions_for_half_width(half_width, accuracy)
    low, high = wilson(accuracy, n)
    assert high - low <= 2 * half_width
    if n > 1:
        low, high = wilson(accuracy, n - 1)
        assert high - low > 2 * half_width


def test_a_threshold_is_excluded_with_the_planned_power() -> None:
    n = questions_for_threshold(0.75, 0.7)
    assert n is not None
    right = np.random.default_rng(0).binomial(n, 0.75, size=2_000)
    assert 0.77 <= np.mean([wilson(share, n)[0] >= 0.7 for share in right / n]) <= 0.83
    assert questions_for_threshold(0.7, 0.7) is None


def test_an_undecided_figure_needs_more_questions_the_nearer_it_is() -> None:
    figure = Estimate(value=0.2, low=0.1, high=0.3, n=50, clusters=50, method="bootstrap")
    near, far = questions_to_decide(figure, 0.25), questions_to_decide(figure, 0.29)
    assert near is not None
    assert far is not None
    assert near > far > 50
    assert questions_to_decide(figure, 0.2) is None
    assert questions_to_decide(Estimate(value=None), 0.2) is None
    assert questions_to_decide(Estimate(value=0.2), 0.3) is None


@pytest.mark.parametrize(
    "ask",
    [
        lambda: questions_for_paired(0.0, 0.3),
        lambda: questions_for_paired(0.3, 0.1),
        lambda: questions_for_unpaired(0.5, 0.7),
        lambda: questions_for_half_width(0.6, 0.5),
        lambda: questions_for_spread(0.1, -1.0),
        lambda: questions_for_paired(0.1, 0.3, power=1.0),
    ],
)
def test_what_can_not_be_is_refused(ask: object) -> None:
    assert callable(ask)
    with pytest.raises(ValueError, match=r"lie|between|negative"):
        ask()


@pytest.mark.parametrize(
    "asked",
    [
        lambda: questions_for_half_width(1e-9, 0.5),
        lambda: questions_for_paired(1e-30, 0.5),
        lambda: questions_for_unpaired(1e-30, 0.5),
        lambda: questions_for_spread(1e-30, 0.5),
    ],
)
def test_no_number_is_made_up_where_no_set_of_questions_is_large_enough(asked: Callable[[], int]) -> None:
    with pytest.raises(ValueError, match="more than 1,000,000,000 questions"):
        asked()
