"""Numbers are equal by proof only: digits that agree, however many, show nothing."""

from __future__ import annotations

import pytest

from dikast.verify.equality.compare import ValueComparison
from dikast.verify.equality.expression_equality import equal
from dikast.verify.syntax.parser import parse
from dikast.verify.witness import as_record

PROVED = [
    ("2000!", "2000 * 1999!"), ("7/8 + 1/8", "1"), ("10^{100} + 1", "1 + 10^{100}"), (r"e^{200} + 1", r"1 + e^{200}"),
    (r"\sqrt{8}", r"2\sqrt{2}"), (r"\sqrt{5 + 2\sqrt6}", r"\sqrt2 + \sqrt3"),
    (r"\sqrt[3]{2 + \sqrt5} + \sqrt[3]{2 - \sqrt5}", "1"), (r"\frac{1}{\sqrt2 - 1}", r"\sqrt2 + 1"),
    (r"\sin(\pi/5)", r"\frac{\sqrt{10 - 2\sqrt5}}{4}"), (r"\cos(\pi/7)\cos(2\pi/7)\cos(3\pi/7)", r"\frac18"),
    (r"\sin 20^\circ \sin 40^\circ \sin 80^\circ", r"\frac{\sqrt3}{8}"), (r"2\sin(1)\cos(1)", r"\sin(2)"),
    (r"\ln 6", r"\ln 2 + \ln 3"), (r"\frac{\ln 8}{\ln 2}", "3"), (r"e^{1 + \ln 2}", "2e"), (r"e^{i\pi}", "-1"),
    (r"\frac{5\sqrt3}{8} + \frac58 i", r"\frac54 e^{i\pi/6}"),
    (r"\arctan 1 + \arctan 2 + \arctan 3", r"\pi"), (r"4\arctan(1/5) - \arctan(1/239)", r"\frac{\pi}{4}"),
    (r"2\arctan(1/2)", r"\arctan(4/3)"),
]  # fmt: skip

# Each pair agrees in all digits that a careless computation would look at.
TOO_NEAR = [
    ("2000!", "2000! + 1"), (r"e^{200}", r"e^{200} + 1"), (r"\tanh(50)", "1"), (r"\tanh(5000)", "1"),
    (r"\pi + 10^{-40}", r"\pi"), ("1/3^{80}", "1/3^{81}"), ("1/2004!", "1/2006!"), ("10^{100} + 1", "10^{100}"),
    (r"\sqrt{10^{60} + 1}", "10^{30}"), (r"\sqrt{10^{600} + 1}", "10^{300}"), (r"\cos(10^{-40})", "1"),
    (r"\arctan(10^{50})", r"\pi/2"), (r"e^{\pi\sqrt{163}}", "262537412640768744"), ("2^{2^{100}}", "2^{2^{100}} + 1"),
    (r"\ln(2000!)", r"\ln(2000! + 1)"), (r"\sqrt{2} + \sqrt{3} + 10^{-60}", r"\sqrt{5 + 2\sqrt6}"),
    (r"(1 + 10^{-20})^2", "1"), (r"\sum_{k=1}^{300} 2^{-k}", "1"), (r"\sin(10^{-30})", "10^{-30}"),
]  # fmt: skip

LETTERS_TOO_NEAR = [
    ("x + 10^{-40}", "x"), ("x(1 + 10^{-60})", "x"), (r"\sin(x) + 10^{-50}\cos(x)", r"\sin(x)"),
    (r"e^{200} + x", r"e^{201}/e + x + 10^{-5}"), (r"x\tanh(50)", "x"), ("x^{60} + 10^{-90}", "x^{60}"),
    ("x + 10^{-40} = 0", "x = 0"),
]  # fmt: skip


@pytest.mark.parametrize(("left", "right"), PROVED)
def test_equal_numbers_are_proved(left: str, right: str) -> None:
    finding = equal(parse(left), parse(right))
    assert (finding.status, finding.strength) == ("verified", "proof"), finding


@pytest.mark.parametrize(("left", "right"), [*TOO_NEAR, *LETTERS_TOO_NEAR])
def test_what_only_looks_equal_is_never_verified(left: str, right: str) -> None:
    for sides in ((left, right), (right, left)):
        finding = ValueComparison()(*map(parse, sides))
        assert finding.status != "verified", finding


@pytest.mark.parametrize(("left", "right"), TOO_NEAR)
def test_equal_terms_change_nothing(left: str, right: str) -> None:
    finding = equal(parse(f"{left} + \\pi^2"), parse(f"{right} + \\pi^2"))
    assert finding.status != "verified", finding


def test_a_refuted_pair_is_shown_with_digits_that_differ() -> None:
    finding = equal(parse(r"\arctan(10^{30})"), parse(r"\pi/2"))
    assert finding.witness is not None
    shown = as_record(finding.witness)
    assert shown["left"] != shown["right"]


@pytest.mark.parametrize("text", [r"\erf(1)", r"\int_0^1 e^{-x^2} dx", r"\sum_{k=1}^{9} \frac{1}{k^3}"])
def test_the_same_tree_needs_no_value(text: str) -> None:
    assert equal(parse(text), parse(text)).status == "verified"
