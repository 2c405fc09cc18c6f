"""Calculations that a step does not assert: it puts them right, draws something absurd from them, or lists them."""

from __future__ import annotations

import pytest

from dikast.verify import Verifier, step_status

YES, NO, OPEN = "verified", "refuted", "unknown"
Row = tuple[str, str]

# Put right further on, or called wrong by the next words. A `should` before a claim takes nothing back.
CORRECTED: list[Row] = [
    ("5 + 3 = 9 should be 5 + 3 = 8", OPEN),
    ("12 - 5 = 8 should have been 7.", OPEN),
    ("7 × 6 = 43, no wait, 7 × 6 = 42.", OPEN),
    ("7 × 6 = 43. Oops, that is 42.", OPEN),
    ("7 × 6 = 43. Wait, that's not right.", OPEN),
    ("7 × 6 = 43; it should be 42.", OPEN),
    ("7 × 6 = 43. No, that is incorrect.", OPEN),
    ("Replace 5 + 3 = 9 by 5 + 3 = 8.", OPEN),
    ("5 + 3 = 9 → 5 + 3 = 8", OPEN),
    ("~~5 + 3 = 9~~ 5 + 3 = 8", OPEN),
    ("5 + 3 = 9 sollte 5 + 3 = 8 sein.", OPEN),
    ("12 - 5 = 8. Das stimmt nicht.", OPEN),
    ("12 - 5 = 8 devrait être 7.", OPEN),
    ("12 - 5 = 8, perdón, 7.", OPEN),
    ("12 - 5 = 8 应该是 12 - 5 = 7。", OPEN),
    ("3 × 4 = 12. Sorry, 13.", OPEN),
    ("3 × 4 = 12. No, 13.", OPEN),
    ("3 × 4 = 12. Entschuldigung, 13.", OPEN),
    ("3 × 4 = 12. Pardon, 13.", OPEN),
    ("3 × 4 = 12. Perdón, 13.", OPEN),
    ("3 × 4 = 12。抱歉，13。", OPEN),
    ("3 × 4 = 12. Sorry, the bus was late.", YES),
    ("So he runs 9*60=<<9*60=540>>550 meters", NO),
    ("The total should be 5 + 3 = 8.", YES),
    ("The total should be 5 + 3 = 9.", NO),
    ("First 5 + 3 = 8. So the answer is 5 + 3 = 9.", NO),
]
# What follows from a false equation is not claimed, nor is the equation; a calculation that goes on is.
IMPLIED: list[Row] = [
    ("5 + 3 = 9 implies 1 = 2", OPEN),
    ("12 - 5 = 8 entails that 12 = 13.", OPEN),
    ("5 + 3 = 9 leads to 0 = 1.", OPEN),
    ("$5 + 3 = 9 \\implies 1 = 2$", OPEN),
    ("5 + 3 = 9 ⟹ 1 = 2", OPEN),
    ("Aus 5 + 3 = 9 folgt 1 = 2.", OPEN),
    ("5 + 3 = 9 implique 1 = 2.", OPEN),
    ("De 5 + 3 = 9 se deduce 1 = 2.", OPEN),
    ("5 + 3 = 9 推出 1 = 2。", OPEN),
    ("5 + 3 = 8 implies 8 - 3 = 5.", YES),
    ("12 - 5 = 8, so 8 × 2 = 16.", NO),
    ("$12 - 5 = 8 \\implies 8 \\times 2 = 16$", NO),
]
OPTIONS: list[Row] = [
    ("(A) 5 + 3 = 9", OPEN),
    ("B) 12 - 5 = 8", OPEN),
    ("A. 5 + 3 = 9\nB. 5 + 3 = 7", OPEN),
    ("(A) 5 + 3 = 9 (B) 5 + 3 = 7", OPEN),
    ("Option B: 5 + 3 = 9", OPEN),
    ("Antwort A: 5 + 3 = 9", OPEN),
    ("Réponse B : 5 + 3 = 9", OPEN),
    ("Opción A: 5 + 3 = 9", OPEN),
    ("选项A：5 + 3 = 9", OPEN),
    ("(A) 5 + 3 = 8", YES),
    ("(1) 5 + 3 = 9", NO),
    ("b) 5 + 3 = 9", NO),
    ("Step A: 5 + 3 = 9", NO),
    ("Student A has 5 + 3 = 9 apples.", NO),
    ("P(A) = 1/2 + 1/4 = 4/5", NO),
]
WRITTEN_BY_OTHERS: list[Row] = [
    ("Some pupils write 1/2 + 1/3 = 2/5.", OPEN),
    ("Never write 1/2 + 1/3 = 2/5.", OPEN),
    ("The textbook has 7 × 6 = 43, a misprint.", OPEN),
    ("Der Schüler schrieb 7 × 6 = 43.", OPEN),
    ("L’élève a écrit 7 × 6 = 43.", OPEN),
    ("El alumno escribió 7 × 6 = 43.", OPEN),
    ("学生写了7×6=43。", OPEN),
    ("Beaucoup écrivent 1/2 + 1/3 = 2/5.", OPEN),
    ("Muchos escriben 1/2 + 1/3 = 2/5.", OPEN),
    ("很多人写成1/2+1/3=2/5。", OPEN),
    ("We write 1/2 + 1/3 = 2/5.", NO),
]


@pytest.mark.parametrize(("step", "status"), CORRECTED + IMPLIED + OPTIONS + WRITTEN_BY_OTHERS)
async def test_step(verifier: Verifier, step: str, status: str) -> None:
    assert step_status(await verifier.step(step)) == status
