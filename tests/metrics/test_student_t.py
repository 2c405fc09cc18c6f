"""Student's t, beside printed tables and scipy."""

from __future__ import annotations

import pytest

from dikast.metrics.student_t import student_t


@pytest.mark.parametrize(
    ("freedom", "t"), [(1, 12.706), (2, 4.303), (3, 3.182), (10, 2.228), (29, 2.045), (120, 1.980)]
)
def test_as_in_printed_tables(freedom: int, t: float) -> None:
    assert student_t(freedom) == pytest.approx(t, abs=5e-4)


@pytest.mark.parametrize("freedom", [*range(1, 40), 99, 100, 1_001, 50_000])
def test_scipy_says_the_same(freedom: int) -> None:
    from scipy.stats import t

    assert student_t(freedom) == pytest.approx(t.ppf(0.975, freedom), rel=1e-9)
