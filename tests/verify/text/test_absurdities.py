"""Equations that are false on purpose: what follows says that there is no solution."""

from __future__ import annotations

import pytest

from dikast.verify import Verifier, step_status

NO, OPEN = "refuted", "unknown"

STEPS = [
    ("This yields 5 = 3, so there is no solution.", OPEN),
    ("5 = 3, hence no solution.", OPEN),
    ("Es folgt 5 = 3, also keine Lösung.", OPEN),
    ("Also 5 = 3. Daher gibt es keine Lösung.", OPEN),
    ("Donc 5 = 3, pas de solution.", OPEN),
    ("On obtient 5 = 3, donc il n'y a pas de solution.", OPEN),
    ("Entonces 5 = 3, no hay solución.", OPEN),
    ("所以5=3，无解。", OPEN),
    ("得到5=3，所以方程无解。", OPEN),
    ("0 = 4, so x cannot exist.", OPEN),
    ("0 = 4. So the assumption must be wrong.", OPEN),
    ("0 = -4. So the assumption must be wrong.", OPEN),
    ("Thus 1 = 2, so √2 is irrational.", OPEN),
    ("We get 0 = 7. This is a contradiction.", OPEN),
    ("We get 0 = 7. This is impossible, so there are no solutions.", OPEN),
    ("We get 0 = 7, a contradiction.", OPEN),
    ("1 = 0, therefore the lines are parallel.", OPEN),
    ("This gives $0 = 5$, so the system is inconsistent.", OPEN),
    ("This gives $0 = 5$. Therefore, the system has no solution.", OPEN),
    ("$3 = -2$, which is false, so no solution.", OPEN),
    ("Simplifying gives 6 = 9. No solution.", OPEN),
    ("6 = 9 → no solution", OPEN),
    ("0=1, das ist ein Widerspruch.", OPEN),
    ("0 = 1, ce qui est absurde.", OPEN),
    ("0 = 1, lo cual es imposible.", OPEN),
    ("5 = 3", NO),
    ("So 5 = 3.", NO),
    ("5 + 3 = 9, so there are 9 apples.", NO),
    ("5 + 3 = 9. So the answer is 9.", NO),
    ("3 × 4 = 13, so there is no solution.", NO),
    ("5 = 3. The answer is 5.", NO),
    ("12 = 13, so 2 + 12 = 14.", NO),
    ("5 = 3 and 2 + 2 = 4.", NO),
    ("5 + 3 = 7, so the total is 7.", NO),
    ("3 = 4, so I have 4 apples.", NO),
    ("6 = 8. So our assumption fails.", OPEN),
    ("Then 2 = 4. Hence no such n exists.", OPEN),
    ("5 = 3. Then 2 + 2 = 4.", NO),
    ("5 = 3, so $x = 3$.", NO),
    ("5 + 3 = 9, so 1 = 2.", OPEN),
    ("So 12 = 15, and there are 15 apples.", NO),
    ("We have 12 = 15 apples.", NO),
    ("$0 = 1$, so $\\sqrt{2}$ is irrational.", OPEN),
    ("0 = 12. Also gibt es keine solche Zahl.", OPEN),
    ("4 = 9, por lo tanto las rectas son paralelas.", OPEN),
    ("4 = 9, donc les droites sont parallèles.", OPEN),
    ("4=9，因此两直线平行。", OPEN),
]


@pytest.mark.parametrize(("step", "status"), STEPS)
async def test_step(verifier: Verifier, step: str, status: str) -> None:
    assert step_status(await verifier.step(step)) == status
