"""Numbers as they are written, and wrong ones written the same way."""

from __future__ import annotations

import random
import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dikast.questions.distractor_numbers import Numeral, corrupt_numeral, read_numeral


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("18", Fraction(18)),
        (" 18 ", Fraction(18)),
        ("2,125", Fraction(2125)),
        ("$1,234.50", Fraction(2469, 2)),
        ("-3", Fraction(-3)),
        ("-$3.5", Fraction(-7, 2)),
        ("$-3.5", Fraction(-7, 2)),
        ("75%", Fraction(75)),
        ("12 apples", Fraction(12)),
        ("about 7 km", Fraction(7)),
        (".5", Fraction(1, 2)),
        ("42.", Fraction(42)),
        ("1e5", None),  # scientific notation
        ("1/2", None),  # a fraction
        ("3:30", None),  # a time
        ("5 * 1", None),  # two numbers
        ("1,5", None),  # a decimal comma, or two numbers
        ("1,2345", None),  # no group of three digits
        ("1.2.3", None),  # a version
        ("none", None),
        ("", None),
        ("³", None),  # a superscript
        ("1" * 31, None),  # more than 30 digits
    ],
)
def test_the_one_number_in_a_text_is_read(text: str, value: Fraction | None) -> None:
    numeral = read_numeral(text)
    assert (numeral.value if numeral else None) == value


@pytest.mark.parametrize("text", ["18", "2,125", "$1,234.50", "-3", "75%", "12 apples", "0.05", "0"])
def test_a_number_is_written_as_it_was_read(text: str) -> None:
    assert str(read_numeral(text)) == text


def style(text: str) -> str:
    """The text with its number replaced, except for its decimals: what a corruption must not change."""
    return re.sub(r"[0-9,]+(?=\.|\D*$)", "#", re.sub(r"(?<=\.)[0-9]", "0", text))


WRITTEN = st.builds(
    lambda magnitude, decimals, prefix, suffix, grouped: str(
        Numeral(magnitude, decimals, prefix, suffix, is_grouped=grouped)
    ),
    magnitude=st.integers(0, 10**12),
    decimals=st.integers(0, 4),
    prefix=st.sampled_from(["", "$", "-", "-$", "about "]),
    suffix=st.sampled_from(["", "%", " km", " apples"]),
    grouped=st.booleans(),
)


@given(text=WRITTEN, seed=st.integers(), nearby=st.lists(st.fractions(min_value=-100, max_value=10**6), max_size=4))
def test_a_corrupted_number_is_wrong_and_looks_like_the_right_one(text: str, seed: int, nearby: list[Fraction]) -> None:
    right = read_numeral(text)
    assert right is not None
    wrong = corrupt_numeral(right, random.Random(seed), nearby)
    reread = read_numeral(str(wrong))
    assert reread is not None
    assert reread.value == wrong.value != right.value
    assert wrong.sign == right.sign
    assert style(str(wrong)) == style(text)
    assert wrong.magnitude > 0
    assert corrupt_numeral(right, random.Random(seed), nearby) == wrong


@pytest.mark.parametrize("magnitude", [1, 9, 18, 100, 2125, 70000])
def test_a_slip_stays_within_a_factor_of_ten(magnitude: int) -> None:
    slips = {corrupt_numeral(Numeral(magnitude), random.Random(seed)).magnitude for seed in range(100)}
    assert len(slips) >= 3 or magnitude == 1
    assert all(magnitude / 10 < slip < magnitude * 10 for slip in slips)


def test_an_intermediate_result_is_taken_in_about_half_of_all_cases() -> None:
    n_taken = sum(
        corrupt_numeral(Numeral(18), random.Random(seed), [Fraction(9000)]).magnitude == 9000 for seed in range(400)
    )
    assert 140 < n_taken < 260
