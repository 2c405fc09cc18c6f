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
TABLE = "Costs:\n\n| Item | Cost |\n|:---|---:|\n| pens | 3 × $4 = $12 |\n| Total | $12 + $5 = ${} |\n\nThat is all."
COLUMNS = [
    (TABLE.format(17), YES),
    (TABLE.format(18), NO),
    ("| x | f(x) |\n|---|---|\n| 1 | 3 |", OPEN),
    ("3x - 5 = 13 | +5\n3x = 18 | :3\nx = 6", YES),
    ("3x - 5 = 13 | +5\n3x = 18 | :3\nx = 5", NO),
    ("3x - 5 = 13   |+5\n3x = 8   |:3", NO),
    ("7x + 1 = 4x + 10 || - 4x\n3x + 1 = 10", YES),
    ("x² = 25 | √\nx = 5 oder x = -5", YES),
    ("|2 - 6| = | -4 | = 4", YES),
    ("|-2| + |5| = 3", NO),
    ("P(A | B) = 0.3 / 0.6 = 0.5", YES),
]


@pytest.mark.parametrize(("step", "status"), [*MARKED, *COLUMNS])
async def test_step(verifier: Verifier, step: str, status: str) -> None:
    assert step_status(await verifier.step(step)) == status


async def test_claims_stand_as_in_the_text(verifier: Verifier) -> None:
    checks = await verifier.step("So 12 × 4 = **48** ✓")
    assert [check.claim for check in checks] == ["12 × 4 = **48"]
