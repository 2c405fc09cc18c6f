"""Matrices, vectors, sets, congruences and logarithms in a step, and lines that an arrow joins."""

from __future__ import annotations

import pytest

from dikast.verify import Verifier, step_status

YES, NO, OPEN = "verified", "refuted", "unknown"

ROWS = [
    ("5 - x > 2 → x < 3", YES),
    ("5 - x > 2 → x > 3", NO),
    ("$2x \\le 6 \\to x \\le 3$", YES),
    ("$2x \\le 6 \\to x \\ge 3$", NO),
    ("\\begin{pmatrix}2&0\\\\0&3\\end{pmatrix}^{-1} = \\begin{pmatrix}1/2&0\\\\0&1/3\\end{pmatrix}", YES),
    ("\\begin{pmatrix}2&0\\\\0&3\\end{pmatrix}^{-1} = \\begin{pmatrix}1/3&0\\\\0&1/2\\end{pmatrix}", NO),
    ("\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}^{-1} = \\begin{pmatrix}-2&1\\\\3/2&-1/2\\end{pmatrix}", YES),
    ("\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}^{-1} = \\begin{pmatrix}4&-2\\\\-3&1\\end{pmatrix}", NO),
    ("\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}^{-1} = -\\frac{1}{2}\\begin{pmatrix}4&-2\\\\-3&1\\end{pmatrix}", YES),
    ("\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}^{-1} = \\frac{1}{2}\\begin{pmatrix}4&-2\\\\-3&1\\end{pmatrix}", NO),
    ("\\det\\begin{pmatrix}1&0&2\\\\0&3&1\\\\4&0&1\\end{pmatrix} = -21", YES),
    ("\\det\\begin{pmatrix}1&0&2\\\\0&3&1\\\\4&0&1\\end{pmatrix} = 21", NO),
    ("(1,0,0) × (0,1,0) = (0,0,1)", YES),
    ("(1,0,0) × (0,1,0) = (0,0,-1)", NO),
    ("(1,2,3) \\times (4,5,6) = (-3, 6, -3)", YES),
    ("(1,2,3) \\times (4,5,6) = (-3, -6, -3)", NO),
    ("\\|(3, 4)\\| = 5", YES),
    ("\\|(3, 4)\\| = 7", NO),
    ("|{2, 4, 6, 8}| = 4", YES),
    ("|{2, 4, 6, 8}| = 5", NO),
    ("$|\\{1, 2, 2, 3\\}| = 3$", YES),
    ("$|\\{1, 2, 2, 3\\}| = 4$", NO),
    ("3 ∈ {1, 2, 3}", YES),
    ("4 ∈ {1, 2, 3}", NO),
    ("$5 \\in [2, 6)$", YES),
    ("$6 \\in [2, 6)$", NO),
    ("2^5 = 32 ≡ 4 mod 7", YES),
    ("2^5 = 32 ≡ 3 mod 7", NO),
    ("$32 \\equiv 4 \\mod 7$", YES),
    ("$32 \\equiv 5 \\mod 7$", NO),
    ("Modulo 7, 50 ≡ 1.", YES),
    ("Modulo 7, 50 ≡ 2.", NO),
    ("log_2 8 = 3", YES),
    ("log_2 8 = 4", NO),
    ("log_4 8 = log_2 8 / log_2 4 = 3/2", YES),
    ("log_4 8 = log_2 8 / log_2 4 = 5/2", NO),
    ("log_3 81 - log_3 9 = 4 - 2 = 2", YES),
    ("log_3 81 - log_3 9 = 4 - 2 = 3", NO),
    ("\\{1,2,3\\} \\setminus \\{2\\} = \\{1,3\\}", YES),
    ("\\{1,2,3\\} \\setminus \\{2\\} = \\{1,2,3\\}", NO),
    ("\\{1,2,3\\} \\cap \\{2,3,5\\} = \\{2,3\\}", YES),
    ("\\{1,2,3\\} \\cap \\{2,3,5\\} = \\{3\\}", NO),
    (r"\begin{pmatrix}1&2\\2&4\end{pmatrix}^{-1} = \begin{pmatrix}1&2\\2&4\end{pmatrix}", OPEN),
    (r"\vec{a} \times \vec{b} = \vec{c}", OPEN),
    ("If 3 ∈ {1, 2}, then …", OPEN),
    ("x ∈ {1, 2}", OPEN),
    ("50 ≡ 1", OPEN),
    ("Modulo 7 and modulo 5, 50 ≡ 1.", OPEN),
    ("17 is prime, and so is 23.", YES),
    ("17 is prime, but so is 21.", NO),
    ("17 is prime, so 21 is not.", YES),
]
# Said of a subject, in another unit, of two cases, or with a number put in.
SAID = [
    ("\\gcd(2024, 48) = 8", YES),
    ("\\gcd(2024, 48) = 16", NO),
    ("There are 2^5 = 32 subsets of a set with 5 elements.", YES),
    ("There are 2^5 = 25 subsets of a set with 5 elements.", NO),
    ("32 + 42 = 52", OPEN),
    ("1/R = 1/4 + 1/4 = 1/2, so R = 2 Ω", YES),
    ("1/R = 1/4 + 1/4 = 1/2, so R = 4 Ω", NO),
    ("t² = 4, so t = 2 s", YES),
    ("t² = 4, so t = 3 s", NO),
    ("v = 36, so v = 10 m/s", OPEN),
    ("If k = 3, then 2k + 1 = 7; if k = 4, then 2k + 1 = 9.", YES),
    ("If k = 3, then 2k + 1 = 7; if k = 4, then 2k + 1 = 10.", NO),
    ("Suppose x = 3.", OPEN),
    ("The total is 15 + 20 + 25, which is 60.", YES),
    ("The total is 15 + 20 + 25, which is 65.", NO),
    ("So the number of pages is 240 ÷ 8, i.e. 30.", YES),
    ("So the number of pages is 240 ÷ 8, i.e. 40.", NO),
    ("The number of girls is 3/5 of 25, which is 15.", YES),
    ("The number of girls is 3/5 of 25, which is 14.", NO),
    ("The discount is 20% of $50, which is $10.", YES),
    ("The discount is 20% of $50, which is $12.", NO),
    ("The second number is 15, which is 3 times the first.", OPEN),
    ("The total is 15 + 20, which is 5 more than he wanted.", OPEN),
    ("The largest is 40 - 5, which is not 30.", YES),
    ("By inclusion-exclusion, |A ∪ B| = 20 + 15 - 5 = 30.", YES),
    ("By inclusion-exclusion, |A ∪ B| = 20 + 15 - 5 = 35.", NO),
    ("E = mc² = 2 × (3 × 10^8)^2 = 1.8 × 10^17 J", YES),
    ("E = mc² = 2 × (3 × 10^8)^2 = 1.8 × 10^16 J", NO),
    ("The fraction 18/24 reduces to 3/4.", YES),
    ("The fraction 18/24 reduces to 2/3.", NO),
    ("18/24 simplified is 3/4.", YES),
    ("18/24 simplified is 4/5.", NO),
    ("The fraction of boys is 3/4.", OPEN),
]
UNITS_BY_THEIR_NAMES = [
    ("3小时=3×60=180分钟", YES), ("3小时=3×100=300分钟", NO), ("3 Stunden = 3 × 60 = 180 Minuten", YES),
    ("3 Stunden=3×100=300 Minuten", NO), ("2 horas = 100 minutos", NO), ("速度 = 120公里 ÷ 2小时 = 60公里/小时", YES),
    ("速度 = 120公里 ÷ 2小时 = 50公里/小时", NO), ("180÷3=60 千米/小时", YES), ("每小时60公里 × 2小时 = 120公里", OPEN),
    ("Pro Stunde 60 km × 2 Stunden = 120 km", OPEN), ("每天 8 小时, 5 天 = 5 × 8 = 40 小时", OPEN),
    ("5 days = 5 × 8 = 40 hours", OPEN), ("5 days = 5 × 24 = 120 hours", YES),
]  # fmt: skip


