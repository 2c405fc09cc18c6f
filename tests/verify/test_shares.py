"""A fraction or a percentage of what it is added to, in words."""

from __future__ import annotations

import pytest

from dikast.verify import Verifier, step_status

YES, NO, OPEN = "verified", "refuted", "unknown"

STEPS = [
    # A share of something that is not named.
    ("Since 2/7 is equal to 14 pupils, 1/7 is 7 pupils.", OPEN),
    ("3/8 ist gleich 2,4 Hektar.", OPEN),
    ("3/4 is 80%", NO),
    ("56/8 is 7 litres", YES),
    ("3/8 of 16 litres is 7 litres", NO),
    ("80 increased by 1/4 is 100.", OPEN),
    ("40 decreased by half is 20.", OPEN),
    ("60 minus half is 30.", OPEN),
    ("60 plus half is 90.", OPEN),
    ("1/5 more than 50 is 60.", OPEN),
    ("1/5 less than 50 is 40.", OPEN),
    ("One third less than 60 is 40.", OPEN),
    ("Half more than 60 is 90.", OPEN),
    ("80 decreased by three quarters is 20.", OPEN),
    ("50增加五分之一是60。", OPEN),
    ("50增加1/5是60。", OPEN),
    ("60 plus ein Viertel ist 75.", OPEN),
    ("60 minus ein Viertel ist 45.", OPEN),
    ("60 moins un quart font 45.", OPEN),
    ("60 menos un cuarto es 45.", OPEN),
    ("80 increased by 1/4 is 90.", NO),
    ("80 increased by 1/4 is 80.25.", YES),
    ("60 minus 1/2 is 29.", NO),
    ("60 - 1/2 = 30", NO),
    ("60 + 1/2 = 90", NO),
    ("80 increased by 5 is 100.", NO),
    ("A 20% discount on $50 gives $40.", OPEN),
    ("A 20% discount on $50 gives $45.", NO),
    ("A 20% discount on $50 is $10.", YES),
    ("A 15% tip on $40 makes $46.", OPEN),
    ("A 15% tip on $40 makes $56.", NO),
    ("A 15% tip on $40 is $46 total.", OPEN),
    ("An 8% tax on $50 comes to $54.", OPEN),
    ("20% of 50 is 40.", NO),
    ("20% of $50 is $60.", NO),
    ("20 percent of 50 is 40.", NO),
    ("20 % von 50 sind 40.", NO),
    ("20 % de 50 es 40.", NO),
    ("50的20%是40。", NO),
    ("A 20% discount on $50 gives $20.", NO),
    ("half of 60 is 90.", NO),
    ("3 times 1/2 is 4.5", NO),
]


@pytest.mark.parametrize(("step", "status"), STEPS)
async def test_step(verifier: Verifier, step: str, status: str) -> None:
    assert step_status(await verifier.step(step)) == status
