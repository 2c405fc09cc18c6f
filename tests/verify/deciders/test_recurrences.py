"""Terms of a sequence that a recurrence gives, in the problem or in a line before."""

from __future__ import annotations

import pytest

from dikast.verify import Verifier, step_status

YES, NO, OPEN = "verified", "refuted", "unknown"
DOUBLED = "A sequence has a_1 = 3 and a_{n+1} = 2a_n + 1 for all n ≥ 1. Find a_4."
FIBONACCI = "Let $F_1 = 1$, $F_2 = 1$ and $F_n = F_{n-1} + F_{n-2}$."
ARITHMETIC = "An arithmetic sequence has a_1 = 3 and d = 4. Find a_{10}."
FORMULA = "a_n = a_1 + (n-1)d"
ROWS: list[tuple[str, str, list[str], str]] = [
    ("a_2 = 2a_1 + 1 = 7", DOUBLED, [], YES),
    ("a_2 = 2a_1 + 1 = 8", DOUBLED, [], NO),
    ("So a_4 = 31.", DOUBLED, [], YES),
    ("So a_4 = 30.", DOUBLED, [], NO),
    ("So $a_3 = 15$.", "", ["$a_1 = 3$, $a_{n+1} = 2a_n + 1$"], YES),
    ("F_3 = F_2 + F_1 = 2", FIBONACCI, [], YES),
    ("F_7 = 13", FIBONACCI, [], YES),
    ("F_7 = 12", FIBONACCI, [], NO),
    ("a_3 = 4 + 2 · 2 = 8", "$a_1 = 2$ and $a_{n+1} = a_n + 2n$", [], YES),
    ("a_3 = 4 + 2 · 3 = 10", "$a_1 = 2$ and $a_{n+1} = a_n + 2n$", [], NO),
    ("x_2 = 0.5(1 + 3/1) = 2", "x_{n+1} = 0.5(x_n + 3/x_n), x_1 = 1", [], YES),
    # A formula from the first term on, with the values that are given
    ("a_{10} = 3 + 10·4 = 43", ARITHMETIC, [FORMULA], NO),
    ("a_{10} = 3 + 9·4 = 39", ARITHMETIC, [FORMULA], YES),
    ("Die zehnte Zahl ist a_{10} = 3 + 10·4 = 43", "Eine Folge hat a_1 = 3 und d = 4.", [FORMULA], NO),
    ("a_5 = 3·2^5 = 96", "A sequence has $a_1 = 3$ and $r = 2$.", ["$a_n = a_1 r^{n-1}$"], NO),
    ("a_5 = 3·2^4 = 48", "A sequence has $a_1 = 3$ and $r = 2$.", ["$a_n = a_1 r^{n-1}$"], YES),
    ("S_{10} = 10/2·(3+39) = 210", ARITHMETIC, ["S_n = n/2·(2a_1 + (n-1)d)"], YES),
    ("S_{10} = 10/2·(3+43) = 230", ARITHMETIC, ["S_n = n/2·(2a_1 + (n-1)d)"], NO),
    ("a_3 = 3 + 3·4 = 15", ARITHMETIC, ["a_n = a_1 + (n-1)d = 3 + 4(n-1) = 4n - 1"], NO),
    ("If r = -2, then a_4 = 3·(-2)^3 = -24.", "$a_1 = 3$", ["$a_n = a_1 r^{n-1}$", "So r = 2 or r = -2."], YES),
    ("Now let a_1 = 7. Then a_3 = 7 + 2·4 = 15.", ARITHMETIC, [FORMULA], YES),
    ("a_{10} = 43", "One has a_1 = 3, d = 4, the other has a_1 = 7, d = 4.", [FORMULA], OPEN),
    ("The second has a_1 = 7 and d = 2, so a_3 = 11.", "The first of two has a_1 = 5, d = 3.", [FORMULA], OPEN),
    ("b_{10} = 43", "", ["a_1 = 3, d = 4", FORMULA], OPEN),
    # Cases, no first term, a term without a value, one that is far
    ("a_2 = 9", "a_1 = 3 and a_{n+1} = 3a_n + 1 for odd a_n, a_{n+1} = a_n/2 otherwise.", [], OPEN),
    ("a_3 = 9", "a_{n+1} = 2a_n + 1", [], OPEN),
    ("a_3 = 9", "", ["a_1 = 0", "a_{n+1} = 1/a_n"], OPEN),
    ("a_{40} = 9", "", ["a_1 = 2", "a_{n+1} = a_n^2 + 1"], OPEN),
    ("a_{999999} = 9", DOUBLED, [], OPEN),
]


@pytest.mark.parametrize(("step", "problem", "lines", "status"), ROWS)
async def test_step(verifier: Verifier, step: str, problem: str, lines: list[str], status: str) -> None:
    checks = await verifier.step(step, problem=problem, context=lines)
    assert step_status(checks) == status, checks
