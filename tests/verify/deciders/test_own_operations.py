"""Operations that a problem or an earlier step defines for two names: their claims are decided by the definition."""

from __future__ import annotations

import pytest

from dikast.verify import Verifier, step_status

YES, NO, OPEN = "verified", "refuted", "unknown"

SUM = "Let a ∘ b = a + b."
DOUBLE = "The operation ⊕ is defined by a ⊕ b = 2a − b for all real numbers a and b."
STAR = r"For all real x, y we define $x \star y = x^2 - y$. Find $3 \star 4$."
TIMES = "If a * b = ab + 1, find 3 * 4."

DECIDED = [
    (SUM, "3 ∘ 4 = 7", YES),
    (SUM, "3 ∘ 4 = 8", NO),
    (SUM, "So 3 ∘ 4 = 3 + 4 = 7.", YES),
    (SUM, "(3 ∘ 4) ∘ 5 = 12", YES),
    (SUM, "(3 ∘ 4) ∘ 5 = 13", NO),
    (SUM, "x ∘ y = y ∘ x", YES),
    (SUM, "2(3 ∘ 4) = 14", YES),
    (DOUBLE, "3 ⊕ 4 = 2", YES),
    (DOUBLE, "4 ⊕ 3 = 2", NO),
    (DOUBLE, "(-1) ⊕ 3 = -5", YES),
    (DOUBLE, "x ⊕ y = 2x − y", YES),
    (STAR, r"$3 \star 4 = 5$", YES),
    (STAR, r"$3 \star 4 = 13$", NO),
    (STAR, r"$\frac{3 \star 4}{5} = 1$", YES),
    (STAR, r"$3 \star (2 \star 1) = 6$", YES),
    (TIMES, "3 * 4 = 13", YES),
    (TIMES, "3 * 4 = 12", NO),
    ("Given that a ∘ b = 2a + b, what is 3 ∘ 4?", "3 ∘ 4 = 10", YES),
    ("Given that a ∘ b = 2a + b, what is 3 ∘ 4?", "3 ∘ 4 = 11", NO),
    ("Define a # b = (a + b)/2.", "2 # 4 = 3", YES),
    ("Define a # b = (a + b)/2.", "2 # 4 = 6", NO),
    (r"Let $a \otimes b = \frac{a}{b}$.", r"$6 \otimes 3 = 2$", YES),
    (r"Let $a \otimes b = \frac{a}{b}$.", r"$3 \otimes 6 = 2$", NO),
]

UNCLEAR = [
    (SUM, "3 ∘ 4 ∘ 5 = 12"),  # no one has said what comes first
    (SUM, "3 ∘ 4 + 1 = 9"),
    (SUM, "2 ∘ 3^2 = 12"),
    ("Let a ∘ b = a + b if a > b.", "3 ∘ 4 = 8"),
    ("If a > b, then a ∘ b = a + b.", "3 ∘ 4 = 8"),
    ("For even a, a ∘ b = a + b.", "3 ∘ 4 = 8"),
    ("Define a @ b = a − b when a > b, and a @ b = b − a otherwise.", "3 @ 4 = 2"),
    ("Let a ∘ b = a + b. Later, let a ∘ b = ab.", "3 ∘ 4 = 8"),
    (DOUBLE, "x ⊕ y = 2y − x"),  # it may be an equation for x and y
    ("It is wrong to say that a ∘ b = a + b.", "3 ∘ 4 = 8"),
    ("Let a ∘ b be the larger of a and b.", "3 ∘ 4 = 5"),
    ("Two numbers satisfy x * y = x + y.", "3 * 3 = 9"),  # an equation, and no definition
    ("The sets satisfy $A \\cup B = A$.", r"$3 \cup 4 = 5$"),
    ("", "3 ∘ 4 = 7"),
]


@pytest.mark.parametrize(("problem", "step", "expected"), DECIDED)
async def test_a_defined_operation_is_worked_out(verifier: Verifier, problem: str, step: str, expected: str) -> None:
    assert step_status(await verifier.step(step, problem=problem)) == expected


@pytest.mark.parametrize(("problem", "step"), UNCLEAR)
async def test_without_a_clear_meaning_it_stays_open(verifier: Verifier, problem: str, step: str) -> None:
    assert step_status(await verifier.step(step, problem=problem)) == OPEN


@pytest.mark.parametrize(("step", "expected"), [("3 ∘ 4 = 10", YES), ("3 ∘ 4 = 7", NO)])
async def test_an_earlier_step_may_define_it(verifier: Verifier, step: str, expected: str) -> None:
    assert step_status(await verifier.step(step, context=["Write a ∘ b for a + 2b - 1.", SUM])) != OPEN
    assert step_status(await verifier.step(step, context=["We define a ∘ b = 2a + b."])) == expected


async def test_a_product_stays_one_where_no_one_defines_it(verifier: Verifier) -> None:
    context = ["Let a * b be the area.", "So a * b = 2a + 2b."]
    assert step_status(await verifier.step("3 * 4 = 12", context=context)) == YES


async def test_a_later_step_may_use_what_it_found(verifier: Verifier) -> None:
    assert step_status(await verifier.step("So x = 7.", context=["x ∘ 3 = 10"], problem=SUM)) == YES
    assert step_status(await verifier.step("So x = 8.", context=["x ∘ 3 = 10"], problem=SUM)) == NO


@pytest.mark.parametrize(
    ("step", "problem", "expected"),
    [
        ("Since a * b = a + 2b, 3 * 4 = 3 + 8 = 11.", "", OPEN),
        ("With the operation a * b = a + 2b, 3 * 4 = 11.", "", OPEN),
        ("因为a*b=a+2b，所以3*4=11。", "", OPEN),
        ("5 - 2 = 12", "Suppose a - b means a + b + 5. Find 5 - 2.", OPEN),
        ("4 ÷ 2 = 10", "Let a ÷ b denote 2a + b. Find 4 ÷ 2.", OPEN),
        ("Since x * y = 12, 3 * 4 = 13.", "", NO),
        ("Since a + b = 7, 3 + 4 = 8.", "", NO),
    ],
)
async def test_an_operation_that_the_step_or_words_define(
    verifier: Verifier, step: str, problem: str, expected: str
) -> None:
    checks = await verifier.step(step, problem=problem)
    assert step_status(checks) == expected, checks
