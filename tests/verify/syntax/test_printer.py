"""How a text was read is written out so that a person can see it: with every bracket."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dikast.verify.syntax.normalize import as_written, plain
from dikast.verify.syntax.parser import readings


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


@pytest.mark.parametrize(
    ("text", "part", "written"),
    [
        ("The net force is 1200 · 2.5 = 3200.", r"1200 \cdot  2.5 = 3200", "1200 · 2.5 = 3200"),
        ("So x² + 2½ = α₁.", r"x^{2} + 2 1/2 = \alpha _{1}", "x² + 2½ = α₁"),
        ("½ of it is ∫ x² dx = x³/3", r"\int  x^{2} dx = x^{3}/3", "∫ x² dx = x³/3"),
        ("plain 1 + 1 = 2", "1 + 1 = 2", "1 + 1 = 2"),
        ("nothing like it ·", "7 = 7", "7 = 7"),
        ("·", "", ""),
    ],
)
def test_a_claim_is_told_as_it_stood(text: str, part: str, written: str) -> None:
    assert as_written(text, part) == written


@given(st.text("ab12 ·²³½₁α−×", max_size=30), st.data())
def test_a_stretch_made_plain_is_found_again(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    part = text[start : data.draw(st.integers(start, len(text)))]
    assert "".join(plain(as_written(text, plain(part))).split()) == "".join(plain(part).split())
