"""Statements compared as phrases: what is the same, what is not, and what is left open, kind by kind."""

from __future__ import annotations

import pytest

from dikast.verify.deciders.same_answer import compare_answers
from dikast.verify.decision import Decision
from dikast.verify.policy import Policy
from dikast.verify.witness import Slots

YES, NO, OPEN = "verified", "refuted", "unknown"


def compared(reference: str, answer: str) -> Decision:
    return compare_answers(reference, answer, {}, Policy())


# One value in a sentence: what is in an adjunct, a reason or a denial is not the answer.
SENTENCES = [
    ("42", "She has 42 stickers left after giving 8 to each of her 3 friends.", YES),
    ("3", "She has 42 stickers left after giving 8 to each of her 3 friends.", NO),
    ("3", "Maria has 42 stickers left after day 3.", NO),
    ("7", "Each child gets 7 pencils out of 42.", YES),
    ("42", "He will be 42 in 5 years.", YES),
    ("42", "In 5 years he will be 42.", YES),
    ("42", "Maria hat nach 3 Tagen 42 Euro.", YES),
    ("42", "Il reste 42 pommes après 3 jours.", YES),
    ("42", "因此，小明一共有42本书。", YES),
    ("45", "He will arrive in 45 minutes", YES),
    ("6", "Each of the 3 boxes has 6 apples.", YES),
    ("5", "x = 5 because 5 + 3 = 8", YES),
    ("8", "x = 5 because 5 + 3 = 8", NO),
    ("7", "The answer is 7, not 9.", YES),
    ("9", "The answer is 7, not 9.", NO),
    ("9", "9 is wrong", NO),
    ("2", "x = 2, as x = -2 is extraneous", YES),
    ("9", "Is it 9?", OPEN),
    ("9", "If x = 9 then it works", OPEN),
    ("7", "Tom is 7 years older than Ann, who is 5.", OPEN),
    ("0.4", "10 out of 25", YES),
    ("-20", "a loss of $20", OPEN),
]
# A word beside a value that makes another value, or a bound, of it.
OPERATORS = [
    ("3", "twice 3", OPEN),
    ("3", "half of 3", OPEN),
    ("3", "3 to the power of 2", OPEN),
    ("3", "3 less than x", OPEN),
    ("12", "12 times a day", YES),
    ("12", "12 to 7", OPEN),
    ("12 m", "12 m bis 17 m", OPEN),
    ("0.33", "0.33 to 2 decimal places", YES),
    ("7:9", "7 to 9", YES),
    ("9", "more than 9", NO),
    ("9", "at least 9", OPEN),
    ("9", "between 8 and 10", OPEN),
    ("9", "nine hundred", NO),
    ("500000", "5 lakh", YES),
]
GLOSSES = [
    ("1/3", "1/3 (approximately 0.33)", YES),
    (r"\sqrt{2}", r"\sqrt{2}, which is about 1.41", YES),
    ("0.5 m", "0.5 m (50 cm)", YES),
    ("1/2", "1/2, i.e. 0.6", OPEN),
    ("7", "7 (eight)", OPEN),
    ("5/36", "The probability is 5/36, or about 13.9%.", YES),
    ("13", "13 (prime)", YES),
]
PARTS = [
    ("maximum 5 at x = 2", "maximum 7 at x = 2", NO),
    ("59 when x = 8", "59 at x = 11", OPEN),
    ("5 boys and 7 girls", "6 boys and 7 girls", NO),
    ("5 apples and 3 pears", "3 pears and 5 apples", YES),
    ("5 apples and 3 pears", "5 pears and 3 apples", NO),
    ("(i) 5, (ii) 7", "(ii) 7, (i) 5", YES),
    ("a) 5 b) 7", "a) 7\nb) 5", NO),
    ("Alice 5, Bob 7", "Bob: 7; Alice: 5", YES),
    ("center (1,2), radius 3", "The center is (1,2) and the radius is 3.", YES),
    ("vertex (1,-4), axis x = 1", "Vertex: (1,-4); axis of symmetry: x = 1", YES),
    ("3 hours and 20 minutes", "4 hours and 20 minutes", NO),
    ("5", "The maximum is 5 and the minimum is 2", OPEN),
    ("3", "slope 2, y-intercept 3", OPEN),
    ("5 apples", "5 oranges", OPEN),
    ("5 apples", "He bought 5 apples.", YES),
]
WORDS = [
    ("Evelyn", "The fastest student is Evelyn.", YES),
    ("Tuesday", "It will be a Tuesday.", YES),
    ("Tuesday", "Dienstag", YES),
    ("Tuesday", "It's a Wednesday.", NO),
    ("Yes", "Yes, because 5 > 3.", YES),
    ("No", "Yes, because 5 > 3.", NO),
    ("True", "The statement is not true.", OPEN),
    ("no solution", "The equation has no real solutions.", YES),
    ("DNE", "5", NO),
    ("a ∥ b", "a ⊥ b", NO),
    ("5 m/s east", "5 m/s west", NO),
]
UNITS = [
    ("2.5 h", "2.5小时", YES),
    ("150 min", "2.5小时", YES),
    ("12 days", "12 jours", YES),
    ("12", "13天", NO),
    ("20 m/s", "20 meters per second", YES),
    ("0.005", "5 per mille", OPEN),
    ("540", "so 9*60 = 540 meters", YES),
]
# What is not read as a whole is left over: a bracket, a sign, a letter before the value.
FRAGMENTS = [
    ("(1,3]", "]1, 3]", YES),
    ("5", "5-", OPEN),
    ("3", "a/3", NO),
    ("3", "y = 2x + 3", NO),
    ("3", "The vertex is (2, 3).", NO),
    ("12", "12 m^2", YES),
    ("2", "12 m^2", NO),
    ("1852 m", "1 nautical mile", YES),
    ("4828 m", "1 league", OPEN),
]


@pytest.mark.parametrize(
    ("reference", "answer", "status"),
    [*SENTENCES, *OPERATORS, *GLOSSES, *PARTS, *WORDS, *UNITS, *FRAGMENTS],
)
def test_statements(reference: str, answer: str, status: str) -> None:
    decision = compared(reference, answer)
    assert decision.status in ({status} if status != NO else {NO, OPEN} if reference == "3" else {NO}), decision


def test_the_slot_that_differs_is_the_witness() -> None:
    decision = compared("speed 5 m/s, time 2 s", "speed 6 m/s, time 2 s")
    assert decision.witness == Slots(0, "5 m/s", "6 m/s")


def test_what_is_left_over_is_named() -> None:
    assert compared("3", "tenfold 3 squared twice").where == "squared"
