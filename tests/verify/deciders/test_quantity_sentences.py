"""Rates, and times of day with what lies between, as sentences say them."""

from __future__ import annotations

import pytest

from dikast.verify import Verifier, step_status

YES, NO, OPEN = "verified", "refuted", "unknown"
Row = tuple[str, str]

RATES: list[Row] = [
    ("60 km in 45 min is 80 km/h", YES),
    ("60 km in 45 min is 90 km/h", NO),
    ("120 miles in 2 hours is 60 mph.", YES),
    ("120 miles in 2 hours is 50 mph.", NO),
    ("At 60 km/h, 3 hours is 180 km.", YES),
    ("At 60 km/h, 3 hours is 190 km.", NO),
    ("100 m in 10 s is 10 m/s.", YES),
    ("100 m in 10 s are 36 km/h.", YES),
    ("100 m in 10 s are 46 km/h.", NO),
    ("60 km in 45 min sind 80 km/h.", YES),
    ("60 km in 45 min sind 90 km/h.", NO),
    ("60 km en 45 min font 80 km/h.", YES),
    ("60 km en 45 min son 80 km/h.", YES),
    ("60 km en 45 min son 90 km/h.", NO),
    ("240 words in 4 minutes is 60 words per minute.", YES),
    ("240 words in 4 minutes is 50 words per minute.", NO),
    ("$30 for 5 hours is $6 per hour.", YES),
    ("$30 for 5 hours is $7 per hour.", NO),
    ("3 hours at 60 km/h is 180 km.", YES),
    ("3 hours at 60 km/h is 160 km.", NO),
    ("2.5 hours at $12 per hour is $30.", YES),
    ("2.5 hours at $12 per hour is $32.", NO),
    ("So 60 km in 45 min is 80 km/h.", YES),
    ("60 Kilometer in 45 Minuten sind 80 km/h.", YES),
    ("60 km en 45 minutes est 80 km/h.", YES),
    ("Is 60 km in 45 min 90 km/h?", OPEN),
    ("60 km in 45 min is not 90 km/h.", OPEN),
    ("If 60 km in 45 min is 90 km/h, we are late.", OPEN),
    ("Tom thinks 60 km in 45 min is 90 km/h.", OPEN),
    ("60 km in 45 min is 5 km.", OPEN),
    ("5 km in 3 hours is 3 hours.", OPEN),
    ("5 m at $3 per meter is $15.", YES),
    ("5 m at $3 per meter is $18.", NO),
    ("60 km in half an hour is 120 km/h.", YES),
]
CLOCK_TIMES: list[Row] = [
    ("From 9:30 to 11:15 is 1 h 45 min", YES),
    ("From 9:30 to 11:15 is 1 h 35 min", NO),
    ("From 9:30 to 11:15 is 1 hour 45 minutes.", YES),
    ("From 9:30 to 11:15 is 1 hour and 45 minutes.", YES),
    ("From 9:30 am to 11:15 am is 105 minutes.", YES),
    ("From 9:30 am to 11:15 am is 115 minutes.", NO),
    ("From 9:30 am to 11:15 pm is 105 minutes.", NO),
    ("From 9:30 a.m. to 11:15 p.m. is 13 h 45 min.", YES),
    ("Von 9:30 bis 11:15 sind es 1 h 45 min.", YES),
    ("Von 9:30 bis 11:15 sind es 1 h 35 min.", NO),
    ("Von 9:30 Uhr bis 11:15 Uhr sind es 1 Stunde 45 Minuten.", YES),
    ("De 9:30 à 11:15, il y a 1 h 45 min.", YES),
    ("De 9:30 à 11:15, il y a 1 h 55 min.", NO),
    ("De 9:30 a 11:15 hay 1 h 45 min.", YES),
    ("De 9:30 a 11:15 hay 2 h 45 min.", NO),
    ("从9:30到11:15是1小时45分钟。", YES),
    ("从9:30到11:15是1小时35分钟。", NO),
    ("9:30 + 1 h 45 min = 11:15", YES),
    ("9:30 + 1 h 45 min = 11:25", NO),
    ("45 minutes after 9:30 is 10:15.", YES),
    ("45 minutes after 9:30 is 10:25.", NO),
    ("45 minutes before 9:30 is 8:45.", YES),
    ("45 minutes before 9:30 is 8:35.", NO),
    ("11:15 - 9:30 = 1 h 45 min", YES),
    ("19:00 - 11:00 = 8 h", YES),
    ("19:00 - 11:00 = 9 h", NO),
    ("14:14 to 16:47 is 153 minutes.", YES),
    ("14:14 to 16:47 is 9180 minutes.", NO),
    ("From 9:30 to 11:15 is 13 h 45 min", OPEN),
    ("From 11:30 to 1:15 is 1 h 45 min", YES),
    ("From 11:30 to 1:15 is 2 h 45 min", NO),
    ("From 22:30 to 0:15 is 1 h 45 min.", YES),
    ("From 9:30 to 11:15 is not 2 h.", OPEN),
    ("Is it 2 h from 9:30 to 11:15?", OPEN),
    ("From 9:30 to 11:15 is about 2 h.", OPEN),
    ("9:30 to 11:15 is the ratio 2 m.", OPEN),
    ("from 3:20 to 3:50 is 30 cm", OPEN),
    ("The ratio 6:30 to 12:15 is 3.", OPEN),
]


@pytest.mark.parametrize(("step", "status"), RATES + CLOCK_TIMES)
async def test_step(verifier: Verifier, step: str, status: str) -> None:
    assert step_status(await verifier.step(step)) == status
