"""Arithmetic in words: read as formulas in five languages, and not read where a word of the clause is left over."""

from __future__ import annotations

import pytest

from dikast.verify import Verifier, step_status
from dikast.verify.text.claims import claims

YES, NO, OPEN = "verified", "refuted", "unknown"

ENGLISH = [
    ("half of 90 equals 40", NO), ("Half of 90 is 45.", YES), ("15% of 200 is 30", YES), ("20% of 50 is 12.", NO),
    ("6 times 7 is 43", NO), ("six times seven is 42", YES), ("17 is divisible by 3", NO),
    ("18 is divisible by 3", YES), ("17 is not divisible by 3.", YES),
    ("1529 ÷ 6 = 255 with a remainder of 4", NO), ("1529 ÷ 6 = 254 with a remainder of 5", YES),
    ("15 / 2 = 7 R 1", YES), ("7 / 2 = 2 remainder 3", NO), ("The sum of 4 and 5 is 9", YES),
    ("The product of 4 and 5 is 21", NO), ("The difference between 8 and 20 is 12.", YES), ("twice 6 is 12", YES),
    ("a quarter of 20 is 5", YES), ("7 squared is 49", YES), ("the square root of 16 is 5", NO),
    ("3 more than 5 is 8", YES), ("10 less than 15 is 4", NO), ("The average of 4, 8 and 12 is 8.", YES),
    ("The average of 4, 8 and 12 is 9.", NO), ("3 hours is 160 minutes.", NO), ("10 increased by 20% is 12.", YES),
    ("A third of 60 is 25, so the rest is 60 - 25 = 35.", NO), ("A third of 60 is 20, so the rest is 60 - 20 = 40.", YES),
    ("10% of 70 is 8, which leaves 70 - 8 = 62.", NO), ("95 divided by 4 is 23, so the remainder is 95 - 92 = 3.", YES),
    ("First we add 18 and 25 to get 43.", YES), ("Next, we add 18 and 25 to get 44.", NO),
    ("The digits of 617 add up to 6 + 1 + 7 = 14.", YES), ("The digits of 617 add up to 6 + 1 + 7 = 15.", NO),
    ("30% of the 150 students = 0.3 × 150 = 45 students", OPEN), ("2/5 of the 35 girls = 15 girls", NO),
    ("100% - 20% - 35% = 45%", YES), ("100% - 20% - 35% = 55%", NO), ("log₂ 32 = 5", YES), ("log₂ 32 = 6", NO),
    ("If we divide 63 by 9, we get 7.", YES), ("If we divide 63 by 9, we get 8.", NO),
    ("If we had divided 63 by 9, we would get 8.", OPEN), ("It is a change of 9 - (-4) = 5 degrees.", NO),
    ("The remainder when 3^{5} is divided by 8 is 2.", NO), ("Half of 2^8 is 128.", YES), ("2^8 is divisible by 6.", NO),
    ("25 × 4 is 100.", YES), ("Half of the sum of 4 and 6 is 5.", YES), ("3/4 of 16 is 12", YES),
]  # fmt: skip
OTHER_LANGUAGES = [
    ("Die Hälfte von 90 ist 45.", YES), ("Die Hälfte von 90 ist 40.", NO), ("25 % von 80 sind 20.", YES),
    ("19 : 4 = 4 Rest 3", YES), ("Es gilt 19 : 4 = 4 Rest 2.", NO), ("23 dividido entre 4 es 5 y sobran 3.", YES),
    ("23 dividido por 4 es 5 con resto 2.", NO), ("La moitié de 70 est 36, donc il reste 90 - 36 = 54.", NO),
    ("Die Summe von 4 und 5 ist 8.", NO), ("6 mal 7 ist 42.", YES), ("17 ist durch 3 teilbar.", NO),
    ("La moitié de 90 est 45.", YES), ("6 fois 7 est égal à 43.", NO), ("La somme de 4 et 5 est 9.", YES),
    ("La mitad de 90 es 45.", YES), ("El doble de 7 es 15.", NO), ("6 por 7 es 42.", YES),
    ("90的一半是45。", YES), ("6乘以7等于43。", NO), ("17能被3整除。", NO), ("比12多4的数是16。", YES),
    ("比12多4的数是17。", NO), ("20比12多8。", YES), ("20比12多9。", NO), ("90减去20的差是60。", NO), ("8的倒数是1/8。", YES), ("12除以5等于2余2。", YES),
]  # fmt: skip
LEFT_OVER = [
    ("6 times 7 plus 1 is 43", OPEN),  # two operations in a row have no precedence in words
    ("6 times 7 + 1 = 43", OPEN),
    ("half of 10 plus 2 is 7", OPEN),
    ("20% of 50 is more than 9 or so", OPEN),
    ("She knows that half of 90 marbles were 40 of his", OPEN),
    ("The average of 3 + 5 = 4", OPEN),
    ("If half of 90 is 40, we stop.", OPEN),
    ("5 apples is 3 pears", OPEN),
]
# Numbers are compared as they are only where they count the same thing.
UNITS = [
    ("3 times 20 minutes is 1 hour.", OPEN), ("Half of 12 hours is 360 minutes.", OPEN),
    ("Half of 12 hours is 6 minutes.", OPEN), ("3 weeks plus 4 days is 25 days.", OPEN),
    ("The average of 1 hour and 30 minutes is 45 minutes.", OPEN), ("20 percent of 5 km is 1000 m.", OPEN),
    ("20 hours divided by 3 is 6 with a remainder of 120 minutes.", OPEN), ("Half of 6 pairs is 6 socks.", OPEN),
    ("6 pairs plus 4 socks is 16 socks.", OPEN), ("2 times 1 hour is 2 hours.", YES),
    ("12 feet minus 2 feet is 11 ft.", NO), ("3 boys plus 4 girls is 7 children.", YES),
    ("6 boxes times 4 pencils is 24 pencils.", YES), ("Half of the 90 pupils is 40 pupils.", NO),
]  # fmt: skip


