"""How a text was read is written out so that a person can see it: with every bracket."""

import pytest

from dikast.verify.grammar.parser import readings


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("36 - 4 = 31", "36 + (-4) = 31"),
        ("2 + 3 * 4", "2 + (3 * 4)"),
        ("-3^2", "-(3^2)"),
        (r"\frac{1}{2} x \le 3", "(1 / 2) * x <= 3"),
        (r"\sin(2x)", "sin(2 * x)"),
        ("15 %", "15 %"),
        ("5 km", "5 * km"),
    ],
)
def test_the_first_reading(text: str, written: str) -> None:
    assert str(next(iter(readings(text)))) == written


def test_readings_of_an_ambiguous_text_can_be_told_apart() -> None:
    assert {str(reading) for reading in readings("1/2x")} == {"(1 / 2) * x", "1 / (2 * x)"}
