"""Operations that a problem or a step defines with a usual sign."""

from __future__ import annotations

import pytest

from dikast.verify import Verifier, step_status

YES, NO, OPEN = "verified", "refuted", "unknown"

STEPS: list[tuple[str, str, list[str], str]] = [
    ("5 - 2 = 12", "Suppose a - b means a + b + 5. Find 5 - 2.", [], OPEN),
    ("5 - 2 = 3", "Suppose a - b means a + b + 5. Find 5 - 2.", [], OPEN),
    ("4 ÷ 2 = 10", "Let a ÷ b denote 2a + b. Find 4 ÷ 2.", [], OPEN),
    ("4 ÷ 2 = 2", "Let $a \\div b$ denote 2a + b. Find 4 ÷ 2.", [], OPEN),
    ("3 × 4 = 19", "x × y bedeutet x + 4y. Berechne 3 × 4.", [], OPEN),
    ("3 + 4 = 11", "L'opération + est définie par a + b = a + 2b. Calculer 3 + 4.", [], OPEN),
    ("5 - 2 = 12", "a - b 表示 a + b + 5，求 5 - 2。", [], OPEN),
    ("5 - 2 = 12", "The operation - is defined by a - b = a + b + 5. Find 5 - 2.", [], OPEN),
    ("5 - 2 = 3", "Suppose a - b = 5. Find 2a - 2b.", [], YES),
    ("5 - 2 = 12", "Suppose a - b = 5. Find 2a - 2b.", [], NO),
    ("5 + 2 = 7", "The mean of a and b is 5. Find a + b.", [], YES),
    ("Since a * b = a + 2b, 3 * 4 = 3 + 8 = 11.", "", [], OPEN),
    ("Using a * b = a + 2b, we get 3 * 4 = 11.", "", [], OPEN),
    ("Since a * b = b * a, 3 * 4 = 4 * 3.", "", [], YES),
    ("Since a * b = b * a, 3 * 4 = 11.", "", [], NO),
    ("3 * 4 = 12", "", [], YES),
    ("Let a * b = a + 2b. Then 3 * 4 = 11.", "", [], YES),
    ("Let a * b = a + 2b. Then 3 * 4 = 12.", "", [], NO),
    ("With the operation a * b = a + 2b, 3 * 4 = 11.", "", [], OPEN),
    ("Mit der Verknüpfung a * b = a + 2b ist 3 * 4 = 11.", "", [], OPEN),
]


@pytest.mark.parametrize(("step", "problem", "context", "status"), STEPS)
async def test_step(verifier: Verifier, step: str, problem: str, context: list[str], status: str) -> None:
    assert step_status(await verifier.step(step, problem=problem, context=context)) == status
