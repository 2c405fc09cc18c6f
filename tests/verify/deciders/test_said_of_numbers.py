"""What a sentence says of numbers and vectors by name, and values with a sign that is both plus and minus."""

from __future__ import annotations

import pytest

from dikast.verify import Verifier, step_status

YES, NO, OPEN = "verified", "refuted", "unknown"

SAID = [
    ("x = \\frac{-3 \\pm \\sqrt{9 + 16}}{2} = \\frac{-3 \\pm 5}{2}", YES),
    ("x = \\frac{-3 \\pm \\sqrt{9 + 16}}{2} = \\frac{-3 \\pm 7}{2}", NO),
    ("x = (5 ± √25)/2 = (5 ± 5)/2", YES),
    ("x = (5 ± √25)/2 = (5 ± 4)/2", NO),
    ("x = (4 ± √8)/2 = 2 ± √2", YES),
    ("x = (4 ± √8)/2 = 2 ± √8", NO),
    ("x = (4 ± √(16 - 12))/2 = (4 ± 2)/2", YES),
    ("(2.0 ± 0.1)^2 = 4.0 ± 0.4", OPEN),
    ("(5 ± 1) + (3 ± 2) = 8 ± 2", OPEN),
    ("±√9 = ±3", YES),
    ("±√9 = ±4", NO),
    ("The last digit of 7^4 is 1.", YES),
    ("The last digit of 7^4 is 3.", NO),
    ("The units digit of 3^5 is 3.", YES),
    ("The units digit of 3^5 is 9.", NO),
    ("The last digit of 7^4 is not 3.", OPEN),
    ("If the last digit of 7^4 is 3, then", OPEN),
    ("Is the last digit of 7^4 is 3?", OPEN),
    ("The sum of the digits of 345 is 12.", YES),
    ("The sum of the digits of 345 is 13.", NO),
    ("The sum of the first two digits of 345 is 7.", OPEN),
    ("The dot product of (1, 2) and (3, 4) is 11.", YES),
    ("The dot product of (1, 2) and (3, 4) is 10.", NO),
    ("The dot product of (1, 2) and (3, 4) is 1·3 + 2·4 = 11.", YES),
    ("The magnitude of (3, 4) is 5.", YES),
    ("The magnitude of (3, 4) is 7.", NO),
    ("The magnitude of the vector (3, 4) is √(9 + 16) = 5.", YES),
    ("12/18 in lowest terms is 2/3.", YES),
    ("12/18 in lowest terms is 3/4.", NO),
    ("12/18 in lowest terms is 4/6.", NO),
    ("12/18 in simplest form is 2/3.", YES),
    ("The dot product of (1, 2, 3) and (4, 5, 6) is 32.", YES),
    ("The dot product of (1, 2) and (3, 4, 5) is 11.", OPEN),
    ("60 has 12 divisors.", YES),
    ("60 has 10 divisors.", NO),
    ("28 has six positive factors.", YES),
    ("28 has 3 prime factors.", OPEN),
]


@pytest.mark.parametrize(("step", "status"), SAID)
async def test_step(verifier: Verifier, step: str, status: str) -> None:
    assert step_status(await verifier.step(step)) == status
