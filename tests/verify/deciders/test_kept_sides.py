"""Lines that work on the one right before: a side kept and the other worked out, and the next of several lines."""

from __future__ import annotations

import random

import pytest

from dikast.verify import Verifier, step_status

NO, FREE = "refuted", "not refuted"
STORY = "There are 3 children and 5 apples. Find all that is asked."
Row = tuple[list[str], str, str]

KEPT: list[Row] = [
    ([], r"\( P = 3\cdot 4 + \sqrt{2} \). Simplifying, we get: \( P = 13 + \sqrt{2} \).", NO),
    ([], r"\( P = 3\cdot 4 + \sqrt{2} \). Simplifying, we get: \( P = 12 + \sqrt{2} \).", FREE),
    ([r"We get \( x^2 = \frac{400 - 12\sqrt{3}}{2} \)."], r"This simplifies to: \( x^2 = 200 - 12\sqrt{3} \).", NO),
    ([r"We get \( x^2 = \frac{400 - 12\sqrt{3}}{2} \)."], r"This simplifies to: \( x^2 = 200 - 6\sqrt{3} \).", FREE),
    ([r"Here \( x = 2 \)."], r"\( x^3 = 2 + 3\sqrt{5} - 1 \). Simplifying, \( x^3 = 4\sqrt{5} \).", NO),
    ([], r"\( P = 5 \cdot 6 - 4 \). Therefore, \( P = 27 \).", NO),
    ([], r"\( P = 5 \cdot 6 - 4 \). Therefore, \( P = 26 \).", FREE),
    ([], r"\( P = 5 \cdot 6 - 4 \). Daher \( P = 27 \).", NO),
    ([], r"\( P = 5 \cdot 6 - 4 \). Donc \( P = 27 \).", NO),
    # A number as it is may change, another root may follow, and decimals may be rounded.
    ([], r"\( n = 100 / 7 \). So \( n = 15 \).", FREE),
    ([], r"\( n = 100 / 7 \). So \( n = 17 \).", NO),
    (
        [r"We get \( (\frac{1}{2})^1 = \sin x \) and \( (\frac{1}{2})^{\frac{1}{2}} = \sin x \)."],
        r"Simplifying these, we get \( \frac{1}{2} = \sin x \) and \( \frac{1}{\sqrt{2}} = \sin x \).",
        FREE,
    ),
    # Another reading, another arithmetic, another unit.
    ([], r"\( x = 1/2(3) \). So \( x = 1/6 \).", FREE),
    ([], r"\( x = -3^2 \). So \( x = 9 \).", FREE),
    ([], r"\( C = 100 - 25\% \). So \( C = 75 \).", FREE),
    ([], r"Modulo 5, \( x = 2 \cdot 3 \). So \( x = 1 \).", FREE),
    ([], r"\( C = 3 \cdot 25 \). So \( C = \$0.75 \).", FREE),
    ([], r"\( \theta = \arctan(1) \). So \( \theta = 45 \).", FREE),
    ([], r"\( x = \log 1000 + 1 \). So \( x = 5 \).", FREE),
    ([], r"\( P = 26 \). Therefore, \( P = 27 \).", FREE),
    ([], r"\( P = 5 \cdot 6 - 4 \). She adds one, so \( P = 27 \).", FREE),
    ([], r"\( x = \frac{1 + \sqrt{5}}{2} \). So \( x = \frac{1 - \sqrt{5}}{2} \) is the other root.", FREE),
    ([], r"\( x = \frac{1 + \sqrt{5}}{2} \) or \( x = \frac{1 - \sqrt{5}}{2} \).", FREE),
    ([], r"\[ x = \frac{1 + \sqrt{5}}{2} \] \[ x = \frac{1 - \sqrt{5}}{2} \]", FREE),
    ([], r"\( P = 10 / 3 \). Simplifying, \( P = 3.33 \).", FREE),
    ([], r"Suppose \( P = 5 \cdot 6 - 4 \). Is it so that simplifying, \( P = 27 \)?", FREE),
    ([], r"\( P = 5 \cdot 6 - 4 \). Simplifying does not give \( P = 27 \).", FREE),
]
# Words may say which part of the line is worked on.
PARTS: list[Row] = [
    ([r"\( x^3 = 2 + 3\sqrt{5} - 1 \)."], r"Simplifying the terms on the right-hand side: \( x^3 = 4\sqrt{5} \).", NO),
    (
        [r"\( x^3 = 2 + 3\sqrt{5} - 1 \)."],
        r"Simplifying the terms on the right-hand side: \( x^3 = 1 + 3\sqrt{5} \).",
        FREE,
    ),
    ([], r"\( P = 3 \cdot 4 + 1 \). This further simplifies to: \( P = 14 \).", NO),
    (
        [],
        r"\( s = \frac{2}{\sqrt{7} - 1} \). Rationalizing the denominator, we get \( s = \frac{\sqrt{7} + 1}{2} \).",
        NO,
    ),
    (
        [],
        r"\( s = \frac{2}{\sqrt{7} - 1} \). Rationalizing the denominator, we get \( s = \frac{\sqrt{7} + 1}{3} \).",
        FREE,
    ),
    ([], r"\( P = 3 \cdot 4 + 1 \). Simplifying the other expression, \( P = 14 \).", FREE),
    ([], r"\( P = 3 \cdot 4 + 1 \). Simplifying the terms with \( k = 2 \), \( P = 14 \).", FREE),
]
INEQUALITIES: list[Row] = [
    ([], r"We get \( 3x - 4 < x + 6 \). Simplifying, \( 2x > 10 \).", NO),
    ([], r"We get \( 3x - 4 < x + 6 \). Simplifying, \( 2x < 10 \).", FREE),
    ([r"\[ r^2 - 5r + 4 > 2r^2 - 4r \]"], r"Rearranging the terms, \[ 0 > r^2 - r - 4 \]", NO),
    ([r"\[ r^2 - 5r + 4 > 2r^2 - 4r \]"], r"Rearranging the terms, \[ 0 > r^2 + r - 4 \]", FREE),
    # What only lacks or only adds solutions may have its reasons, and another line may be meant.
    ([], r"We get \( 3x - 4 < x + 6 \). Simplifying, \( x \le 4 \) for whole numbers.", FREE),
    ([], r"We get \( 3x - 4 < x + 6 \). Simplifying the other one, \( x > 7 \).", FREE),
    ([r"Here \( x - 3 < 1 \) and \( x + 1 > 2 \)."], r"Simplifying these, we get \( x < 4 \) and \( x > 1 \).", FREE),
    ([r"Here \( 2x - 3 < 1 \) and \( x + 1 > 2 \)."], r"Simplifying these, \( 2x < 4 \) and \( x > 1 \).", FREE),
    ([], r"We get \( 3x - 4 < x + 6 \). Squaring, \( x > 7 \).", FREE),
]
RUNS: list[Row] = [
    ([], r"\[2(x-3) = 4\] \[2x - 6 = 4\] \[2x = 8\]", NO),
    ([], r"\[2(x-3) = 4\] \[2x - 6 = 4\] \[2x = 10\]", FREE),
    (["x = 7"], r"\[2(x-3) = 4\] \[2x - 6 = 4\] \[2x = 8\]", NO),
    (["x = 7"], r"\[2(x-3) = 4\] \[2x - 6 = 4\] \[2x = 10\] \[x = 5\]", FREE),
    ([], r"\begin{align*} 0.1(x - 450) &= 100 \\ 0.1x - 45 &= 100 \\ 0.1x &= 135 \end{align*}", NO),
    ([], r"\begin{align*} 0.1(x - 450) &= 100 \\ 0.1x - 45 &= 100 \\ 0.1x &= 145 \end{align*}", FREE),
    ([], r"\begin{align*} 0.1(x - 450) &= 100 \\ 0.1x - 45 &= 100 \\ 0.1x &= 144.8 \end{align*}", FREE),
    # The lines may be cases.
    ([], r"The two cases are: \[2x - 1 = 5\] \[2x - 1 = -5\]", FREE),
    ([], r"\[2x - 1 = 5\] \[2x = 6\] \[x = 3\] \[2x - 1 = -5\] \[2x = -4\] \[x = -2\]", FREE),
    ([], r"\[x^2 - 5x + 6 = 0\] \[(x - 2)(x - 3) = 0\] \[x - 2 = 0\] \[x - 3 = 0\]", FREE),
    ([], r"\[(1 - r)^2 = \frac{3}{7}\] \[1 - r^2 = \frac{3}{7}\]", NO),
]


@pytest.mark.parametrize(("before", "step", "status"), [*KEPT, *PARTS, *INEQUALITIES, *RUNS])
async def test_lines(verifier: Verifier, before: list[str], step: str, status: str) -> None:
    checks = await verifier.step(step, context=before, problem=STORY)
    assert (step_status(checks) == NO) == (status == NO), checks


async def test_drawn_lines(verifier: Verifier) -> None:
    """Drawn equations: the right next line is never refuted, and one with a wrong number is."""
    rng = random.Random(5)
    for _ in range(8):
        a, b, c = (rng.randint(2, 9) for _ in range(3))
        for off, is_wrong in ((0, False), (rng.choice((-3, 4, 5)), True)):
            step = rf"\[{a}(x + {b}) = {c}\] \[{a}x + {a * b} = {c}\] \[{a}x = {c - a * b + off}\]"
            checks = await verifier.step(step, problem=STORY)
            assert (step_status(checks) == NO) == is_wrong, (step, checks)