CALCULATIONS_WITH_UNITS = [
    ("3 hours is 3 × 60 minutes.", YES), ("2 km is 2 × 1000 m.", YES), ("90 minutes is 90/60 hours.", YES),
    ("3 hours is $3 \\times 60$ minutes.", YES), ("1 hour 30 minutes is 60 + 30 minutes.", YES),
    ("3 Stunden sind 3 × 60 Minuten.", YES), ("3 heures font 3 × 60 minutes.", YES),
    ("3 horas son 3 × 60 minutos.", YES), ("3小时是3×60分钟。", YES), ("6 boxes is 2 × 3 boxes.", YES),
    ("3 hours is 3 × 50 minutes.", NO), ("3 Stunden sind 3 × 50 Minuten.", NO), ("3小时是3×50分钟。", NO),
    ("3 hours is 3 × 60 seconds.", NO), ("Half of 30 is 3 × 6 apples.", NO), ("3 teams is 3 × 5 players.", OPEN),
    ("3 hours is 3 × 60 people.", OPEN), ("A 3 hours walk is 3 × 60 minutes long.", OPEN),
    ("Twice 12 km is 2 × 12000 m.", OPEN),
]  # fmt: skip
RESULTS = [
    ("Doubling 45 gives 90.", YES), ("Doubling 45 gives 80.", NO), ("If we subtract 17 from 50, we get 33.", YES),
    ("Adding 25 to 38 we obtain 63.", YES), ("Adding 25 to 38, we get 53.", NO), ("Tripling 14 yields 52.", NO),
    ("Multiplying 6 by 7 yields 42.", YES), ("144 split equally among 6 friends is 24 each.", YES),
    ("144 split equally among 6 friends is 26 each.", NO), ("35 and 64 are relatively prime.", YES),
    ("35 and 63 are relatively prime.", NO), ("35 and 63 are not coprime.", YES), ("35 and 64 are not coprime.", NO),
    ("3 is the inverse of 5 modulo 7.", YES), ("The inverse of 3 modulo 7 is 4.", NO),
    ("Both 51 and 57 are divisible by 3.", YES), ("51 and 58 are both divisible by 3.", NO),
    ("The sum of the first 100 positive integers is 5050.", YES), ("The geometric mean of 4 and 9 is 6.5.", NO),
    ("The sum of the first 10 positive odd numbers is 110.", NO), ("Sales tax of 8% on $25 is $2.", YES),
    ("Dreimal 15 ist 55.", NO), ("La somme de 7 et 8 est égale à 16.", NO), ("3 dozen is 36.", YES),
    ("3 dozen is 3 × 10 = 30", NO), ("3 dozen is 3 × 12 = 36", YES), ("3 dozen eggs is 36 eggs.", YES),
]  # fmt: skip
NAMED_VALUES = [
    ("since $AC = 34$ and $AD = 17$ are relatively prime", NO), ("$a = 9$ and $b = 16$ are coprime.", YES),
    ("The sum of $a = 3$ and $b = 4$ is 8.", NO), (r"We take the ceiling of $\sqrt{60}$, which is 7.", NO),
    (r"The floor of $\sqrt{60}$ is 7.", YES), ("We take half of 90, which is 40.", NO),
    ("Then we add $3 + 4$, which gives 12.", OPEN),  # the sum may go on
]  # fmt: skip
UNITS_IN_UNITS = [
    ("A week has 7 days.", YES), ("A week has 5 days, so 4 × 5 = 20 days", NO), ("An hour has 60 minutes.", YES),
    ("There are 5 days in a week.", NO), ("Eine Stunde hat 100 Minuten.", NO), ("Eine Stunde hat 60 Minuten.", YES),
    ("Il y a 100 minutes dans une heure.", NO), ("Hay 60 minutos en una hora.", YES), ("His day has 8 hours.", OPEN),
    ("A day is 8 hours of work.", OPEN), ("A work day has 8 hours.", OPEN), ("A day has 8 hours of work.", OPEN),
    ("A week has 5 school days.", OPEN), ("He has 3 hours.", OPEN), ("One hour is 60 minutes, which is 3000 seconds.", NO),
    ("One hour is 60 minutes, which is 3600 seconds.", YES), ("There are 12 students in 3 groups.", OPEN),
    ("3 hours = 3 × 60 = 180 minutes", YES), ("3 hours = 3 × 100 = 300 minutes", NO), ("2 m = 2 × 100 = 200 cm", YES),
    ("7200 seconds = 7200/60 = 120 minutes = 2 hours", YES), ("7200 seconds = 7200/60 = 120 minutes = 3 hours", NO),
    ("3 h = 3 × 60 = 180 min + 20 = 200 min", OPEN),
]  # fmt: skip