@pytest.mark.parametrize(("step", "status"), [*ROWS, *SAID, *UNITS_BY_THEIR_NAMES])
async def test_step(verifier: Verifier, step: str, status: str) -> None:
    checks = await verifier.step(step)
    assert step_status(checks) == status, checks


# Right steps of models whose claims were read with a part of the words before them, or as products.
RIGHT: list[tuple[str, list[str]]] = [
    ("Number of bees that returned in the next 6 hours = 1/2 * 30 = 15 bees.", []),
    ("84 eggs / 12 eggs/dozen = 7 dozen eggs", []),
    ("Total dozens per week = 1764 eggs/week / 12 eggs/dozen = 147 dozen/week", []),
    ("Total amount per week = 147 dozen/week * $2/dozen = $294/week", []),
    ("10 degrees + angle $M$ - 10 degrees = 90 degrees - 10 degrees", []),
    ("1 knick = (2 knacks) / 7", []),
    ("So, the sum of 3rd and 4th graders is equal to 531.", []),
    ("Right, so the constant term is $Q(0) = P(0)P(0^3)P(0^5)P(0^7)P(0^9) = P(0)^5 = 1^5 = 1$.", ["$P(0) = 1$"]),
    ("The derivative of $L$ is $\\frac{-c}{a^2} + \\frac{1}{b+c}$.", []),
    ("Step 12. So, f(2) = 6, so f⁻¹(6) = 2. Then, f(1) = 2, so f⁻¹(2) = 1. That seems consistent.", []),
    ("So the total cost of the house is $350 000 + $17 500. + $42 000 = $<<350000+17500+42000=409500>>409500.", []),
]


@pytest.mark.parametrize(("step", "context"), RIGHT)
async def test_a_right_step_is_not_refuted(verifier: Verifier, step: str, context: list[str]) -> None:
    checks = await verifier.step(step, context=context)
    assert step_status(checks) != NO, checks
