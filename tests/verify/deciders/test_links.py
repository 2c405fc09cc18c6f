"""Links of chains by kind: formulas with numbers put in, derivatives by name, quantities that are not negative."""

from __future__ import annotations

import pytest

from dikast.verify import Verifier, step_status

YES, NO, OPEN = "verified", "refuted", "unknown"
Row = tuple[str, list[str], str]

PUT_IN: list[Row] = [
    ("A = πr² = π(3)² = 28.27", [], YES), ("C = 2πr = 2π(3) = 9π", [], NO),
    (r"A = \frac12 bh = \frac12(6)(4) = 12", [], YES), ("c = √(a²+b²) = √(9+16) = 5", [], YES),
    ("A = P(1+r)^t = 1000(1.05)^2 = 1102.50", [], YES), ("C = 2πr = 3π(3) = 9π", [], OPEN),
    ("1/R = 1/4 + 1/6 = 5/12", [], YES), ("1/R = 1/4 + 1/6 = 2/10", [], NO),
    ("5 + 3 = 8 × 2 = 17", [], NO), ("5 + 3 = 8 × 2 = 16", [], OPEN),
    (r"\[ \text{Debt} + \text{Interest} = 300 + 6 = 307 \]", [], NO),
    (r"$3 \text{ posts/day} \times 30 \text{ days} = 90 \text{ posts}$", [], YES),
    (r"$-161 \div 13 = -12 \text{ remainder } -5$", [], OPEN),
    ("$= 594 + 39 = 633$", [], YES), ("pH = -log(0.01) = 2", [], YES), ("pH = -log(0.01) = 3", [], NO),
]  # fmt: skip
SLOPES: list[Row] = [
    ("If y = x^2 then y' = 2x.", [], YES), ("If y = x^2 then dy/dx = 3x.", [], NO), ("So y' = 2x.", [], OPEN),
    ("So y' = 3x^2.", ["y = x^3 + 1"], YES), ("So y' = 3x.", ["y = x^3 + 1"], NO),
]  # fmt: skip
QUANTITIES: list[Row] = [
    ("c^2 = 9 + 16 = 25, so c = 5", [], YES), ("The hypotenuse satisfies h^2 = 25, so h = 5.", [], YES),
    ("t^2 = 4, so t = 2 s.", [], YES), ("πr^2 = 9π, so r = 3.", [], YES), ("x^2 = 25, so x = 5.", [], NO),
    ("|x| = 3, so x = 3", [], NO), ("k^2 = 9, so k = 3", [], OPEN), ("k^2 = 9, so k = ±3", [], YES),
    ("The variance is σ^2 = 4 and hence σ = 2.", [], YES), ("The variance is σ^2 = 4 and hence σ = 3.", [], NO),
]  # fmt: skip


@pytest.mark.parametrize(("step", "context", "status"), [*PUT_IN, *SLOPES, *QUANTITIES])
async def test_link(verifier: Verifier, step: str, context: list[str], status: str) -> None:
    checks = await verifier.step(step, context=context)
    assert step_status(checks) == status, checks
