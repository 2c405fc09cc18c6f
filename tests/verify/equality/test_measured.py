"""Units that cancel, and units of one kind on both sides: numbers alone never make them equal."""

from __future__ import annotations

import pytest

from dikast.verify.deciders.same_answer import compare_answers
from dikast.verify.deciders.step_claims import examine
from dikast.verify.policy import Policy

YES, NO, OPEN = "verified", "refuted", "unknown"

# What is left of units that cancel is their scale; the number beside them may be meant.
CANCELLED = [
    ("0.05", "5 cm/m", YES),
    ("5%", "5 cm/m", YES),
    ("6%", "5 cm/m", NO),
    ("5", "5 cm/m", OPEN),
    ("6", "5 cm/m", NO),
    ("0.00158", "1.58 mm/m", YES),
    ("0.25", "25 cm/m", YES),
    ("0.25", "24 cm/m", NO),
    ("1000", "1 km/m", YES),
    ("100", "1 m / 1 cm", YES),
    ("2", r"\frac{4 kg}{2 kg}", YES),
    ("2", r"\frac{4 kg}{2 g}", OPEN),
    ("2000", r"\frac{4 kg}{2 g}", YES),
    ("3000", r"\frac{4 kg}{2 g}", NO),
    (r"1.58 \cdot 10^{-3}", r"\frac{430 kN/m}{13 cm^2/m \cdot 210 GPa}", YES),
    ("5 apples", "5", YES),
    ("5 m", "5", YES),
]
# Names of several words, customary units, prefixes; a converted value may be a whole number, and data have two prefixes.
NAMES = [
    ("1 nautical mile", "1852 m", YES),
    ("1 nautical mile", "1609 m", NO),
    ("2 nautical miles", "3.704 km", YES),
    ("4.2 ly", "4.2 light years", YES),
    ("1 light-year", "9.4607e15 m", YES),
    ("5 metric tons", "5000 kg", YES),
    ("5 metric tons", "500 kg", NO),
    ("2 AU", "2 astronomical units", YES),
    ("3 miles", "3 miles", YES),
    ("3 nautical miles", "3 miles", NO),
    ("5", "5 light bulbs", YES),
    ("3 fathoms", "18 ft", YES),
    ("1 century", "100 years", YES),
    ("1 century", "10 years", NO),
    ("2 decades", "20 years", YES),
    ("2 tablespoons", "6 teaspoons", YES),
    ("2 tablespoons", "5 teaspoons", NO),
    ("3 kVA", "3000 VA", YES),
    ("2 kNm", "2000 N·m", YES),
    ("3 Ah", "3000 mAh", YES),
    ("3 Ah", "300 mAh", NO),
    ("1 hp", "746 W", OPEN),
    ("1 hp", "756 W", NO),
    ("6 ft", "183 cm", OPEN),
    ("6 ft", "193 cm", NO),
    ("29.92 inHg", "1013 hPa", OPEN),
    ("2 GB", "2000 MB", OPEN),
    ("2 GB", "2 GB", YES),
    ("2 GB", "3 GB", NO),
]
# A tonne beside a mass; behind other units t is a time.
TONNES = [
    ("10 g", "5 g/t × 2 t", YES),
    ("12 g", "5 g/t × 2 t", NO),
    ("224721 t", "189 Mt × 1189 g/t", YES),
    ("10 m", "5 m/s × 2 s", YES),
]
# Inches, and units that are one sign.
SIGNS = [
    ("1 ft", '12"', YES),
    ("6 ft", "70″", NO),
    ("12", '12"', YES),
    ("25 ℃", "25 °C", YES),
    ("25 ℃", "25 ℉", NO),
    ("25 ℃", "77 ℉", YES),
    ("25 ㎡", "25 m²", YES),
    ("25 ㎡", "25 m", NO),
    ("3 ㎢", "3 km", NO),
    ("1 ㏊", "10000 m²", YES),
    ("5 ㎾", "5000 W", YES),
    ("5 ㎾", "5 W", NO),
    ("5 ㎧", "18 km/h", YES),
    ("5㎜", "5 cm", NO),
]
# A unit behind several values is that of each; bounds are compared as numbers of one unit.
SEVERAL = [
    ("(3 m, 4 m)", "(3, 4) m", YES),
    ("(3 m, 4 m)", "(3, 4) cm", NO),
    ("(3 m, 4 m)", "(3, 5) m", NO),
    ("v = (3, 4) m/s", "(3 m/s, 4 m/s)", YES),
    ("(3, 4) m/s", "v = (3, 4) m/s", YES),
    ("(3, 4) m/s", "(3, 4) m", NO),
    ("(3, 4) m/s", "(4, 3) m/s", NO),
    ("(3, 4)", "(3, 4) m", YES),
    ("5 ± 0.1 cm", "5 ± 0.2 cm", NO),
    ("5 ± 0.1 cm", "(5.0 ± 0.1) cm", YES),
    ("5 ± 0.1 cm", "5 ± 0.1 m", NO),
    ("5 ± 0.1 cm", "50 ± 1 mm", YES),
    ("5 cm ± 1 mm", "5 ± 0.1 cm", YES),
    ("x > 5 m", "x > 5 cm", NO),
    ("x > 5 m", "x > 500 cm", YES),
    ("x ≥ 5 m", "x > 5 m", NO),
    ("x > 5 m", "x > 5 s", NO),
    ("x > 5", "x > 5 m", YES),
    ("x > 5 m", "x > 6", OPEN),
    ("2 m < x < 5 m", "200 cm < x < 500 cm", YES),
    ("2 m < x < 5 m", "2 m < x ≤ 5 m", NO),
    ("2 m < x < 5 m", "2 < x < 5", YES),
    ("[2 m, 5 m)", "2 m ≤ x < 5 m", YES),
    ("[2, 5) m", "[2 m, 5 m)", YES),
    ("[2, 5) m", "[2, 5) cm", NO),
    ("t ≥ 3 s", "t ≥ 3000 ms", YES),
    ("m > 5 kg", "5 kg < m", YES),
    ("T > 20 °C", "T > 293.15 K", YES),
    ("x < 2 m or x > 5 m", "x > 5 m or x < 2 m", YES),
    ("x < 2 m or x > 5 m", "x > 5 cm or x < 2 m", NO),
    ("5 km, 3 km", "3 km, 5 km", YES),
    ("5 km, 3 km", "3 m, 5 km", NO),
]
# Numbers without a unit may be factors of a conversion; any other may be a rate, of a map or of days of work.
SCALED = [
    ("2 × 50 cm = 1 m", YES),
    ("2 × 50 cm = 100 cm", YES),
    ("2 × 50 cm = 100 m", OPEN),
    ("3 × 4 km = 12 m", OPEN),
    ("3 × 4 km = 12000 m", YES),
    ("10 m / 2 = 5 cm", OPEN),
    ("20 min × 3 = 60 h", OPEN),
    ("20 min × 3 = 1 h", YES),
    ("2(3 cm + 4 cm) = 14 m", OPEN),
    ("4 × 2 liters = 8 mL", OPEN),
    (r"\frac{10 \text{ m}}{2} = 5 \text{ cm}", OPEN),
    ("2 hours × 60 = 120 minutes", YES),
    ("2 hours × 30 = 60 minutes", OPEN),
    ("120 minutes / 60 = 2 hours", YES),
    ("2 hours / 60 = 120 minutes", NO),
    ("5 m × 100 = 500 cm", YES),
    ("5 m × 10 = 500 cm", NO),
    ("3600 s / 60 / 60 = 1 h", YES),
    ("2 days × 24 × 60 = 2880 min", YES),
    ("5 miles × 1.6 = 8 km", YES),
    ("10 kg × 2.2 = 22 lb", YES),
    ("22 lb × 2.2 = 48.4 kg", OPEN),
    ("5 kg + 3 = 8 kg", YES),
    ("5 kg + 3 = 8 g", OPEN),
    ("3 × 5 euros = 15 euros", YES),
    ("10 km × 0.6 = 6 miles", YES),
    ("5 cm × 10 = 50 km", OPEN),
    ("3 days × 8 = 24 hours", OPEN),
    ("2 × 50 cm = 110 m", NO),
    ("50 cm + 50 cm = 100 m", NO),
    ("3 h × 60 min = 180 min", OPEN),
    ("3 m × 4 m = 12 m", NO),
]
# A quotient of two quantities of one kind is a number.
QUOTIENTS = [
    ("5 cm / 2 m = 0.025", YES),
    ("5 cm / 2 m = 0.04", NO),
    ("5 cm / 2 m = 2.5", OPEN),
    ("4 kg / 2 g = 2000", YES),
    ("1 km / 1 m = 1000", YES),
    ("(5 cm)/(1 m) = 0.05 = 5%", YES),
    ("(5 cm)/(1 m) = 0.05 = 50%", NO),
    ("10 m / 2 m = 5", YES),
    ("10 m / 2 m = 6", NO),
]
# A root has the root of its unit; a result is not named by a unit that nothing above a slash has.
NAMED = [
    (r"\sqrt{16 m^2} = 4 m", YES),
    (r"\sqrt{16 m^2} = 400 cm", YES),
    (r"\sqrt{16 m^2} = 4 m^2", NO),
    (r"c = \sqrt{(3 cm)^2 + (4 cm)^2} = 5 m", NO),
    ("60 miles per hour × 2 = 120 miles", YES),
    ("45 miles / 0.75 hours = 60 miles", YES),
    ("45 miles / 0.75 hours = 60 hours", OPEN),
    ("2 × 6 hours = 12 km", OPEN),
    ("3 weeks × 7 days = 21 days", YES),
]
# A percent sign is a factor of a hundred, unless a hundred is written out.
PERCENT = [
    ("5/20 × 100 = 25%", YES),
    ("5/20 = 25%", YES),
    ("25% = 25", OPEN),
    ("40 × 1.05 = 42%", OPEN),
    ("20% × 50 = 10", YES),
    ("20% × 50 = 11", NO),
]


@pytest.mark.parametrize(("reference", "answer", "expected"), [*CANCELLED, *TONNES, *SIGNS, *SEVERAL, *NAMES])
def test_an_answer_is_compared_with_its_units(reference: str, answer: str, expected: str) -> None:
    assert compare_answers(reference, answer, {}, Policy()).status == expected


@pytest.mark.parametrize(("step", "expected"), [*SCALED, *QUOTIENTS, *NAMED, *PERCENT])
def test_a_calculation_is_decided_with_its_units(step: str, expected: str) -> None:
    statuses = [message["status"] for message in examine(step, (), "", lambda message: None)]
    assert statuses == [expected]
