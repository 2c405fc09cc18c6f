"""Answers that are measures: of money, angles, shares, quantities or things. None equals one of another kind."""

from __future__ import annotations

import pytest

from dikast.verify.deciders.same_answer import compare_answers
from dikast.verify.policy import Policy

YES, NO, OPEN = "verified", "refuted", "unknown"

# A bare number equals a measure of any kind; a measure none of another kind.
KINDS = [
    ("45", "45°", YES),
    ("45 m", "45°", NO),
    (r"45^\circ", r"45 \text{ cm}", NO),
    ("45 min", "45 degrees", NO),
    ("$90", "90°", NO),
    ("180 dollars", "180 degrees", NO),
    ("5 euros", "5°", NO),
    ("50", "50%", YES),
    ("50 kg", "50%", NO),
    ("5 m", "5 percent", NO),
    ("$5", "5%", NO),
    ("30 °C", "30°", OPEN),
    ("30°", "30 K", OPEN),
    ("60", "5 dozen", YES),
    ("60 kg", "5 dozen", NO),
    ("$60", "5 dozen", OPEN),
    (r"\pi", "180°", YES),
    ("180 degrees", r"\pi radians", YES),
    (r"\pi", r"\pi degrees", OPEN),
    ("$5", "It costs 5 dollars", YES),
    ("$5", "It costs 5 euros", NO),
    ("5", "It costs 5 euros", YES),
    ("5 m", "5 euros", NO),
    ("$5/hour", "5 dollars an hour", YES),
]
# Units, rates, money and counters of Chinese; 平方 and 立方 are powers of the unit behind them.
EAST_ASIAN = [
    ("25平方厘米", "25 cm²", YES),
    ("25平方厘米", "25 cm", NO),
    ("25平方厘米", "25平方米", NO),
    ("25平方分米", "0.25 m²", YES),
    ("25立方厘米", "25 mL", YES),
    ("25立方厘米", "25平方厘米", NO),
    ("12 cm²", "三角形的面积是12平方厘米。", YES),
    ("18千米/时", "5米/秒", YES),
    ("18千米/时", "6米/秒", NO),
    ("80", "时速是80千米/时", YES),
    ("5元", "小明一共有5元", YES),
    ("5元", "5角", NO),
    ("5元", "50角", YES),
    ("5元", "5美元", NO),
    ("$5", "他付了5美元", YES),
    ("5 euros", "5欧元", YES),
    ("5元", "5人", OPEN),
    ("5人", "5 kg", OPEN),
    ("5%", "5人", OPEN),
    ("5 kg", "5个", OPEN),
    ("35", "全班有35名学生", YES),
    ("35名", "35人", YES),
    ("5个", "5人", OPEN),
    ("¥5", "5元", OPEN),
    ("5", "5个苹果", YES),
]
# What is right beside a number may make another number of it.
OTHER_NUMBERS = [
    ("5000", "5千", YES),
    ("5", "5千", NO),
    ("5000000", "5 Mio.", YES),
    ("2000000000", "2 Mrd. Euro", YES),
    ("2 million", "2 millones", YES),
    ("2000000", "2 millions", YES),
    ("5", "5 mil", OPEN),
    ("5", "5 tens", OPEN),
    ("5", "5 is the tens digit", YES),
    ("5", "5折", OPEN),
    ("5", "5倍", OPEN),
    ("5", "第5", OPEN),
    ("5", "5的倒数", OPEN),
    ("5", "5个半", OPEN),
    ("5", "5次方", OPEN),
    ("5", "5岁", YES),
    ("5", "x的值是5", YES),
    ("5", "5 times as many", OPEN),
    ("12", "12 times a day", YES),
    ("5", "5 less", OPEN),
    ("5", "5 short of 20", OPEN),
    ("5", "She needs 5 more", YES),
    ("5", "5 out of 8", OPEN),
    # A share of another value.
    ("3/4 hour", "3/4 of 2 hours", OPEN),
    ("2/3", "2/3 von 9 m", OPEN),
    ("$7", "$7 of $30", OPEN),
    ("$7", "$7 of tax", YES),
    ("$33", "$30 + 10% of $30", OPEN),
    ("4 km", "a length of 4 km", YES),
    # An article before a lone number.
    ("700", "a 700", YES),
    ("800", "a 700", NO),
    ("7a", "a*7", YES),
    ("5", "5 per 20", OPEN),
    ("5", "5 taken from 20", OPEN),
    ("5", "5 per week", YES),
    ("7", "Thus 7 is the answer (not 9).", YES),
    ("5", "We get 5 by step 2.", YES),
    ("42", "There are 42 children in 3 classes", YES),
    ("8", "8 for Tom and 12 for Ann", OPEN),
    ("8", "8 for Tom", YES),
    ("12", "from 8 to 12", OPEN),
    ("60", "It grew from 8 to 60", YES),
    ("8", "8 when x = 1 and 12 when x = 2", OPEN),
    ("8", "8 when x = 1", YES),
    ("5", "within 5", OPEN),
    ("42", "She has 42 stickers left after giving 8 to each of her 3 friends", YES),
]
# A product of units without a blank is spelt like another unit.
JOINED_UNITS = [
    ("5 m/s", "5 ms^{-1}", YES),
    ("5 m/s", r"5\,\text{ms}^{-1}", YES),
    ("9.8 m/s^2", "9.8 ms^{-2}", YES),
    ("5 N/m^2", "5 Nm^{-2}", YES),
    ("5 rad/s", "5 rads^{-1}", YES),
    ("5000 s^{-1}", "5 ms^{-1}", OPEN),
    ("5 m/s", "6 ms^{-1}", NO),
    ("5 m/s^2", "5 ms^{-1}", NO),
    ("5 m/s", "5 m s^{-1}", YES),
    ("5 ms", "0.005 s", YES),
    ("3 min^{-1}", "3/min", YES),
]
# Classes of numbers, rates, countries' units, ratios, and what is rejected or struck out.
SAID_BESIDE = [
    ("3 mod 7", "3 mod 7", YES),
    ("3 mod 7", "3 mod 8", OPEN),
    ("$5", "$5 per person", YES),
    ("5", "$5 per person", YES),
    ("5 US gallons", "5 imperial gallons", OPEN),
    ("5 gallons", "5 US gallons", OPEN),
    ("1:20", "1 to 20", YES),
    ("1:20", "20 to 1", NO),
    ("2:10", "1 to 5", OPEN),
    ("42", "42 ✗", OPEN),
    ("42", "❌ 42", OPEN),
    ("42", "42 ✓", YES),
    ("42", "~~42~~", OPEN),
    ("42", "~42~", OPEN),
    ("42", "~41~ 42", YES),
    ("5 cm and 6 cm", "5~cm and 6~cm", YES),
    ("42", "~42", YES),
    ("42", "~~41~~ 42", YES),
    ("41", "~~41~~ 42", NO),
    ("42", "<del>41</del> 42", YES),
    ("30° N of E", "30°", OPEN),
]


@pytest.mark.parametrize(
    ("reference", "answer", "expected"), [*KINDS, *EAST_ASIAN, *OTHER_NUMBERS, *JOINED_UNITS, *SAID_BESIDE]
)
def test_measures(reference: str, answer: str, expected: str) -> None:
    assert compare_answers(reference, answer, {}, Policy()).status == expected
