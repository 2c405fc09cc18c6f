"""An equation that is no identity may hold by what the problem says of its letters."""

from __future__ import annotations

import pytest

from dikast.verify import Verifier, step_status

NO, FREE = "refuted", "not refuted"
SUM_IS_ONE = "Let $x$ and $y$ be real numbers such that $x + y = 1$. Find the maximum of $x^3 + y^3$."
CUBES = r"We have $x^3 + y^3 = (x+y)(x^2 - xy + y^2) = {}$."
ROWS = [
    (SUM_IS_ONE, [], CUBES.format("x^2 - xy + y^2"), FREE),
    (SUM_IS_ONE, [], CUBES.format("x^2 + xy + y^2"), NO),
    ("Find the maximum of $x^3 + y^3$.", [], CUBES.format("x^2 - xy + y^2"), NO),
    ("Find the maximum of $x^3 + y^3$.", ["We know that $x + y = 1$."], CUBES.format("x^2 - xy + y^2"), FREE),
    ("Find the maximum of $x^3 + y^3$.", ["We know that $x + y = 1$."], CUBES.format("x^2 + xy + y^2"), NO),
    # What is said in words was not read.
    ("The sum of two numbers $x$ and $y$ is 1. What is $x^3 + y^3$?", [], CUBES.format("x^2 - xy + y^2"), FREE),
    ("The sum of x and y is 1. What is the most that x^3 + y^3 can be?", [], CUBES.format("x^2 - xy + y^2"), FREE),
    ("Die Summe von $x$ und $y$ ist 1. Was ist $x^3 + y^3$?", [], CUBES.format("x^2 - xy + y^2"), FREE),
    ("La somme de $x$ et $y$ est 1. Que vaut $x^3 + y^3$ ?", [], CUBES.format("x^2 - xy + y^2"), FREE),
    # Letters with values.
    ("Let $a = 2$ and $b = 3$.", [], "We have $a^2 + ab = a(a + b) = ab + 4$.", FREE),
    ("Let $a = 2$ and $b = 3$.", [], "We have $a^2 + ab = a(a + b) = ab + 5$.", NO),
    ("Let $a = 2$ and $a + b = 5$.", [], "We have $a^2 + ab = a(a + b) = ab + 4$.", FREE),
    ("How many $n$ from 1 to 99 are there?", [], "We have $n^2 + 3n = n(n + 3) = n(n + 1) + n$.", NO),
    # Several equations together may make it hold.
    (f"{SUM_IS_ONE} It is known that $xy = 2$.", [], CUBES.format("x^2 + xy + y^2 - 4"), FREE),
    # Points are positive, so that roots are those of the letters.
    (
        "Let $a$ and $b$ be positive with $a + b = 3$.",
        [],
        r"We have $a^2 + b^2 \ge 2\sqrt{a^2 b^2} = 2ab$.",
        FREE,
    ),
    (
        "Let $a$ and $b$ be positive with $a + b = 3$.",
        [],
        r"We have $a^2 + b^2 \ge 2\sqrt{a^2 b^2} = 2a^2 b$.",
        NO,
    ),
]


@pytest.mark.parametrize(("problem", "before", "step", "status"), ROWS)
async def test_posed(verifier: Verifier, problem: str, before: list[str], step: str, status: str) -> None:
    checks = await verifier.step(step, context=before, problem=problem)
    assert (step_status(checks) == NO) == (status == NO), checks


async def test_the_point_is_one_that_the_problem_allows(verifier: Verifier) -> None:
    checks = await verifier.step(CUBES.format("x^2 + xy + y^2"), problem=SUM_IS_ONE)
    (point,) = [check.evidence["point"] for check in checks if check.status == NO]
    assert isinstance(point, dict)
    assert abs(sum(float(str(value)) for value in point.values()) - 1) < 1e-9
