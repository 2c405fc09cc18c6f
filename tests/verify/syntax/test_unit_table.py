"""The table of units: its names in every language, and what a number may be in another unit."""

from __future__ import annotations

import pytest

from dikast.verify import Verifier, step_status
from dikast.verify.deciders.same_answer import compare_answers
from dikast.verify.policy import Policy
from dikast.verify.syntax.unit_table import SYMBOLS, unit

YES, NO, OPEN = "verified", "refuted", "unknown"

LANGUAGES = [
    ("25 m²", "25 Quadratmeter", YES), ("25 m²", "25 Quadratzentimeter", NO), ("25 m²", "25 mètres carrés", YES),
    ("25 m²", "25 mètres cubes", NO), ("25 m²", "La superficie es 25 metros cuadrados.", YES),
    ("25 m²", "La superficie es 26 metros cuadrados.", NO), ("5 t", "5 Tonnen", YES), ("2 mi", "2 millas", YES),
    ("5 km", "5公里", YES), ("50 cm", "50公分", YES), ("5 cows", "5牛", OPEN), ("3 h", "3時間", YES), ("3 h", "3시간", YES),
    ("3 h", "3分钟", NO), ("25%", "25 pour cent", YES), ("30°", "30 Grad", YES), ("30°", "30度", YES),
    ("60 km/h", "60 km pro Stunde", YES), ("60 km/h", "60千米/时", YES), ("2.5 h", "2.5小时", YES),
]  # fmt: skip
STEPS = [
    ("Die Fläche beträgt 5 m × 5 m = 25 Quadratmeter.", "", YES),
    ("L'aire est 5 m × 5 m = 26 mètres carrés.", "", NO),
    ("3 semanas son 22 días.", "", NO),
    ("2小时=130分钟", "", NO),
    # A number without a unit before may be in another.
    ("So t = 2 h.", "t = 120", OPEN), ("So t = 120 min.", "t = 2", OPEN), ("So t = 2 h.", "t = 121", NO),
    ("So t = -2 h.", "t = -120", OPEN), ("So d = 3 yd.", "d = 9", OPEN), ("So d = 3 yd.", "d = 8", NO),
    ("So v = 36 km/h.", "v = 10", OPEN), ("So m = 2 kg.", "m = 2000", OPEN), ("So m = 2 kg.", "m = 3", NO),
]  # fmt: skip


@pytest.mark.parametrize(("reference", "answer", "expected"), LANGUAGES)
def test_units_in_other_languages(reference: str, answer: str, expected: str) -> None:
    assert compare_answers(reference, answer, {}, Policy()).status == expected


@pytest.mark.parametrize(("step", "before", "expected"), STEPS)
async def test_steps_with_units(verifier: Verifier, step: str, before: str, expected: str) -> None:
    assert step_status(await verifier.step(step, context=[before] if before else [])) == expected


def test_every_symbol_is_a_unit() -> None:
    assert {symbol.partition("^")[0] for symbol in SYMBOLS.values() if unit(symbol.partition("^")[0]) is None} == {
        "°",
        "%",
    }
