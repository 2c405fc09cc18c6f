"""Sides with a plus-minus sign each: the same two values, or not."""

from __future__ import annotations

import random

import pytest

from dikast.verify import Verifier, step_status

YES, NO, OPEN = "verified", "refuted", "unknown"
ROWS = [
    (r"x = \frac{2 \pm \sqrt{4 + 12}}{2} = \frac{2 \pm 4}{2}", YES),
    (r"x = \frac{2 \pm \sqrt{4 + 12}}{2} = \frac{2 \mp 4}{2} = 1 \pm 2", YES),
    (r"x = \frac{2 \pm \sqrt{4 + 12}}{2} = \frac{2 \pm 5}{2}", NO),
    (r"x = \pm\sqrt{16} = \pm 4", YES), (r"x = \pm\sqrt{16} = \pm 5", NO),
    (r"x = \frac{4 \pm \sqrt{-16}}{2} = 2 \pm 2i", YES), (r"x = \frac{4 \pm \sqrt{-16}}{2} = 2 \pm 4i", NO),
    # Decimals may be rounded, one of two roots may be taken, and an uncertainty may be carried on roughly.
    (r"x = 1 \pm \sqrt{5} = 1 \pm 2.24", OPEN), (r"x = 1 \pm \sqrt{5} = 1 \pm 2.34", NO),
    (r"x = \pm\sqrt{16} = 4", OPEN), (r"(10 \pm 1)^2 = 100 \pm 20", OPEN), (r"\frac{1}{10 \pm 1} = 0.1 \pm 0.01", OPEN),
    (r"(10 \pm 1) + (20 \pm 2) = 30 \pm 3", OPEN),
]  # fmt: skip


@pytest.mark.parametrize(("formula", "status"), ROWS)
async def test_two_signs(verifier: Verifier, formula: str, status: str) -> None:
    assert step_status(await verifier.step(f"So ${formula}$.")) == status


async def test_drawn_roots(verifier: Verifier) -> None:
    """Drawn quadratic equations with two whole roots: their formula worked out, right and wrong."""
    rng = random.Random(7)
    for _ in range(8):
        one, off = rng.randint(-6, 6), rng.randint(1, 5)
        b, c = -(2 * one + off), one * (one + off)
        for error, status in ((0, YES), (rng.choice((1, 2)), NO)):
            formula = rf"x = \frac{{{-b} \pm \sqrt{{({b})^2 - 4({c})}}}}{{2}} = \frac{{{-b} \pm {off + error}}}{{2}}"
            assert step_status(await verifier.step(f"So ${formula}$.")) == status, formula
