"""calculate: exact where there is an exact value, rounded where there is none, and nothing where it is not sure."""

from __future__ import annotations

import asyncio
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dikast.errors import BadInput
from dikast.verify import Verifier, calculate
from dikast.verify.equality.calculation import calculated

VALUES = {
    "12 * 12": "144",
    "3/8": "3/8 = 0.375",
    "0.1 + 0.2": "3/10 = 0.3",
    "sqrt(2) / 3": "≈ 0.471404520791032",
    "50% of 30": "15",
    "10!": "3628800",
    r"\frac{1}{3}": "1/3 = 0.333333333333333",
    "2^100": "1267650600228229401496703205376",
}


@pytest.mark.parametrize("expression", VALUES)
def test_a_value(expression: str) -> None:
    assert calculated(expression) == VALUES[expression]


@pytest.mark.parametrize(
    "expression",
    ["", "hello", "2x", "1/0", "9^9^9^9", "1,5 + 1", "5 km", "__import__('os').getcwd()", "x = 2", "\ud800"],
)
async def test_no_value(expression: str) -> None:
    assert await calculate(expression) is None


async def test_what_takes_too_long_is_given_up() -> None:
    async with Verifier(workers=1, answer_s=0.001) as verifier:
        assert await verifier.value("sum(k^7, k, 1, 99999)") is None
        assert await verifier.value("1" * 30_000) is None


async def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(BadInput):
        await calculate(12)  # type: ignore[arg-type]


@settings(deadline=None)
@given(st.integers(0, 10**9), st.integers(1, 10**9), st.sampled_from("+-*/"))
def test_two_numbers(a: int, b: int, sign: str) -> None:
    value = {"+": Fraction(a + b), "-": Fraction(a - b), "*": Fraction(a * b), "/": Fraction(a, b)}[sign]
    shown = calculated(f"{a} {sign} {b}")
    assert shown is not None
    assert shown.partition(" = ")[0] == str(value)


def test_it_works_in_plain_code_too() -> None:
    assert asyncio.run(calculate("1 + 1")) == "2"
