"""Dates and times of day: the same moment, another one, or open where a text can be meant in two ways."""

from __future__ import annotations

import pytest

from dikast.verify import Verifier
from dikast.verify.text.number_words import number_in_words

YES, NO, OPEN = "verified", "refuted", "unknown"


@pytest.mark.parametrize(
    ("reference", "answer", "status"),
    [
        ("March 5, 2024", "5 March 2024", YES),
        ("March 5, 2024", "2024-03-05", YES),
        ("March 5th, 2024", "5th of March 2024", YES),
        ("Mar. 5, 2024", r"\text{March 5, 2024}", YES),
        ("Tuesday, March 5, 2024", "March 5, 2024", YES),
        ("13/05/2024", "May 13, 2024", YES),
        ("03/05/2024", "3/5/2024", YES),
        ("May 1", "1 May", YES),
        ("March 5, 2024", "March 6, 2024", NO),
        ("March 5, 2024", "May 5, 2024", NO),
        ("2024-03-05", "2023-03-05", NO),
        ("03/05/2024", "March 6, 2024", NO),
        ("March 5", "April 5, 2024", NO),
        ("03/05/2024", "March 5, 2024", OPEN),
        ("3/5/2024", "5/3/2024", OPEN),
        ("March 5", "March 5, 2024", OPEN),
        ("3:45 pm", "15:45", YES),
        ("3:45 p.m.", "3:45 PM", YES),
        ("3 pm", "15:00", YES),
        ("noon", "12:00 pm", YES),
        ("midnight", "00:00", YES),
        ("12:30 am", "0:30", YES),
        ("3:45 pm", "3:45 am", NO),
        ("3:45", "3:50 pm", NO),
        ("15:45", "15:54", NO),
        ("3:45", "3:45 pm", OPEN),
        ("4:30", "16:30", OPEN),
        ("3:10", "6:20", OPEN),
        ("5 March 2024", "5. März 2024", YES),
        ("5 March 2024", "am 5. März 2024", YES),
        ("5 March 2024", "le 5 mars 2024", YES),
        ("5 March 2024", "5 de marzo de 2024", YES),
        ("5 March 2024", "2024年3月5日", YES),
        ("1 March 2024", "1er mars 2024", YES),
        ("5 March", "三月五日", YES),
        ("the fifth of March, 2024", "March 5, 2024", YES),
        ("Tuesday, 5 March 2024", "Dienstag, 5. März 2024", YES),
        ("5 March 2024", "05.03.2024", YES),
        ("5 March 2024", "03.05.2024", OPEN),
        ("5 March 2024", "6. März 2024", NO),
        ("5 March 2024", "5 mai 2024", NO),
        ("5 March 2024", "2024年5月3日", NO),
        ("March 2024", "2024年3月", YES),
        ("March 2024", "03/2024", YES),
        ("März 2024", "2024-03", YES),
        ("March 2024", "April 2024", NO),
        ("March 2024", "04/2024", NO),
        ("1/2000", "2/4000", YES),
        ("Tuesday", "Tue", YES),
        ("Tuesday", "Dienstag", YES),
        ("Tuesday", "星期二", YES),
        ("Tuesday", "周三", NO),
        ("Wed", "Thu", NO),
        ("March", "marzo", YES),
        ("March", "3月", YES),
        ("March", "Mai", NO),
        ("The answer is 5. March is cold.", "5", YES),
    ],
)
async def test_same_moment(verifier: Verifier, reference: str, answer: str, status: str) -> None:
    assert (await verifier.answer(reference, answer)).status == status
    assert (await verifier.answer(answer, reference)).status == status


@pytest.mark.parametrize(
    ("words", "formula"),
    [
        ("two hundred and five", "205"),
        ("one hundred twenty-three thousand four hundred fifty-six", "123456"),
        ("a million", "1000000"),
        ("nineteen hundred", "1900"),
        ("three quarters", "3/4"),
        ("five and three quarters", "5+3/4"),
        ("two and a half", "2+1/2"),
        ("minus two and a half", "-(2+1/2)"),
        ("one half", "1/2"),
        ("half", "1/2"),
        ("ninety-nine hundredths", "99/100"),
        ("negative seven", "-7"),
        ("three point one four", "3.14"),
        ("zero", "0"),
        ("a dozen", "12"),
        ("two three", None),
        ("twenty eleven", None),
        ("twenty zero", None),
        ("hundred", None),
        ("third", None),
        ("and", None),
        ("one and", None),
        ("thousand million", None),
        ("point", None),
        ("one point twenty", None),
        ("minus", None),
        ("none", None),
    ],
)
def test_numbers_in_words(words: str, formula: str | None) -> None:
    assert number_in_words(words) == formula


async def test_a_short_name_may_be_that_of_something_else(verifier: Verifier) -> None:
    for name, short in (("Sunday", "Sun"), ("March", "mars")):
        assert (await verifier.answer(name, short)).status == YES
        assert (await verifier.answer(short, name)).status == OPEN
