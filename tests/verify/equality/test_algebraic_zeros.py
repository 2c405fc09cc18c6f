"""Numbers that are made of roots: zero is proved by a bound of how near to it anything else can be."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dikast.verify.equality.algebraic_zeros import is_algebraic_zero
from dikast.verify.equality.expression_equality import bare
from dikast.verify.equality.proofs import has_i
from dikast.verify.syntax.nodes import Node, add, call, minus, mul, num, raised
from dikast.verify.syntax.parser import parse

EQUAL = [
    (r"\sqrt{2}+\sqrt{3}", r"\sqrt{5+2\sqrt{6}}"),
    (r"\frac{\sqrt{\sqrt{2}+2}}{2}", r"\frac{\sqrt{2+\sqrt{2}}+\sqrt{2-\sqrt{2}}}{2\sqrt{2}}"),
    (r"(77+20\sqrt{13})^{1/6}-(77-20\sqrt{13})^{1/6}", "1"),
    (r"\sqrt[3]{2+\sqrt{5}}+\sqrt[3]{2-\sqrt{5}}", "1"),
    (r"\frac{1}{\sqrt{2}+\sqrt{3}+\sqrt{5}}", r"\frac{2\sqrt{3}+3\sqrt{2}-\sqrt{30}}{12}"),
    (r"\cos 36^\circ - \cos 72^\circ", "0.5"),
    (r"\sin\frac{\pi}{7} \sin\frac{2\pi}{7} \sin\frac{3\pi}{7}", r"\frac{\sqrt{7}}{8}"),
    (r"\tan 75^\circ", r"2+\sqrt{3}"),
    (r"\frac{5\sqrt{3}}{8}+\frac{5}{8}i", r"\frac{5}{4}e^{i\pi/6}"),
    (r"(1+i)^8", "16"),
    (r"|1-\sqrt{2}|", r"\sqrt{2}-1"),
    (r"4^{-1/2}", r"50\%"),
]
DIFFERENT = [
    (r"\cos 36^\circ - \cos 72^\circ", "0.5000001"),
    (r"\sqrt{2}", "1.4142135623730950488016887242096980785696718753769480731766797379907325"),
    (r"\sqrt[3]{2+\sqrt{5}}+\sqrt[3]{2-\sqrt{5}}", r"1+10^{-200}"),
    (r"e^{i\pi/6}", r"e^{i\pi/7}"),
]
NOT_ALGEBRAIC = [
    (r"\sin(\pi^2)", r"\sin(\pi^2)"),
    (r"\pi-\pi", "0"),
    (r"\sqrt{2}^{\sqrt{2}}", r"\sqrt{2}^{\sqrt{2}}"),
    (r"\sin 1", r"\sin 1"),
    (r"\ln 2", r"\ln 2"),
]
small = st.integers(2, 40)


def _is_zero(left: str, right: str) -> bool:
    difference = bare(minus(parse(left), parse(right)))
    return is_algebraic_zero(difference, is_real=not has_i(difference))


def _sqrt(value: int | Node) -> Node:
    return call("sqrt", value if isinstance(value, Node) else num(value))


@pytest.mark.parametrize(("left", "right"), EQUAL)
def test_equal_numbers_differ_by_zero(left: str, right: str) -> None:
    assert _is_zero(left, right)


@pytest.mark.parametrize(("left", "right"), DIFFERENT)
def test_near_numbers_do_not(left: str, right: str) -> None:
    assert not _is_zero(left, right)


@pytest.mark.parametrize(("left", "right"), NOT_ALGEBRAIC)
def test_what_is_not_made_of_roots_is_left_to_others(left: str, right: str) -> None:
    assert not _is_zero(left, right)


def test_roots_of_too_many_kinds_are_left_to_others() -> None:
    many = add(*map(_sqrt, (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37)))
    assert not is_algebraic_zero(minus(many, many), is_real=True)


@given(small, small, small)
def test_a_sum_of_roots_is_the_root_of_its_square(a: int, b: int, c: int) -> None:
    """√a + √b = √(a + b + 2√(ab)), times √c."""
    left = mul(_sqrt(c), add(_sqrt(a), _sqrt(b)))
    nested = _sqrt(add(num(a + b), mul(num(2), _sqrt(a * b))))
    assert is_algebraic_zero(minus(left, mul(nested, _sqrt(c))), is_real=True)


@given(small, small, st.integers(5, 300), st.sampled_from([1, -1]))
def test_a_sum_of_roots_is_no_number_beside_it(a: int, b: int, digits: int, sign: int) -> None:
    nested = _sqrt(add(num(a + b), mul(num(2), _sqrt(a * b))))
    beside = add(nested, num(Fraction(sign, 10**digits)))
    assert not is_algebraic_zero(minus(add(_sqrt(a), _sqrt(b)), beside), is_real=True)


@given(st.integers(1, 12), st.integers(1, 12))
def test_angles_of_a_circle(times: int, parts: int) -> None:
    """sin² + cos² = 1 at every rational part of a half turn."""
    angle = mul(num(Fraction(times, parts)), Node("const", value="pi"))
    squares = [raised(call(name, angle), num(2)) for name in ("sin", "cos")]
    assert is_algebraic_zero(minus(add(*squares), num(1)), is_real=True)
