"""Signs at the beginning of a line, and behind a comma."""

from __future__ import annotations

import pytest

from dikast.verify import Verifier, step_status

YES, NO, OPEN = "verified", "refuted", "unknown"

STEPS = [
    ("- 3 × -4 = 12", OPEN),
    ("- 3 × 4 = -12", OPEN),
    ("- 3 × 4 = 12", YES),
    ("- 5 + 8 = 3", OPEN),
    ("- 5 + 8 = 4", NO),
    ("- 5 + 8 = 13", YES),
    ("- 3 × -4 = 13", NO),
    ("– 3 × -4 = 12", OPEN),
    ("- 3 × -4 = 12\n- 2 × 3 = 6", OPEN),
    ("3 × 4 = 12, + 5 = 17", OPEN),
    ("3 × 4 = 12, - 5 = 7", OPEN),
    ("3 × 4 = 12, × 2 = 24", OPEN),
    ("2 + 3 = 6, -4 + 1 = -3", NO),
]


@pytest.mark.parametrize(("step", "status"), STEPS)
async def test_step(verifier: Verifier, step: str, status: str) -> None:
    assert step_status(await verifier.step(step)) == status
