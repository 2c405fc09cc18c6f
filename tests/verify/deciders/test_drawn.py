"""What is drawn from a line before: by an arrow, by a run of lines, from a value tried, in place of a side."""

from __future__ import annotations

import pytest

from dikast.verify import Verifier, step_status

YES, NO, OPEN, FREE = "verified", "refuted", "unknown", "not refuted"
STORY = "There are 3 children and 5 apples. Find all that is asked."
AN_EARLIER_CASE = ["First, $a = 11$. So $b = 31$."]
A_FORMULA = ["Let $120 - k^2 = m$. Then $x = m^2$, so $x = (120 - k^2)^2$."]
A_PRODUCT = [r"We set it up: \[ (2y + 3)(3y^2 + cy) = 6y^3 + 5y^2 - 16y \]"]

DrawnRow = tuple[list[str], str, str]
"""Lines before, the step, and its status."""

ARROWS: list[DrawnRow] = [
    # An arrow asserts its step in every case; what an earlier case gave the letter takes no part in it.
    (AN_EARLIER_CASE, r"For $a = 33$: \[ 33(1089 + 2b) = 2013 \implies 1089 + 2b = 60.45 \]", NO),
    (AN_EARLIER_CASE, r"For $a = 33$: \[ 33(1089 + 2b) = 2013 \implies 1089 + 2b = 61 \]", FREE),
    ([], r"Case 1: $x - 2 = 0 \implies x = -2$", NO),
    ([], r"Case 1: $x - 2 = 0 \implies x = 2$", FREE),
    ([], r"$3x = 10 \Rightarrow x = 3.3$", FREE),
    ([], r"$3x = 10 \Rightarrow x = 5.3$", NO),
    # A whole number may count what there is room for; a value behind a value goes on to another; two letters may stand
    # for anything.
    ([], r"$3x = 10 \Rightarrow x = 3$", FREE),
    ([], r"$n = 1 \Rightarrow n = 2 \Rightarrow n = 3$", FREE),
    ([], r"$x + y = 7 \Rightarrow x - y = 1$", FREE),
    ([], r"It is not true that $x - 2 = 0 \implies x = -2$", FREE),
]
RUNS: list[DrawnRow] = [
    ([], "Combine like terms:\n\\[ x^2 + 2x + 3x + 6 = 0 \\]\n\\[ x^2 + 6x + 6 = 0 \\]", NO),
    ([], "Combine like terms:\n\\[ x^2 + 2x + 3x + 6 = 0 \\]\n\\[ x^2 + 5x + 6 = 0 \\]", FREE),
    # Two lines side by side may be two cases, or two of several equations.
    ([], "We have two factors:\n\\[ x + 2 = 0 \\]\n\\[ x + 3 = 0 \\]", FREE),
    (["\\[ 2x + 4 = 0 \\] \\[ 3x + 9 = 0 \\]"], "Simplifying:\n\\[ x + 2 = 0 \\]\n\\[ x + 3 = 0 \\]", FREE),
]
# Terms that change sides change their signs.
MOVED: list[DrawnRow] = [
    ([], r"If $x = 1$: \[ 2y - 3 - 7y = 5 \] \[ 2y - 7y = 5 - 3 \]", NO),
    ([], r"If $x = 1$: \[ 2y - 3 - 7y = 5 \] \[ 2y - 7y = 5 + 3 \]", YES),
    ([], r"Simplify: \begin{aligned} 3r - 3 &= 3r^2 - 3r \\ 3r - 3r &= 3r^2 - 3 \end{aligned}", NO),
    ([], "$5a + 2b = c$, so $5a = c + 2b$.", NO),
    ([], "$5a + 2b = c$, so $5a = c - 2b$.", YES),
    ([], "$(x + 2)^2 = 3x + 5$. Rearranging, $x^2 + 4x - 3x = 5 + 4$.", NO),
    ([], "$(x + 2)^2 = 3x + 5$. Rearranging, $x^2 + 4x - 3x = 5 - 4$.", YES),
    # They may both be given, or be cases of something.
    ([], r"\[ a + b = c \] \[ b + c = a \]", FREE),
    ([], "$x - 2 = 3$ or $x - 3 = 2$", FREE),
    ([], "If not $x - 2 = 3y$, then $x + 3y = 2$.", FREE),
]
# `First,` says in which order something is done; before a value it is one of several.
ORDERED: list[DrawnRow] = [
    ([], "First, expanding, $(x + 4)^2 = x^2 + 16$.", NO),
    (["$2(x + 3) = 13$"], "Next, simplifying both sides, we get $2x = 11$.", NO),
    (["$2(x + 3) = 13$"], "First, $x = 4$. Second, $x = 5$.", FREE),
    ([r"\[ r^2 - 5r + 4 > 2r^2 - 4r \]"], r"Rearrange to bring everything to one side: \[ 0 > r^2 - r - 4 \]", NO),
]
# A bound worked out to more than one decimal is no weaker bound.
BOUNDS: list[DrawnRow] = [
    ([], r"Solving for $n$: \[ n > \frac{1103}{7} \] \[ n > 157.29 \]", NO),
    ([], r"Solving for $n$: \[ n > \frac{1103}{7} \] \[ n > 157.57 \]", YES),
    ([], r"Solving for $n$: \[ n > \frac{1103}{7} \] \[ n > 157 \]", FREE),
]
# What is done to both sides of the line right before, in any story.
OPERATED: list[DrawnRow] = [
    (["We write $2x + 3 = 13$."], "Subtracting 3 from both sides, we get $2x = 11$.", NO),
    (["We write $2x + 3 = 13$."], "Subtracting 3 from both sides, we get $2x = 10$.", YES),
    (["We write $2x + 3 = 13$."], "Solving for $x$, we get $x = 3$.", NO),
    (["We write $2x + 3 = 29$."], "Therefore, $x = 11$.", NO),
    (["We write $7x = 13$."], "Divide both sides by 7: $x = 2$.", FREE),  # rounded
    (["We write $1.5x = 12$."], "Next, divide both sides by $1.5$: $x = 6$.", NO),
    (["We write $0.33x = 5$."], "Next, divide both sides by $0.33$: $x = 15$.", FREE),
    (["We write $x^2 = 9$."], "Taking the square root of both sides, we get $x = 3$.", FREE),
    (["We write $x^2 = 9$."], "Taking the square root of both sides, we get $x = 5$.", NO),
    (["We write $3/x = 5/8$."], "Cross-multiplying gives $5x = 32$.", NO),
    (["We write $3 - 2x > 9$."], "Subtracting 3 from both sides and dividing both sides by -2, $x > 3$.", NO),
    (["We write $-2x > 6$."], "Dividing both sides by $-2$, we get $x > -3$.", NO),
    (["We write $-2x > 6$."], "Dividing both sides by $-2$, we get $x < -3$.", YES),
    (["We write $240x = 60$."], "Therefore, $x = 25$.", FREE),  # in per cent
    # Another line may be meant, or it is not said to be so.
    (["We write $2x + 3 = 13$."], "Subtracting 3 from both sides of the first equation, $2x = 11$.", FREE),
    (["We write $2x + 3 = 13$."], "If we subtract 3 from both sides, we would get $2x = 11$?", FREE),
    (["We write $2x + 3 = 13$."], "Subtracting 3 from both sides, we do not get $2x = 11$.", FREE),
    (["We write $2x + 3 = 13$."], "She gives 1 away. So $x = 3$.", FREE),
    (["$2x + 1 = 12$ and $2x + 3 = 13$."], "Subtracting 1 from both sides, $2x = 11$.", FREE),
]
TWO_EQUATIONS = ["So $x + y = 9$ and $x - y = 5$."]
COMBINED: list[DrawnRow] = [
    (TWO_EQUATIONS, "Adding the two equations gives $2x = 12$.", NO),
    (TWO_EQUATIONS, "Adding the two equations gives $2x = 14$.", YES),
    (TWO_EQUATIONS, "Subtracting the second equation from the first, we get $2y = 3$.", NO),
    ([*TWO_EQUATIONS, "Also, $x + 2y = z$."], "Adding the two equations gives $2x = 12$.", FREE),
]
# What is said to be a sum of partial fractions is meant for all values.
FRACTIONS: list[DrawnRow] = [
    ([], r"Using partial fractions: \[ \frac{1}{k(k + 2)} = \frac{1}{k} - \frac{1}{k + 2} \]", NO),
    ([], r"Using partial fractions: \[ \frac{2}{k(k + 2)} = \frac{1}{k} - \frac{1}{k + 2} \]", YES),
    ([], r"Using partial fractions: \[ \frac{1}{k(k + 2)} = \frac{A}{k} - \frac{B}{k + 2} \]", FREE),
]
TRIED: list[DrawnRow] = [
    (A_FORMULA, "If $k = 10$, then $x = 400$.", YES),
    (A_FORMULA, "If $k = 9$, then $x = 961$.", NO),
    (A_FORMULA, "If $k = 9$, then $x = 1521$.", YES),
    (A_FORMULA, "If $k = 9$, then $y = 961$.", FREE),
    (A_FORMULA, "If $k = 9$ were right, $x = 961$ might follow.", FREE),
]
SIDES: list[DrawnRow] = [
    (A_PRODUCT, r"Expanding the left-hand side, we get: \[ 6y^3 + 2cy^2 + 9y^2 + 3cy \]", YES),
    (A_PRODUCT, r"Expanding the left-hand side, we get: \[ 6y^3 + 2cy^2 + 3cy \]", NO),
    (A_PRODUCT, r"Expanding the left-hand side of the first equation, we get: \[ 6y^3 + 2cy^2 \]", FREE),
    (A_PRODUCT, r"Consider the terms \[ 6y^3 + 2cy^2 \]", FREE),
]
SOLUTIONS: list[DrawnRow] = [
    ([], r"So the solutions to the equation $2^{x+2} 5^{6-x} = 10^{x^2}$ are $x = 2$ and $x = -1$.", NO),
    ([], r"So the solution to the equation $x = \cos x$ is $x = 0.739$.", FREE),
    ([], r"So the solution to the equation $x = \cos x$ is $x = 4$.", NO),
]
LINKS: list[DrawnRow] = [
    ([], r"$7 = \frac{13 \cdots 1}{2 \cdot 5 \cdots 8} = \frac{13 \cdot 10}{2 \cdot 5} = 13$", FREE),
    ([], r"$7 = \frac{13 \cdots 1}{2 \cdot 5 \cdots 8} = \frac{13 \cdot 10}{2 \cdot 5} = 14$", NO),
    ([], r"$a = 1, 2, \cdots, 8 = 2 + 5 = 9$", FREE),
]
UNEQUAL: list[DrawnRow] = [
    ([], r"Since \( \log_{10}(2) \neq 1 - \log_{10}(5) \), we go on.", NO),
    ([], r"Since \( \log_{10}(2) \neq 1 - \log_{10}(6) \), we go on.", FREE),
    ([], r"$\sqrt{3 + 2\sqrt{2}} \le 1 + \sqrt{2}$", YES),
    ([], r"$\sqrt{3 + 2\sqrt{2}} < 1 + \sqrt{2}$", NO),
]
TABLES: list[DrawnRow] = [
    ([], "[[1,2],[3,4]] + [[1,1],[1,1]] = [[2,3],[4,5]]", YES),
    ([], "[[1,2],[3,4]] + [[1,1],[1,1]] = [[2,3],[4,6]]", NO),
    ([], "(1,2) + (3,4) = (4,7)", NO),
]
# What Chinese writes without blanks is whole all the same.
WITHOUT_BLANKS: list[DrawnRow] = [
    ([], "所以答案是(3+4)×5=35。", YES),
    ([], "所以答案是(3+4)×5=36。", NO),
    ([], "每天走3×12=30千米", NO),
    ([], "合計12+5=17円です", YES),
]
# What different things are worth, or hold, is not their count.
KINDS: list[DrawnRow] = [
    ([], "3 dimes + 2 nickels = 40 cents", OPEN),
    ([], "3 boxes + 2 bags = 70 candies", OPEN),
    ([], "3 boys + 2 girls = 5 children", YES),
    ([], "3 apples + 2 apples = 6 apples", NO),
    ([], "10 red marbles + 5 blue marbles = 16 marbles", NO),
]


@pytest.mark.parametrize(
    ("lines", "step", "status"),
    [
        *ARROWS,
        *RUNS,
        *MOVED,
        *ORDERED,
        *BOUNDS,
        *OPERATED,
        *COMBINED,
        *FRACTIONS,
        *TRIED,
        *SIDES,
        *SOLUTIONS,
        *LINKS,
        *UNEQUAL,
        *TABLES,
        *WITHOUT_BLANKS,
        *KINDS,
    ],
)
async def test_what_is_drawn(verifier: Verifier, lines: list[str], step: str, status: str) -> None:
    checks = await verifier.step(step, context=lines, problem=STORY)
    found = step_status(checks)
    assert found != "refuted" if status == FREE else found == status, checks
