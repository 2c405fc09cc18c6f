"""The answer that a step announces, beside what the problem asks to compute or to solve for."""

from __future__ import annotations

import pytest

from dikast.verify import Verifier, step_status

YES, NO, FREE = "verified", "refuted", "not refuted"
PAIRS = "Find all pairs $(m, n)$ of positive integers for which $m^2 + 3mn = 40$."
# (problem, step, status)
EXPRESSIONS = [
    (r"Simplify the following expression: $\sqrt{13 + \sqrt{144}}$", r"So it is $\boxed{5}$.", YES),
    (r"Simplify the following expression: $\sqrt{13 + \sqrt{144}}$", r"So it is $\boxed{\sqrt{12} + 3}$.", NO),
    (r"Compute $\tan 135^\circ$.", "The final answer is 1.", NO),
    (r"What is the value of $\binom{9}{2} + \binom{9}{3}$?", r"\boxed{120}", YES),
    (r"Was ist der Wert von $3^4 - 2^4$?", r"Die Antwort ist 64.", NO),
    # Something else is asked for, of the expression or beside it.
    (r"What is the units digit of $3^4$?", r"\boxed{1}", FREE),
    (r"Find the square of $3 + 4$.", r"\boxed{49}", FREE),
    (r"What is $3^4$ in base $7$?", r"\boxed{144}", FREE),
    (r"What is $\sqrt{2}$ to one decimal place?", r"\boxed{1.4}", FREE),
    (r"Find $3^4$ or $4^3$.", r"\boxed{64}", FREE),
    (r"Compute $3^4$ and then take away 1.", r"\boxed{80}", FREE),
    (r"Compute $[2.5] + [1.5]$.", r"\boxed{3}", FREE),
    (r"What is $\frac{3}{4}$ of a dozen?", r"\boxed{9}", FREE),
    (r"What is $3 + 4$ dollars in cents?", r"\boxed{700}", FREE),
    (r"What is $3^4$ more than ten?", r"\boxed{91}", FREE),
    (r"Let a * b mean a + 2b. Compute $3 * 4$.", r"\boxed{11}", FREE),
    (r"Compute $3^4$.", "The answer is B.", FREE),
    (r"Compute $3^4$.", r"We know that $3^4 = 9 \cdot 9$.", FREE),
]
LETTERS = [
    (PAIRS, r"The pairs are $\boxed{(5, 1), (2, 6)}$.", FREE),
    (PAIRS, r"The pairs are $\boxed{(5, 1), (4, 3)}$.", NO),
    (PAIRS, "We try some pairs such as $(4, 3)$.", FREE),
    ("Find the number of pairs $(m, n)$ with $m + n = 7$.", r"\boxed{6}", FREE),
    ("If $3^x + 1 = 28$, what is $x$ equal to?", r"\boxed{4}", NO),
    ("If $3^x + 1 = 28$, what is $x$ equal to?", r"\boxed{3}", FREE),
    ("Find $x$ if $2x + 5 = 17$.", "The answer is 7.", NO),
    ("If $2x + 5 = 17$, what is $x$? What is the area?", r"\boxed{36}", FREE),
    (r"If $4x = 180^\circ$, what is $x$?", r"\boxed{45}", FREE),
    ("If $x + 2 = 7$, where $x$ is in cm, find $x$ in millimetres.", r"\boxed{50}", FREE),
    (r"If $4x = 200\%$, what is $x$?", r"\boxed{50}", FREE),
    ("If $x - 3 = 6$, what is $x$? (1) 8 (2) 9 (3) 10", r"\boxed{2}", FREE),
    ("Find $x + 1$ if $2x + 5 = 17$.", "The answer is 7.", FREE),
    ("Find $x$ and $y$ if $2x + 5 = 17$ and $y = x + 1$.", "The answer is 7.", FREE),
    ("Find the positive $x$ with $x^2 = 2$.", r"\boxed{1.41}", FREE),
    ("Find $x$ if $2x + 5 = 17$. (b) Find its square.", r"\boxed{36}", FREE),
    ("If $y = 3$ when $x = 2$, what is $y$ when $x = 4$?", r"\boxed{6}", FREE),
    ("Suppose $3y = 2x$ and $x = 6$. Find $y$.", r"\boxed{5}", NO),
    ("Find all digits $A$ with $A + 5 = 12$.", r"\boxed{8}", FREE),
]


@pytest.mark.parametrize(("problem", "step", "status"), [*EXPRESSIONS, *LETTERS])
async def test_what_is_asked(verifier: Verifier, problem: str, step: str, status: str) -> None:
    checks = await verifier.step(step, problem=problem)
    found = step_status(checks)
    assert found != "refuted" if status == FREE else found == status, checks
