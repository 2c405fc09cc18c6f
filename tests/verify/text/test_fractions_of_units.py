"""Fractions of a unit in a sentence: the unit belongs to the fraction."""

from __future__ import annotations

import pytest

from dikast.verify import Verifier, step_status

YES, NO, OPEN = "verified", "refuted", "unknown"

STEPS = [
    ("30 minutes is 1/2 hour.", YES),
    ("30 minutes is 1/3 hour.", NO),
    ("1/2 hour is 30 minutes.", YES),
    ("3/4 km is 750 m.", YES),
    ("3/4 km is 700 m.", NO),
    ("Half of 30 is 15.", YES),
    ("2 + 3 is 5.", YES),
    ("2 × 3 is 6 cm.", YES),
    ("3/4 of 20 is 15.", YES),
    ("15 minutes is 1/4 of an hour.", OPEN),
    ("30 minutes are 1/4 of an hour.", OPEN),
    ("30 Minuten sind 1/2 Stunde.", YES),
    ("1/2 m is 50 cm.", YES),
]


@pytest.mark.parametrize(("step", "status"), STEPS)
async def test_step(verifier: Verifier, step: str, status: str) -> None:
    assert step_status(await verifier.step(step)) == status
