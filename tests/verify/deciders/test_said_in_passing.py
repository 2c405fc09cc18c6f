"""What a step says in passing of one number, of a quantity that it names in words, or in congruences and notes."""

from __future__ import annotations

import random

import pytest

from dikast.verify import Verifier, step_status

YES, NO, OPEN = "verified", "refuted", "unknown"

KINDS = [
    ("91 is prime.", NO), ("So 97 is a prime number.", YES), ("91 is composite.", YES), ("1 is composite.", NO),
    ("91 is not prime.", YES), ("97 is not prime.", NO), (r"\( 6^6 + 1 = 46657 \), which is prime.", NO),
    (r"\( 4^4 + 1 = 257 \), which is prime.", YES), (r"- \( d(24) = 8 \), which is a perfect square.", NO),
    (r"\( d(36) = 9 \), which is a perfect square.", YES), ("27 is a perfect cube.", YES), ("9 is a perfect cube.", NO),
    (r"The sum of the primes below $10$, which is prime to all.", OPEN), ("If 91 is prime, we stop.", OPEN),
    ("Each factor of 91 is prime.", OPEN), ("The digit sum of 91 is prime?", OPEN),
]  # fmt: skip
DIGITS = [
    ("The number $1002001$ has four digits.", NO), ("The number $1002001$ has seven digits: 1, 0, 0.", YES),
    ("1010111 has 7 digits.", YES), ("1002001 has four digits that are zero.", OPEN),
]  # fmt: skip
DIVISORS = [
    (r"Since $3 \mid 12$, we are done.", YES), (r"Since \( -20 \mid 10 \), it is a solution.", NO),
    (r"Since \( -2 \nmid 5 \), it is none.", YES), (r"Suppose $5 \mid 12$.", OPEN), (r"Since $n \mid 12$, we try.", OPEN),
    (r"It is false that $5 \mid 12$.", OPEN),
]  # fmt: skip
CONGRUENCES = [
    (r"which reduces to \(n \equiv 56 \equiv \boxed{6} \pmod{17}\).", NO), (r"$56 \equiv 5 \pmod{17}$", YES),
    (r"so \(n \equiv 56 \equiv 5 \pmod{17}\).", OPEN), (r"so \(n \equiv 6 \pmod{17}\).", OPEN),
]  # fmt: skip
NOTES = [
    (r"\[100 (\text{first day}) + 150 (\text{second day}) + 500 (\text{third day}) = 700\]", NO),
    (r"\[100 (\text{first day}) + 150 (\text{second day}) = 250\]", YES),
    (r"\[P(\text{red}) = 0.5\]", OPEN),
]  # fmt: skip
NAMED = [
    ("Total earnings = $3.00 (dishes) + $3.00 (laundry) + $1.50 (trash). Total earnings = $8.00.", NO),
    ("Time to cook = Time in all - 5. Time to cook = 28 - 5. Time to cook = 23 minutes.", YES),
    ("Time to cook = 28 - 5. Time to cook = 22 minutes.", NO), ("Rate = 2/3. Rate = 0.67.", YES),
    (r"\[ \text{Total cost} = 3 \times 12 \] \[ \text{Total cost} = 38 \]", NO),
    ("Total = 3 * 12. Total cost = 38.", OPEN), ("Total = 3 * 12. Then we add the tip. Total = 38.", OPEN),
    ("Total = 3 * 12. Total = 38 per day.", OPEN), ("Total = x + 12. Total = 38.", OPEN),
]  # fmt: skip
COMPARED = [
    ("380 is greater than 2019.", NO), (r"$20 \times 19 = 380$ is an integer less than $2019$.", YES),
    (r"$\frac{20}{19}$ is a fraction less than 1.", NO), ("5 is not greater than 3.", NO), ("3 is not greater than 5.", YES),
    ("3 is greater than 5 times 2.", NO), ("Is 3 less than 2?", OPEN), ("n is less than 2.", OPEN),
]  # fmt: skip
CHAINS = [
    (r"\[ r^2 = (h - 2)^2 + (k - 0)^2 = (h - 4)^2 + (k - 0)^2 \]", OPEN),
    (r"\( (x + 3)^2 = x^2 + 6x + 9 = x^2 + 5x + 9 \)", NO),
    (r"\( (x - 16 + 100) - 25 = x + 69 - 25 = x + 44 \)", NO), (r"\( (x - 16 + 100) - 25 = x + 84 - 25 = x + 59 \)", YES),
    (r"\( (x + 12) - 28 = x - 16 + 100 = x + 84 \)", OPEN), (r"\( 2x + 3 = 2x + 5 \), a contradiction.", OPEN),
]  # fmt: skip


@pytest.mark.parametrize(
    ("step", "status"), [*KINDS, *DIGITS, *DIVISORS, *CONGRUENCES, *NOTES, *NAMED, *COMPARED, *CHAINS]
)
async def test_said_in_passing(verifier: Verifier, step: str, status: str) -> None:
    checks = await verifier.step(step, problem="A story with 3 numbers, 5 of them even. How many are left?")
    assert step_status(checks) == status, checks


async def test_sums_named_in_words(verifier: Verifier) -> None:
    """Drawn sums: the right total holds, and any other does not."""
    rng = random.Random(7)
    for _ in range(12):
        parts = [rng.randint(2, 900) for _ in range(rng.randint(2, 4))]
        for off, status in ((0, YES), (rng.choice((-10, -1, 1, 9)), NO)):
            step = f"The total = {' + '.join(map(str, parts))}. The total = {sum(parts) + off} apples."
            assert step_status(await verifier.step(step)) == status, step
