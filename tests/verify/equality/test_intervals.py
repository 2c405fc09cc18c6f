"""Intervals: the true value is always inside, and disjoint ones are what refutes."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dikast.verify import Verifier
from dikast.verify.equality.exact import Undefined
from dikast.verify.equality.intervals import disjoint
from dikast.verify.equality.numeric import enclose
from dikast.verify.syntax.nodes import Node, num
from dikast.verify.syntax.parser import parse

FORMS = (
    r"\sin x + \cos x", r"\tan x", r"\cot x", r"\sec x - \csc x", r"e^{x}", r"\ln x", r"\log_2 x", r"\sqrt{x}",
    r"\sqrt[3]{x}", r"x^{2/3}", r"x^x", r"\arctan x", r"\arcsin(x/101)", r"\arccos(x/101)", r"\sinh(x/9)", r"\cosh(x/9)",
    r"\tanh x", r"arcsinh(x)", r"arccosh(x+1)", r"arctanh(x/101)", r"|x - 1|", r"\lfloor x \rfloor", r"\max(x, \pi)",
    r"\sum_{k=1}^{5} \sin(kx)", r"\prod_{k=1}^{4} (x + k\pi)", r"x!", r"arccot(x)", r"\pi^{-x}", r"x \bmod \pi",
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(FORMS), st.fractions(-100, 100, max_denominator=97), st.integers(20, 45))
def test_the_true_value_is_inside(form: str, x: Fraction, digits: int) -> None:
    """The value to 80 digits is never apart from the interval; one that is off in the digits that it has is."""
    tree = parse(form)
    try:
        value = enclose(tree, {"x": x}).centre
    except Undefined:
        return
    with mpmath.workdps(100):
        sign, man, exp, _ = mpmath.mpf(value)._mpf_
        near = Fraction(int(man)) * Fraction(2) ** int(exp) * (-1 if sign else 1)
    width = abs(near) / 10**55 + Fraction(1, 10**60)
    inside = Node("add", (tree, Node("neg", (num(near),))))
    for off, is_less in ((width, True), (-width, False)):
        bound = Node("call", (inside, num(off)), "max" if is_less else "min")
        assert disjoint(bound, num(off), {"x": x}) in (False, None)
    if near:
        assert disjoint(tree, num(near * (1 + Fraction(1, 10**digits))), {"x": x}) in (True, None)


@pytest.mark.parametrize("form", FORMS)
def test_every_function_has_intervals(form: str) -> None:
    assert disjoint(parse(form), num(10**9), {"x": Fraction(7, 3)}) is True


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (r"\sqrt{2}\sqrt{3}", r"\sqrt{6}"),
        (r"\sin(\pi/3)", r"\sqrt{3}/2"),
        (r"e^{i\pi}", "-1"),
        (r"|3 + 4i|", "5"),
        (r"\arctan 1 + \arctan 2 + \arctan 3", r"\pi"),
    ],
)
def test_equal_values_are_not_apart(left: str, right: str) -> None:
    assert disjoint(parse(left), parse(right), is_real="i" not in left) is False


@pytest.mark.parametrize("text", [r"1/\sin(\pi)", r"\ln(-\sqrt2)", r"\sqrt{\sin \pi}", r"\infty", r"\erf(\pi)"])
def test_nothing_is_said_at_poles_and_without_rules(text: str) -> None:
    assert disjoint(parse(text), num(3)) is None


@pytest.mark.parametrize(
    ("reference", "answer", "enclosures"),
    [
        (r"\sqrt{2} + \sqrt{3}", "3.1462", "intervals"),
        (r"e^{\pi\sqrt{163}}", "262537412640768744", "intervals"),
        ("x^2", "x^3", "exact"),
        (r"\int_0^1 e^{-x^2} dx", r"\frac{3}{4}", "two precisions"),
    ],
)
async def test_refuted_says_what_shows_it(verifier: Verifier, reference: str, answer: str, enclosures: str) -> None:
    check = await verifier.answer(reference, answer)
    assert check.status == "refuted"
    assert check.evidence["enclosures"] == enclosures
