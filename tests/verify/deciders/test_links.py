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
    ("sin²θ = 1 - cos²θ = 1 - 9/25 = 16/25", [], YES), ("sin²θ = 1 - cos²θ = 1 - 9/25 = 4/5", [], NO),
    ("sin 2θ = 2 sin θ cos θ = 2(5/13)(12/13) = 120/169", [], YES), ("A = lw = (3+4) × 5 = 35", [], YES),
    ("P(X ≥ 1) = 1 - P(X = 0) = 1 - 0.6³ = 0.784", [], YES), ("P(X ≥ 1) = 1 - P(X = 0) = 1 - 0.6³ = 0.216", [], NO),
    ("y - 4 = 2(x - 3), so y = 2x - 2.", [], YES), ("y - 4 = 2(x - 3), so y = 2x + 2.", [], NO),
    ("The circle x² + y² - 4x + 6y = 3 becomes (x - 2)² + (y + 3)² = 16.", [], YES),
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
    ("dy/dx = -4x/y", ["4x^2 + y^2 = 36"], YES), ("dy/dx = 4x/y", ["4x^2 + y^2 = 36"], NO),
    ("y' = -y/x", ["xy = 12"], YES), ("dy/dt = -3x/y", ["x^2 + y^2 = 100"], OPEN), ("dy/dx = 3", ["xy = 12"], OPEN),
    ("(x² + 5x)' = 2x + 5", [], YES), ("(x² + 5x)' = 2x", [], NO), (r"$(\cos x)' = -\sin x$", [], YES),
    ("(x^4)'' = 12x^2", [], YES), ("(A ∪ B)' = A' ∩ B'", [], OPEN), ("(uv)' = u'v + uv'", [], OPEN),
]  # fmt: skip
QUANTITIES: list[Row] = [
    ("c^2 = 9 + 16 = 25, so c = 5", [], YES), ("The hypotenuse satisfies h^2 = 25, so h = 5.", [], YES),
    ("t^2 = 4, so t = 2 s.", [], YES), ("πr^2 = 9π, so r = 3.", [], YES), ("x^2 = 25, so x = 5.", [], NO),
    ("|x| = 3, so x = 3", [], NO), ("k^2 = 9, so k = 3", [], OPEN), ("k^2 = 9, so k = ±3", [], YES),
    ("The variance is σ^2 = 4 and hence σ = 2.", [], YES), ("The variance is σ^2 = 4 and hence σ = 3.", [], NO),
]  # fmt: skip

LISTED_VALUES: list[Row] = [
    ("So $x = 3, 4$.", ["x^2 - 7x + 12 = 0"], YES), ("So $x = 3, 5$.", ["x^2 - 7x + 12 = 0"], NO),
    ("(t - 3)(t + 4) = 0 ⟹ t = 3, -4", [], YES), ("(t - 3)(t + 4) = 0 ⟹ t = -3, 4", [], NO),
    ("So $x = 2,5$.", ["2x = 5"], OPEN), ("$n = 1, 2, 3$", [], OPEN),
]  # fmt: skip


@pytest.mark.parametrize(("step", "context", "status"), [*PUT_IN, *SLOPES, *QUANTITIES, *LISTED_VALUES])
async def test_link(verifier: Verifier, step: str, context: list[str], status: str) -> None:
    checks = await verifier.step(step, context=context)
    assert step_status(checks) == status, checks
