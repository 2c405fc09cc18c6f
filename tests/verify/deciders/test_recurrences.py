"""Terms of a sequence that a recurrence gives, in the problem or in a line before."""

from __future__ import annotations

import pytest

from dikast.verify import Verifier, step_status

YES, NO, OPEN = "verified", "refuted", "unknown"
DOUBLED = "A sequence has a_1 = 3 and a_{n+1} = 2a_n + 1 for all n ≥ 1. Find a_4."
FIBONACCI = "Let $F_1 = 1$, $F_2 = 1$ and $F_n = F_{n-1} + F_{n-2}$."
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