@pytest.mark.parametrize(
    ("step", "status"),
    [
        *ENGLISH,
        *OTHER_LANGUAGES,
        *LEFT_OVER,
        *UNITS,
        *CALCULATIONS_WITH_UNITS,
        *RESULTS,
        *NAMED_VALUES,
        *UNITS_IN_UNITS,
    ],
)
async def test_statement(verifier: Verifier, step: str, status: str) -> None:
    checks = await verifier.step(step)
    assert step_status(checks) == status, checks


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("1+2+...+100 = 5050", "((1+100)*((100-1)/1+1)/2) = 5050"),
        ("2 + 4 + ... + 2n = n(n+1)", "2 + 4 + ... + 2n = n(n+1)"),  # the last term is no letter alone
        ("1 + 4 + 9 + ... + 100 = 385", "1 + 4 + 9 + ... + 100 = 385"),  # no arithmetic progression
        ("3 + 4\n= 7", "3 + 4 = 7"),  # a line that begins with a sign goes on the line before
        ("0,2 + 0,3 = 0,5", "0,2 + 0,3 = 0,5"),  # never cut at a comma between digits
        ("10 000 + 1 = 10 001", "10000 + 1 = 10001"),
    ],
)
def test_form(text: str, form: str) -> None:
    assert claims(text)[0].forms[0] == form
