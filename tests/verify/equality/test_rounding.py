"""Rounding is a rule: half a unit of the last place, a half up or to the even figure; never a tolerance."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dikast.verify.equality.rounding import Decimal
from dikast.verify.equality.value_relations import holds
from dikast.verify.syntax.parser import parse

YES, NO, OPEN = "verified", "refuted", "unknown"

LINKS = [
    # A quotient may be rounded; a half goes up, or to the even figure.
    ("1/3 = 0.33", YES), ("2/3 = 0.67", YES), ("22/7 = 3.14", YES), ("1/8 = 0.13", YES), ("1/8 = 0.12", YES),
    ("-1/8 = -0.13", YES), ("3/8 = 0.38", YES), ("3/8 = 0.37", NO), ("7/8 = 0.87", NO), ("3/4 = 0.7", NO),
    (r"\sqrt2 = 1.414", YES), (r"\sqrt2 = 1.415", NO), (r"\sqrt2 = 1.42", NO),
    # Cut off after a figure: a habit of some, and no rounding.
    ("2/3 = 0.66", OPEN), ("1/3 = 0.34", NO),
    # Sums and products of short decimals are written out: a half of them never goes down.
    ("0.75 + 1 = 1.7", NO), ("2.5 * 1.5 = 3.7", NO), ("1.15 * 3 = 3.4", NO), ("0.75 + 1 = 1.75", YES),
    ("1.25 * 3 = 3.8", OPEN), ("5 + 0.31 = 5.3", OPEN), ("19.99 * 1.0825 = 21.64", YES),
    # Whole numbers: the nearest one is left open, what is more than one off is false.
    ("13/3 = 4", OPEN), ("13/3 = 5", NO), ("7/2 = 3", NO), ("5/2 = 3", OPEN), ("17/6 = 2", OPEN), ("12/5 = 4", NO),
    # About: to the places that are printed.
    ("0.45 ≈ 0.5", YES), ("3/4 ≈ 0.7", NO), ("3/4 ≈ 0.8", YES), ("100/3 ≈ 33", YES), ("100/3 ≈ 33.4", OPEN),
    ("100/3 ≈ 30", YES), ("100/3 ≈ 40", OPEN), ("100/3 ≈ 50", NO), ("1234 ≈ 1200", YES), ("1260 ≈ 1200", OPEN),
    # What a calculator prints of a double.
    ("0.1 + 0.2 = 0.30000000000000004", YES), ("0.1 + 0.2 = 0.31", NO),
    # In the units of the right side.
    ("1 mile = 1.609 km", YES), ("1 mile = 1.6 km", YES), ("1 mile = 1.7 km", NO), ("100 °C = 373.15 K", YES), ("100 °C = 373.2 K", OPEN),
    ("25 °C = 75 °F", NO),
]  # fmt: skip


@pytest.mark.parametrize(("text", "status"), LINKS)
def test_links(text: str, status: str) -> None:
    relation = parse(text)
    left, right = relation.args
    assert holds(left, str(relation.value), right).status == status


@given(st.fractions(-1000, 1000), st.integers(0, 6))
def test_a_decimal_stands_for_what_rounds_to_it(value: Fraction, places: int) -> None:
    ulp = Fraction(1, 10**places)
    nearest = Fraction(round(value / ulp)) * ulp  # Python's own rounding, a half to the even figure
    assert Decimal(nearest, ulp, 1).stands_for(value)
    assert not Decimal(nearest + 2 * ulp, ulp, 1).stands_for(value)


@given(st.integers(-10_000, 10_000), st.integers(0, 4))
def test_a_half_never_goes_down_to_an_odd_figure(n: int, places: int) -> None:
    ulp = Fraction(1, 10**places)
    half = (n + Fraction(1, 2)) * ulp
    down, up = sorted((n * ulp, (n + 1) * ulp), key=abs)
    assert Decimal(up, ulp, 1).stands_for(half)
    assert Decimal(down, ulp, 1).stands_for(half) == (not down / ulp % 2)
