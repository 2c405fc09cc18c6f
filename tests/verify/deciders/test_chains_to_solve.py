"""Chains of formulas with letters that end in an equation to solve."""

from __future__ import annotations

import pytest

from dikast.verify import Verifier, step_status

YES, NO, OPEN = "verified", "refuted", "unknown"

STEPS = [
    ("2(x+1) = 2x+2 = 3x", OPEN),
    ("(x+1)^2 = x^2 + 2x + 1 = x^2 + 2x", NO),
    ("(x+1)^2 = x^2 + 2x + 1 = x^2 + 1", OPEN),
    ("$2(x+1) = 2x+1 = 3x$", NO),
    ("2(x+1) = 2x+2", YES),
    ("3(x+2) = 3x + 6 = 3x + 2", NO),
    ("3(x+2) = 3x + 5 = 3x + 6", NO),
    ("3(x+2) = 3x + 2 = 4x", NO),
    ("4x + 2x = 6x = 6x + 1", NO),
]


@pytest.mark.parametrize(("step", "status"), STEPS)
async def test_step(verifier: Verifier, step: str, status: str) -> None:
    assert step_status(await verifier.step(step)) == status
