"""Wilson's interval against values worked out elsewhere, and what must hold for any share."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dikast.metrics import wilson

SHARES = st.floats(0, 1, allow_nan=False)
TRIALS = st.integers(1, 10**6)


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [
        # Newcombe 1998, Statistics in Medicine 17, table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_published_values(hits: int, n: int, low: float, high: float) -> None:
    assert list(wilson(hits / n, n)) == pytest.approx([low, high], abs=5e-5)


def test_worked_by_hand() -> None:
    # With z = 2 and one half of 4: middle 1/2; half width (2 / 2) · sqrt(1/16 + 1/16) = sqrt(1/8).
    assert list(wilson(0.5, 4, z=2)) == pytest.approx([0.5 - math.sqrt(1 / 8), 0.5 + math.sqrt(1 / 8)])
    # Of none right in n, the upper end is z² / (n + z²).
    assert list(wilson(0, 12, z=2)) == pytest.approx([0.0, 4 / 16])


@given(SHARES, TRIALS)
def test_the_share_lies_inside_and_mirrors(share: float, n: int) -> None:
    low, high = wilson(share, n)
    assert 0 <= low <= share + 1e-12
    assert share - 1e-12 <= high <= 1
    assert list(wilson(1 - share, n)) == pytest.approx([1 - high, 1 - low], abs=1e-9)


@given(SHARES, st.integers(1, 10**5))
def test_more_trials_never_widen_it(share: float, n: int) -> None:
    few, many = wilson(share, n), wilson(share, 2 * n)
    assert many[1] - many[0] <= few[1] - few[0] + 1e-12


def test_of_no_trials_anything_is_possible() -> None:
    assert wilson(0.5, 0) == (0.0, 1.0)


@pytest.mark.parametrize("share", [-0.1, 1.1, math.nan])
def test_a_share_is_a_share(share: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        wilson(share, 10)
