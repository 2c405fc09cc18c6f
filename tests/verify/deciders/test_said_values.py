"""Values that a sentence names: midpoints, slopes, distances, derivatives, medians, roundings, other bases."""

from __future__ import annotations

import pytest

from dikast.verify import Verifier, step_status

YES, NO, OPEN = "verified", "refuted", "unknown"

ROWS = [
    ("The midpoint of (2, 3) and (4, 7) is (3, 5).", YES),
    ("The midpoint of (2, 3) and (4, 7) is (3, 6).", NO),
    ("The midpoint of the line segment joining the points $(2,4)$ and $(2,-4)$ is also $(2,0)$.", YES),
    ("The midpoint of the line segment joining the points $(2,4)$ and $(2,-4)$ is also $(0.5,-2)$.", NO),
    (
        "The midpoint of the line segment joining the points $(-1,0)$ and $(2,4)$ is $\\left(\\frac{-1+2}{2},\\frac{0+4}{2}\\right)=(0.5,2)$.",
        YES,
    ),
    (
        "The midpoint of the line segment joining the points $(-1,0)$ and $(2,4)$ is $\\left(\\frac{-1+2}{2},\\frac{0+4}{2}\\right)=(0.5,4)$.",
        NO,
    ),
    ("So the slope of the line through (2, 1) and (4, 7) is 3.", YES),
    ("The slope of the line through (2, 1) and (4, 7) is 4.", NO),
    ("The slope of the line passing through (2, 1) and (4, 7) is (7-1)/(4-2) = 3.", YES),
    ("The slope of the line passing through (2, 1) and (4, 7) is (7-1)/(4-2) = 4.", NO),
    ("The distance between (0, 0) and (3, 4) is 5.", YES),
    ("The distance between (0, 0) and (3, 4) is 6.", NO),
    ("The distance between (0, 0) and (3, 4) is not 6.", OPEN),
    ("The distance from $(0,0)$ to $(1,1)$ is $\\sqrt{2}$.", YES),
    ("The distance from $(0,0)$ to $(1,1)$ is $2$.", NO),
    ("Is the distance from (0,0) to (1,1) is 2?", OPEN),
    ("If the distance between (0, 0) and (3, 4) is 6, then", OPEN),
    ("Der Abstand zwischen (0, 0) und (3, 4) ist 5.", YES),
    ("Der Abstand zwischen (0, 0) und (3, 4) ist 7.", NO),
    ("Der Mittelpunkt von (2, 3) und (4, 7) ist (3, 5).", YES),
    ("Der Mittelpunkt von (2, 3) und (4, 7) ist (3, 6).", NO),
    ("Le milieu du segment entre (2, 3) et (4, 7) est (3, 5).", YES),
    ("Le milieu du segment entre (2, 3) et (4, 7) est (3, 6).", NO),
    ("El punto medio de (2, 3) y (4, 7) es (3, 5).", YES),
    ("El punto medio de (2, 3) y (4, 7) es (3, 6).", NO),
    ("The derivative of x^3 is 3x^2.", YES),
    ("The derivative of x^3 is 2x^3.", NO),
    ("The derivative of $\\ln x$ is $1/x$.", YES),
    ("The derivative of $\\ln x$ is $x$.", NO),
    ("The derivative of $x^2$ with respect to $x$ is $2x$.", YES),
    ("The derivative of $x^2$ with respect to $x$ is $2$.", NO),
    ("The median of 3, 5, 9 is 5.", YES),
    ("The median of 3, 5, 9 is 9.", NO),
    ("The median of 3, 5, 9, and 11 is 7.", YES),
    ("The median of 3, 5, 9, and 11 is 5.", NO),
    ("1234 rounded to the nearest hundred is 1200.", YES),
    ("1234 rounded to the nearest hundred is 1300.", NO),
    ("1250 rounded to the nearest hundred is 1300.", YES),
    ("1350 rounded to the nearest hundred is 1300.", NO),
    ("3.14159 rounded to two decimal places is 3.14.", YES),
    ("3.14159 rounded to two decimal places is 3.15.", NO),
    ("3.14159 rounded to 3 decimal places is 3.142.", YES),
    ("3.14159 rounded to 3 decimal places is 3.141.", NO),
    ("Rounding 2.45 to one decimal place gives 2.5", YES),
    ("Rounding 2.45 to one decimal place gives 2.6", NO),
    ("12.7 rounded to the nearest whole number is 13.", YES),
    ("12.7 rounded to the nearest whole number is 12.", NO),
    ("In base 3, 87 can be written as 10020.", YES),
    ("So, in base 3, 87 can be written as 10000.", NO),
    ("87 in base 2 is 1010111.", YES),
    ("87 in base 2 is 1010101.", NO),
    ("1011 in base 2 is 11.", YES),
    ("1011 in base 2 is 12.", NO),
    ("255 is written as 377 in base 8.", YES),
    ("255 is written as 375 in base 8.", NO),
    ("The integral of 2x from 0 to 3 is 9.", YES),
    ("The integral of 2x from 0 to 3 is 6.", NO),
    ("The derivative of $f(x) = x^3$ is $f'(x) = 3x^2$.", YES),
    ("The derivative of $f(x) = x^3$ is $f'(x) = 3x$.", NO),
    ("The derivative of $x^2$ at $x = 3$ is $6$.", OPEN),
    ("The second derivative of x^2 is 2.", OPEN),
    ("An antiderivative of $2x$ is $x^2$.", YES),
    ("An antiderivative of $2x$ is $2x^2$.", NO),
    ("The integral of $\\cos x$ is $\\sin x + C$.", YES),
    ("The integral of $\\cos x$ is $-\\sin x + C$.", NO),
    # Anything else in the sentence may change what is said.
    ("The taxicab distance between (0, 0) and (3, 4) is 7.", OPEN),
    ("The slope of the line is 3.", OPEN),
    ("The midpoint of (2, 3) and (4, 7) is on the line.", OPEN),
    ("The slope of the tangent at (2, 1) and (4, 7) is 4.", OPEN),
    ("The base is 3 and the height is 4.", OPEN),
    ("1234 rounded to the nearest dozen is 1236.", OPEN),
]


@pytest.mark.parametrize(("step", "status"), ROWS)
async def test_a_value_that_a_sentence_names(verifier: Verifier, step: str, status: str) -> None:
    checks = await verifier.step(step)
    assert step_status(checks) == status, checks
