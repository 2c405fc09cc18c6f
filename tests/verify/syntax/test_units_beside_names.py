"""Units whose letters are names elsewhere in a solution, rates in words, and months and years."""

from __future__ import annotations

import pytest

from dikast.verify import Verifier, step_status

YES, NO, OPEN = "verified", "refuted", "unknown"
Row = tuple[str, list[str], str]

# `F = ma` makes m a name; the metres of a result stay metres.
KNOWN_LETTERS: list[Row] = [
    ("a = 21/7 = 3 m/s²", ["F = ma"], YES),
    ("a = 21/7 = 4 m/s²", ["F = ma"], NO),
    ("So a = 3 m/s².", ["F = ma", "21 = 7a"], YES),
    ("So a = 4 m/s².", ["F = ma", "21 = 7a"], NO),
    ("a = F/m = 21/7 = 3 m/s²", ["F = ma"], YES),
    (r"$a = \frac{F}{m} = \frac{21}{7} = 4 \text{ m/s}^2$", ["F = ma"], NO),
    ("p = 2 kg × 4 m/s = 8 kg·m/s", ["p = mv"], YES),
    ("p = 2 kg × 4 m/s = 9 kg·m/s", ["p = mv"], NO),
    ("V = 3 × 5 = 15 V", ["V = IR"], YES),
    ("V = 3 × 5 = 16 V", ["V = IR"], NO),
    ("So V = 15 V.", ["V = IR", "V = 3 × 5"], YES),
    ("h = 0.5 × 10 × 9 = 45 m", ["mgh = E"], YES),
    ("h = 0.5 × 10 × 9 = 46 m", ["mgh = E"], NO),
    (r"$h = 6\,\text{m}$", ["$mgh = E$", "$h = 12/2$"], YES),
    ("12 = 3 m", ["m + 1 = 5"], YES),
    ("d = 2 h", ["d = h + h"], YES),
    ("v² = u² + 2as = 0 + 2 × 4 × 8 = 64, so v = 8 m/s", [], YES),
    ("v² = u² + 2as = 0 + 2 × 4 × 8 = 64, so v = 32 m/s", [], NO),
]
# Letters of a formula that are symbols of units, too.
FORMULAS: list[Row] = [
    ("P = 4s = 4 × 7 = 28 cm", [], YES),
    ("P = 4s = 4 × 7 = 32 cm", [], NO),
    ("P = 4 s = 4 × 7 = 28 cm", [], OPEN),
    ("t = 7 s = 7000 ms", [], YES),
    ("t = 7 s = 700 ms", [], NO),
    ("T = 1/f = 1/20 Hz = 0.05 s", [], YES),
    ("E = ½ C V² = 0.5 × 2 × 10^-6 F × (10 V)² = 1 × 10^-4 J", [], OPEN),
    ("W = F·d·cos θ = 30 × 4 × cos 60° = 60 J", [], YES),
    ("W = F·d·cos θ = 30 × 4 × cos 60° = 120 J", [], NO),
    ("moles of CO2 = 22 g ÷ 44 g/mol = 0.5 mol", [], YES),
    ("moles of CO2 = 22 g ÷ 44 g/mol = 2 mol", [], NO),
    ("4/6 = 10/DE, so DE = 15.", [], OPEN),
    ("DE = 6 + 3 = 8", [], NO),
]
RATES: list[Row] = [
    ("50 mph × 4 hours = 200 miles", [], YES),
    ("50 mph × 4 hours = 200 hours", [], NO),
    ("50 miles per hour × 4 hours = 200 miles", [], YES),
    ("50 miles per hour × 4 hours = 210 miles", [], NO),
    ("200 miles / 4 hours = 50 miles per hour", [], YES),
    ("200 miles / 4 hours = 60 miles per hour", [], NO),
    ("9 hours/day × 5 days = 45 days", [], NO),
    ("1.5 cups/day × 7 days/week = 10.5 cups", [], YES),
    ("9 hours × 5 days = 45 hours", [], YES),
    ("He drives 70 × 5 = 450 miles per week.", [], NO),
]
MONTHS: list[Row] = [
    ("3 years = 36 months", [], YES),
    ("3 years = 30 months", [], NO),
    ("30 months = 2.5 years", [], YES),
    ("2 years 5 months = 29 months", [], YES),
    ("365 days = 1 year", [], OPEN),
    ("1 yr = 365 d", [], OPEN),
    ("50 mi/d × 2 yr = 36500 mi", [], OPEN),
    ("2 years × 365 days/year = 730 days", [], YES),
    ("4 years × 365 days/year = 1640 days", [], NO),
    ("$40/month × 12 months/year = $480/year", [], YES),
    ("Two years ago he was 14 - 2 = 12 years old.", [], YES),
]


@pytest.mark.parametrize(("step", "context", "status"), [*KNOWN_LETTERS, *FORMULAS, *RATES, *MONTHS])
async def test_step(verifier: Verifier, step: str, context: list[str], status: str) -> None:
    checks = await verifier.step(step, context=context)
    assert step_status(checks) == status, checks
