"""Relations in one name as sets of reals: quotients of polynomials are solved by their roots."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from dikast.verify.equality.exact import exact
from dikast.verify.equality.sets import solutions
from dikast.verify.syntax.parser import parse

whole = st.integers(-9, 9)


@pytest.mark.parametrize(
    ("relation", "found"),
    [
        ("x = 3", "{3}"),
        ("2x + 1 = 4 - x", "{1}"),
        ("-2x < 6", "Interval.open(-3, oo)"),
        ("(1 - x)/2 >= 0.5", "Interval(-oo, 0)"),
        ("3 > x", "Interval.open(-oo, 3)"),
        ("0 < x < 2", "Interval.open(0, 2)"),
        ("2x = 1 + 2x", "EmptySet"),
        ("x + 1 = x + 1", "Reals"),
        ("x^2 = 9", "{-3, 3}"),
        ("x + 1/x = 2", "{1}"),
        ("x^2 - 2 < 0", "Interval.open(-sqrt(2), sqrt(2))"),
        ("1/x >= 1", "Interval.Lopen(0, 1)"),
        ("x(x - 1)/x < 0", "Union(Interval.open(-oo, 0), Interval.open(0, 1))"),
        (r"\sqrt{x} = -1", "EmptySet"),
    ],
)
def test_the_solutions_of_a_relation(relation: str, found: str) -> None:
    assert str(solutions(parse(relation))) == found


@given(whole, whole, whole, whole, st.sampled_from(("=", "!=", "<", "<=", ">", ">=")), st.fractions(-9, 9))
@settings(max_examples=40, deadline=None)
def test_a_linear_relation_holds_of_its_solutions_alone(
    a: int, b: int, c: int, d: int, sign: str, value: Fraction
) -> None:
    if a == c:
        return
    relation = parse(f"({a})*x + ({b}) {sign} ({c})*x + ({d})")
    point = {"x": value}
    left, right = (exact(side, point) for side in relation.args)
    assert left is not None
    assert right is not None
    holds = {
        "=": left == right, "!=": left != right, "<": left < right, "<=": left <= right, ">": left > right,
        ">=": left >= right,
    }  # fmt: skip
    member = sympy.Rational(value.numerator, value.denominator)
    assert (member in solutions(relation)) == holds[sign]
