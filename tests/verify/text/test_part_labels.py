"""Labels of parts, items and quoted lines before a formula: none is a factor, a minus or a comparison."""

from __future__ import annotations

import pytest

from dikast.verify import Verifier, step_status

YES, NO, OPEN = "verified", "refuted", "unknown"

# Where a label may also be a factor, the two readings have to agree; a letter that nothing else has is no factor.
LABELLED = [
    ("- 12/18 in lowest terms is 2/3.", YES),
    ("- 60 km in 45 min is 80 km/h.", YES),
    ("2. sin(30°) = 1/2.", YES),
    ("2. sin(30°) = 1/3.", NO),
    ("2) sin(30°) = 1/2", YES),
    ("(2) sin(30°) = 1/2", OPEN),
    ("a) sin(30°) = 1/2", YES),
    ("a. sin(30°) = 1/2", YES),
    ("3. √16 = 4", YES),
    ("2. x + x = 2x", YES),
    ("2. (1/2)(4) = 2", YES),
    ("2. $\\sin(30°) = 1/2$", YES),
    ("> 30 is 60% of 50.", YES),
    ("> 30 is 65% of 50.", NO),
    ("(2) √16 = 4", OPEN),
    ("(3) log_2 8 = 3", OPEN),
    ("[2] sin(30°) = 1/2", OPEN),
    ("(a) sin(30°) = 1/2", YES),
    ("(i) sin(30°) = 1/2", YES),
    ("ii) sin(30°) = 1/2", YES),
    ("Eq. (2): sin(30°) = 1/2", OPEN),
    ("(2) 3! = 6", YES),
    ("(2) |−3| = 3", OPEN),
    ("(2) 2^3 = 8", YES),
    ("2: sin(30°) = 1/2", OPEN),
    ("2 - sin(30°) = 3/2", YES),
    ("#2 sin(30°) = 1/2", OPEN),
    ("Q2. sin(30°) = 1/2", OPEN),
    ("1.2 sin(30°) = 0.6", YES),
    ("20% off $50 is $30. No, wait, that is wrong.", OPEN),
    ("(2) sin(30°) = 1", OPEN),
    ("(2) sin(30°) = 1/3", NO),
    ("(2)(3) = 6", YES),
    ("(2)(3) = 7", NO),
    ("(3) (4) = 12", YES),
    ("2: 4 = 1: 2", OPEN),
    ("(i) sin(30°) = i/2", OPEN),
    ("(b) 5 × 3 = 15", YES),
    ("(b) 5 × 3 = 16", NO),
    ("c) 5 × 3 = 15", YES),
    ("(a) a × 3 = 15", OPEN),
    ("The answers: (a) 5 × 3 = 15 (b) 2 × 3 = 7", NO),
]


@pytest.mark.parametrize(("step", "status"), LABELLED)
async def test_step(verifier: Verifier, step: str, status: str) -> None:
    assert step_status(await verifier.step(step)) == status


@pytest.mark.parametrize("problem", ["Let b = 1. What is b(5 × 3)?", "Find b."])
async def test_a_letter_of_the_problem_may_be_a_factor(verifier: Verifier, problem: str) -> None:
    assert step_status(await verifier.step("(b) 5 × 3 = 15", problem=problem)) == OPEN
