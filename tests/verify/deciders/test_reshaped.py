"""A line that only writes the one before it in another form must hold where that one does."""

from __future__ import annotations

import random

import pytest

from dikast.verify import Verifier, step_status
from dikast.verify.deciders.step_claims import examine

NO, FREE = "refuted", "not refuted"
STORY = "There are 3 children and 5 apples. Find all that is asked."

# (lines before, step, status)
ROWS = [
    ([r"\[ (xy)(yz)(xz) = (\sqrt{5})(5)(4\sqrt{5}) \]"], r"This simplifies to: \[ (xyz)^2 = 20 \cdot 4 = 80. \]", NO),
    (
        [r"\[ (xy)(yz)(xz) = (\sqrt{5})(5)(4\sqrt{5}) \]"],
        r"This simplifies to: \[ (xyz)^2 = 20 \cdot 5 = 100. \]",
        FREE,
    ),
    ([], r"\( x + 2y - (x - y) = 12 \). Simplifying this gives \( y = 4 \) in the end", FREE),
    ([], r"\( (b - a) - (cd - ac) = 0 \). Factoring out \( c \), we get: \( c(a + d) = b - a \).", NO),
    ([], r"\( (b - a) - (bc - ac) = 0 \). Factoring out \( c \), we get: \( c(b - a) = b - a \).", FREE),
    ([], r"\( (x + 1)(y + 2) = 7 \). Expanding: \( xy + 2x + y + 1 = 7 \).", NO),
    ([], r"\( (x + 1)(y + 2) = 7 \). Expanding: \( xy + 2x + y = 5 \).", FREE),
    # A solution that is lost or added may have its reasons.
    ([], r"\( x(y - 1) = 0 \). Simplifying, \( y = 1 \).", FREE),
    ([], r"\( x - y = 0 \). Simplifying, \( x^2 = y^2 \).", FREE),
    # Another line, a value, or more words may be what it comes from.
    ([], r"\( x + y = 7 \). Simplifying equation (2): \( x - y = 1 \).", FREE),
    ([], r"\( x + y = 7 \). Substituting and simplifying, \( x - y = 1 \).", FREE),
    ([], r"\( y = 2 \) and \( x + y = 7 \). Simplifying, \( x = 5 \).", FREE),
    ([], r"\( x + y = 7 \). Now look at the second line. Simplifying, \( x - y = 1 \).", FREE),
    ([r"\( x + y = 7 \), where \( x < y \) for now."], r"Simplifying, \( x - y = 1 \).", FREE),
    (
        [r"\[ 2a + b = 3 \] \[ a + 2b = 5 \]"],
        r"Expanding these, we get: \[ \begin{aligned} & 2a + b = 3, \\ & a + 2b = 5. \end{aligned} \]",
        FREE,
    ),
    ([r"so \( f(2 \cdot 0 + 3) = 2f(0) + 3 \)."], r"This simplifies to: \( f(3) = 2 \cdot 6 + 3 = 15 \).", FREE),
    # Decimals may be rounded.
    ([], r"\( 3x + 3y = 7 \). Simplifying, \( x + y = 2.33 \).", FREE),
]

# What is expanded or factored is meant for all values, unless an earlier line may be what makes it true.
IDENTITIES = [
    ([], r"Expanding: \( (a+b)^3 = a^3 + 3a^2b + ab^2 + b^3 \).", NO),
    ([], r"Expanding: \( (a+b)^3 = a^3 + 3a^2b + 3ab^2 + b^3 \).", FREE),
    ([], r"We factor \( x^2 + 5x + 6 = (x+1)(x+6) \).", NO),
    ([], r"We factor \( x^2 + 5x + 6 = (x+2)(x+3) \).", FREE),
    ([r"so \( x^2 + 5x + 6 = 0 \)."], r"We factor \( x^2 + 5x + 6 = (x+1)(x+6) \).", NO),
    ([r"By Pythagoras, \( (x+1)^2 = x^2 + 7^2 \)."], r"Simplifying, \( (x+1)^2 = x^2 + 49 \).", FREE),
    ([r"We know \( a + b = 1 \)."], r"Expanding, \( (a+b)^2 = 1 \).", FREE),
    ([], r"Suppose that expanding gives \( (a+b)^2 = a^2 + b^2 \).", FREE),
    ([], r"The line is \( (x+1)^2 = x^2 + 9 \).", FREE),
]
# Values that stand in the same sentence.
PUT_IN: list[tuple[list[str], str, str]] = [
    ([], r"If we choose \(x = 1007.5\) and \(y = 7.5\), then \(x + y = 2015\).", NO),
    ([], r"If we choose \(x = 1007.5\) and \(y = 7.5\), then \(x + y = 1015\).", FREE),
    ([], r"For \(n = 4\), we get \(n^2 + 1 = 18\).", NO),
    ([], r"For \(n = 4\), we get \(n^2 + m = 18\).", FREE),
    ([], r"If \(n = 4\), then \(n^2 + 1 = 18\) is not true.", FREE),
    ([], r"Does \(n = 4\) give \(n^2 + 1 = 18\)?", FREE),
    ([], r"Let \(n = 4\). The equation is \(n^2 + 1 = 18\).", FREE),
]


@pytest.mark.parametrize(("before", "step", "status"), [*ROWS, *IDENTITIES, *PUT_IN])
async def test_reshaped(verifier: Verifier, before: list[str], step: str, status: str) -> None:
    checks = await verifier.step(step, context=before, problem=STORY)
    assert (step_status(checks) == NO) == (status == NO), checks


async def test_expanded_products(verifier: Verifier) -> None:
    """Drawn products: the right expansion is never refuted, and one with a wrong coefficient is."""
    rng = random.Random(11)
    for _ in range(8):
        a, b, c, d, e = (rng.randint(2, 9) for _ in range(5))
        for off, is_wrong in ((0, False), (rng.choice((-1, 1, 2)), True)):
            line = rf"\( ({a}x + {b})({c}y + {d}) = {e} \)."
            step = rf"{line} Expanding, we get \( {a * c}xy + {a * d + off}x + {b * c}y + {b * d} = {e} \)."
            checks = await verifier.step(step, problem=STORY)
            assert (step_status(checks) == NO) == is_wrong, (step, checks)


@pytest.mark.parametrize(
    "step",
    [
        "Taking the derivative, we get 2x = 0.",
        "Differentiating, we get 2x = 0.",
        "Setting the derivative equal to zero, we get 2x = 0.",
        "Die Ableitung gibt 2x = 0.",
        "En dérivant, on obtient 2x = 0.",
    ],
)
def test_an_equation_that_is_differentiated_need_not_follow(step: str) -> None:
    assert [found["status"] for found in examine(step, ("x^2 = 4",), "", lambda message: None)] == ["unknown"]
