"""Rates of times: the unit that is said twice is dropped; a week has not always seven days."""

from __future__ import annotations

import pytest

from dikast.verify import Verifier, step_status

YES, NO, OPEN = "verified", "refuted", "unknown"

STEPS = [
    ("4 weeks at 5 days per week is 20 days.", YES),
    ("5 days at 8 hours per day is 40 hours.", YES),
    ("3 hours at 20 minutes per hour is 60 minutes.", YES),
    ("At 8 hours per day, 5 days is 40 hours.", YES),
    ("7 days at 30 minutes per day is 210 minutes.", YES),
    ("4 Wochen mit 5 Tagen pro Woche sind 20 Tage.", YES),
    ("5 Tage mit 8 Stunden pro Tag sind 40 Stunden.", YES),
    ("4 weeks at 5 days per week is 21 days.", NO),
    ("5 days at 8 hours per day is 45 hours.", NO),
    ("210 minutes at 30 minutes per day is 7 days.", YES),
    ("210 minutes at 30 minutes per day is 8 days.", NO),
    ("2 weeks at 8 hours per day is 80 hours.", OPEN),
    ("2 weeks at 8 hours per day is 112 hours.", OPEN),
    ("At 60 km/h, 3 hours is 180 km.", YES),
    ("At 60 km/h, 3 hours is 190 km.", NO),
    ("2.5 hours at $12 per hour is $30.", YES),
    ("At 20 minutes per day, 6 days is 120 minutes.", YES),
    ("At 20 minutes per day, 6 days is 130 minutes.", NO),
    ("5 days at 8 hours per day is 2400 minutes.", YES),
    ("At 60 km/h, 3 hours is 180 km. Then 5 days is 40 hours.", NO),
    ("6 Wochen mit 4 Tagen pro Woche sind 24 Tage.", YES),
    ("6 Wochen mit 4 Tagen pro Woche sind 26 Tage.", NO),
]


@pytest.mark.parametrize(("step", "status"), STEPS)
async def test_step(verifier: Verifier, step: str, status: str) -> None:
    assert step_status(await verifier.step(step)) == status
