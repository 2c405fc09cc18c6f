"""Phrases of arithmetic with what they come to: behind a comma, `5 times 7, which is 35`, and as multiples of pi."""

from __future__ import annotations

import pytest

from dikast.verify import Verifier, step_status

YES, NO, OPEN = "verified", "refuted", "unknown"

PHRASES = [
    ("5 times 7, which is 35", YES),
    ("5 times 7, which is 36", NO),
    ("5 × 7, which is 35.", YES),
    ("5 × 7, which is 36.", NO),
    ("So 5 times 7, which equals 35.", YES),
    ("Half of 90, which is 45.", YES),
    ("Half of 90, which is 40.", NO),
    ("5 times 7, which is odd.", OPEN),
    ("5 times 7, which is 36 more than before.", OPEN),
    ("5 times 7, which is less than 36.", OPEN),
    ("5 plus 7, that is 12.", YES),
    ("5 plus 7, that is 13.", NO),
    ("5 mal 7, das ist 35.", YES),
    ("5 mal 7, das ist 36.", NO),
    ("5 fois 7, soit 35.", YES),
    ("5 por 7, que es 35.", YES),
    ("5 por 7, que es 36.", NO),
    ("5乘以7，即35。", YES),
    ("5乘以7，即36。", NO),
    ("The area of a circle with radius 3 is 9π", YES),
    ("The area of a circle with radius 3 is 6π", NO),
    ("The area of a circle with radius 3 is 9π.", YES),
    ("The circumference of a circle with radius 3 is 6π.", YES),
    ("The circumference of a circle with radius 3 is 9π.", NO),
    ("The circumference of a circle with diameter 6 is 6π.", YES),
    ("The circumference of a circle with diameter 6 is 12π.", NO),
    ("The area of a circle with diameter 6 is 9π.", YES),
    ("The volume of a sphere with radius 3 is 36π.", YES),
    ("The volume of a sphere with radius 3 is 27π.", NO),
    ("The volume of a cylinder with radius 2 and height 5 is 20π.", YES),
    ("The volume of a cone with radius 2 and height 6 is 24π.", NO),
    ("The volume of a cone with radius 2 and height 6 is 8π.", YES),
    ("The area of a circle of radius 3 is $9\\pi$.", YES),
    ("Der Flächeninhalt eines Kreises mit Radius 3 ist 9π.", YES),
    ("Der Flächeninhalt eines Kreises mit Radius 3 ist 6π.", NO),
    ("L'aire d'un cercle de rayon 3 est 9π.", YES),
    ("L'aire d'un cercle de rayon 3 est 6π.", NO),
    ("El área de un círculo de radio 3 es 9π.", YES),
    ("El área de un círculo de radio 3 es 6π.", NO),
    ("半径为3的圆的面积是9π。", YES),
    ("半径为3的圆的面积是6π。", NO),
    ("The area of a circle with radius 3 is about 28.27.", YES),
    ("The area of a circle with radius 3 is about 29.27.", NO),
    ("If the area of a circle with radius 3 is 6π, then", OPEN),
    ("Is the area of a circle with radius 3 6π?", OPEN),
    ("Suppose the area of a circle with radius 3 is 6π.", OPEN),
    ("Tom thinks the area of a circle with radius 3 is 6π.", OPEN),
    ("Der ggT von 12 und 18 ist 6.", YES),
    ("Der ggT von 12 und 18 ist 4.", NO),
    ("Das kgV von 4 und 6 ist 12.", YES),
    ("Le PGCD de 12 et 18 est 6.", YES),
    ("Le PGCD de 12 et 18 est 4.", NO),
    ("El MCD de 12 y 18 es 6.", YES),
    ("El mcm de 4 y 6 es 24.", NO),
    ("12和18的最大公约数是6。", YES),
    ("12和18的最大公约数是4。", NO),
    ("12和18的最小公倍数是36。", YES),
    ("12和18的最小公倍数是72。", NO),
    ("A 15% tip on $40 is $6.", YES),
    ("A 15% tip on $40 is $8.", NO),
    ("The percent change from 40 to 50 is 25%.", YES),
    ("The percent change from 40 to 50 is 20%.", NO),
    ("The area of a trapezoid with bases 4 and 6 and height 3 is 15.", YES),
    ("The area of a trapezoid with bases 4 and 6 and height 3 is 30.", NO),
    ("Half of 91, which is about 46.", YES),
    ("Half of 91, which is approximately 46.", YES),
    ("Half of 90, which is not 40.", YES),
    ("The area of a circle with radius 3 is not 6π.", YES),
]


@pytest.mark.parametrize(("step", "status"), PHRASES)
async def test_step(verifier: Verifier, step: str, status: str) -> None:
    assert step_status(await verifier.step(step)) == status
