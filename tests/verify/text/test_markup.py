"""Mark-up around formulas: emphasis, ticks and crosses, brackets around a line, numbers of a list's items."""

from __future__ import annotations

import pytest

from dikast.verify import Verifier, step_status

YES, NO, OPEN = "verified", "refuted", "unknown"

MARKED = [
    ("12 × 4 = **48**", YES),
    ("12 × 4 = **46**", NO),
    ("**12 × 4 = 48**", YES),
    ("**12 × 4 = 46**", NO),
    ("The total is **12 + 4 = 16**.", YES),
    ("The total is **12 + 4 = 17**.", NO),
    ("12 + 4 = __16__", YES),
    ("- **Cost:** 3 × $4 = **$12**", YES),
    ("- **Cost:** 3 × $4 = **$13**", NO),
    ("2**3 = 8", YES),
    ("2**3 = 9", NO),
    ("1. 7 + 5 = 12\n2. 12 × 2 = 24", YES),
    ("1. 7 + 5 = 12\n2. 12 × 2 = 26", NO),
    ("1. $7 + 5 = 12$\n2. $12 \\times 2 = 24$", YES),
    ("1. $7 + 5 = 12$\n2. $12 \\times 2 = 26$", NO),
    ("1) 7 + 5 = 12\n2) 12 × 2 = 24", YES),
    ("6 × 7 = 42 ✓", YES),
    ("6 × 7 = 43 ✓", NO),
    ("✓ 6 × 7 = 42", YES),
    ("✅ 6 × 7 = 42", YES),
    ("✅ 6 × 7 = 43", NO),
    ("6 × 7 = 42 ✔", YES),
    ("6 × 7 = 42 😀", YES),
    ("6 × 7 = 42;", YES),
    ("(6 × 7 = 42)", YES),
    ("(6 × 7 = 43)", NO),
    ("[6 × 7 = 42]", YES),
    ("We get 6 × 7 = 43 ✗", OPEN),
    ("❌ So we get 6 + 7 = 14", OPEN),
    ("6 + 7 = 14 ❌", OPEN),
    ("2. 7 + 5 = 13", NO),
    ("3. 5 + 2 = 7", YES),
    ("3.5 + 2 = 5.5", YES),
    ("3.5 + 2 = 7", NO),
    ("So\n3. 5 + 2 = 7", YES),
    ("(1) 5 + 2 = 7", YES),
    ("**5 + 2** = **8**", NO),
    ("2 ** 3 = 8", YES),
    ("2 ** 3 = 9", NO),
    ("(2 + 3)(4) = 20", YES),
    ("(2 + 3) × 4 = (20)", YES),
    ("(2 + 3) × 4 = (21)", NO),
    ("(2 + 3 = 6).", NO),
]


@pytest.mark.parametrize(("step", "status"), MARKED)
async def test_step(verifier: Verifier, step: str, status: str) -> None:
    assert step_status(await verifier.step(step)) == status


async def test_claims_stand_as_in_the_text(verifier: Verifier) -> None:
    checks = await verifier.step("So 12 × 4 = **48** ✓")
    assert [check.claim for check in checks] == ["12 × 4 = **48"]
