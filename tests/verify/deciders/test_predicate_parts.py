"""Several things said of one number: each is decided by itself."""

from __future__ import annotations

import pytest

from dikast.verify import Verifier, step_status

YES, NO, OPEN = "verified", "refuted", "unknown"

STEPS = [
    ("12 > 5 but < 10", NO),
    ("12 > 5 but < 20", YES),
    ("12 is greater than 5 but less than 10.", NO),
    ("12 is greater than 5 but less than 20.", YES),
    ("12 is bigger than 5 but smaller than 10.", NO),
    ("The number 12 is greater than 5 but less than 10.", NO),
    ("12 is even and prime.", NO),
    ("12 is even but not divisible by 3.", NO),
    ("12 is divisible by 3, 4 and 5.", NO),
    ("12 is divisible by 3, 4 and 6.", YES),
    ("12 is divisible by 3 and 5.", NO),
    ("12 is divisible by 3 and 4.", YES),
    ("12 is divisible by 3 but not by 4.", NO),
    ("12 is divisible by 3 but not by 5.", YES),
    ("12 is divisible by 3 and by 4.", YES),
    ("12 is divisible by 3 and divisible by 4.", YES),
    ("12 is even and divisible by 5.", NO),
    ("12 is even and divisible by 6.", YES),
    ("12 is even, so it is divisible by 2.", YES),
    ("12 is divisible by 3, 15 is divisible by 5.", YES),
    ("12 ist durch 3 teilbar, aber nicht durch 4.", NO),
    ("12 ist durch 3 und 5 teilbar.", NO),
    ("12 ist gerade und prim.", NO),
    ("12 est pair et premier.", NO),
    ("12 est divisible par 3 et 5.", NO),
    ("12 es divisible por 3 y por 5.", NO),
    ("12能被3和5整除。", NO),
    ("12能被3和4整除。", YES),
    ("9 is odd and divisible by 3.", YES),
    ("6 is a multiple of 2 and 3.", YES),
    ("6 is a multiple of 2 and 4.", NO),
    ("12 is divisible by 3 or 5.", OPEN),
    ("15 is odd and 3 + 4 = 7.", YES),
    ("20 is divisible by 4 and by 5 and by 6.", NO),
    ("12 is not even but divisible by 3.", NO),
]


@pytest.mark.parametrize(("step", "status"), STEPS)
async def test_step(verifier: Verifier, step: str, status: str) -> None:
    assert step_status(await verifier.step(step)) == status
