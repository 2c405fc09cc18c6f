"""Functions and systems that a problem states, and equations that set a function or a derivative to a value."""

from __future__ import annotations

import pytest

from dikast.verify import Verifier, step_status

YES, NO, OPEN = "verified", "refuted", "unknown"
SQUARE, TWO = "Let f(x) = x^2.", "Let f(x) = 2x + 1 and g(x) = x + 3."
STEPS: list[tuple[str, str, list[str], str]] = [
    ("f(-2) = 4 - 6 = -2", "Let f(x) = x^2 + 3x.", [], YES),
    ("f(-2) = 4 + 6 = 10", "Let f(x) = x^2 + 3x.", [], NO),
    ("f(-2) = 4 + 6 = 10", "Let $f(x) = x^2 + 3x$ and $g(x) = 2x$. Find $f(-2) + g(1)$.", [], NO),
    ("g(0) = 5", "If g(x) = x^3 - 2x + 5, find g(0) + g(1).", [], YES),
    ("g(0) = 4", "If g(x) = x^3 - 2x + 5, find g(0) + g(1).", [], NO),
    ("f(g(2)) = f(5) = 11", TWO, [], YES),
    ("f(g(2)) = f(5) = 12", TWO, [], NO),
    ("f(1) + f(2) = 1 + 4 = 5", SQUARE, [], YES),
    ("f(x + 1) = x^2 + 2x + 1", SQUARE, [], YES),
    ("f''(x) = 6x", "Let f(x) = x^3 + 2. Find the inflection point.", [], YES),
    ("f''(x) = 6x^2", "Let f(x) = x^3 + 2. Find the inflection point.", [], NO),
    ("f'(x) = 6x + 3", "Find the derivative of $f(x) = 3x^2 + 2x - 5$.", [], NO),
    ("f'(x) = 6x + 2", "Find the derivative of $f(x) = 3x^2 + 2x - 5$.", [], YES),
    ("f'(2) = 12 - 4 = 8", "Let f(x) = x^3 - 4x.", [], YES),
    ("f'(2) = 12 - 3 = 9", "Let f(x) = x^3 - 4x.", [], NO),
    ("y' = 6x + 2", "Differentiate y = 3x^2 + 2x - 5.", [], YES),
    ("y' = 6x + 2x", "Differentiate y = 3x^2 + 2x - 5.", [], NO),
    ("So g(1, 2) = 7.", "Let $g(x, y) = x^2 + xy + y^2$.", [], YES),
    ("So g(2, 1) = 8.", "Let $g(x, y) = x^2 + xy + y^2$.", [], NO),
    ("Rewriting it, $g(x, y) = (x + y)^2 - x$", "Find it.", ["Let $g(x, y) = x^2 + xy + y^2$."], NO),
    ("Rewriting it, $g(x, y) = (x + y)^2 - xy$", "Find it.", ["Let $g(x, y) = x^2 + xy + y^2$."], YES),
    ("Now let $g(x, y) = (x + y)^2 - x$", "Find it.", ["Let $g(x, y) = x^2 + xy + y^2$."], OPEN),
    # Two formulas for it, a formula with it, another one in the solution, a supposition
    ("f(3) = 5", "Let f(x) = x^2 if x < 2 and f(x) = x + 2 if x ≥ 2.", [], OPEN),
    ("f(3) = 5", "Find all functions with f(x) = f(x-1) + 1.", [], OPEN),
    ("f(3) = 10", SQUARE, ["Shift the graph: f(x) = x^2 + 1"], OPEN),
    ("If f(3) = 10, then …", SQUARE, [], OPEN),
    ("Suppose f(3) = 10.", SQUARE, [], OPEN),
    ("f(a) = 5", SQUARE, [], OPEN),
    ("f(x) = 5", SQUARE, [], OPEN),
    ("x = 6, y = 4", "Solve the system x + y = 10, x - y = 2.", [], YES),
    ("x = 6, y = 5", "Solve the system x + y = 10, x - y = 2.", [], NO),
    ("Adding the equations, 2x = 8, so x = 4.", "Solve x + y = 10, x - y = 2.", [], NO),
    ("f'(x) = 2x - 6 = 0 ⟹ x = 3", "", ["f(x) = x^2 - 6x + 10"], YES),
    ("f'(x) = 2x - 6 = 0 ⟹ x = -3", "", ["f(x) = x^2 - 6x + 10"], NO),
    ("f'(x) = 2x - 6 = 0, so x = -3.", "Minimize f(x) = x^2 - 6x + 10.", [], NO),
    ("f'(x) = 3x^2 - 12 = 0, so x = 2 or x = -2.", "", ["f(x) = x^3 - 12x"], YES),
    ("f'(x) = 3x^2 - 12 = 0, so x = 4.", "", ["f(x) = x^3 - 12x"], NO),
]
# Equations that hold nowhere are wrong where nothing else is said; others may be to solve.
NEVER: list[tuple[str, str, list[str], str]] = [
    ("-(x - 5) = -x - 5", "", [], NO),
    ("2(x + 3) = 2x + 3", "", [], NO),
    ("$x^2 + 6x + 5 = (x + 3)^2 + 4$.", "", [], NO),
    (r"\frac{x^2 - 1}{x - 1} = x - 1", "", [], NO),
    ("x + 1 = x + 2", "", [], OPEN),
    ("x = 2(x + 1) - x", "", [], OPEN),
    ("Solve 2(x + 1) = 2x + 3.", "", [], OPEN),
    ("2(x + 3) = 2x + 3, which is impossible.", "", [], OPEN),
    ("Suppose 2(x + 3) = 2x + 3.", "", [], OPEN),
    ("2(x + 3) = 2x + 3", "Solve 2(x + 3) = 2x + 3.", [], OPEN),
    ("(x + 3)^2 = 3x^2 + 9", "", [], OPEN),
]
# An exact value shows which logarithm was meant, and whether digits in brackets repeat.
SHOWN: list[tuple[str, str, list[str], str]] = [
    ("log(1000) = 3", "", [], YES),
    ("log(1000) = 4", "", [], NO),
    ("\\log 2 + \\log 5 = \\log 10 = 1", "", [], YES),
    ("\\log 2 + \\log 5 = \\log 10 = 2", "", [], OPEN),
    ("0.4(80) + 0.6(90) = 32 + 54 = 86", "", [], YES),
    ("0.4(80) + 0.6(90) = 32 + 54 = 87", "", [], NO),
    ("0.1(6) = 1/6", "", [], YES),
]


@pytest.mark.parametrize(("step", "problem", "context", "status"), [*STEPS, *NEVER, *SHOWN])
async def test_step(verifier: Verifier, step: str, problem: str, context: list[str], status: str) -> None:
    checks = await verifier.step(step, problem=problem, context=context)
    assert step_status(checks) == status, checks
