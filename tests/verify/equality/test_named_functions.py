"""Values of functions with names: another function, or another argument, is another answer."""

from __future__ import annotations

import pytest

from dikast.verify import Verifier

SAME = [
    (r"f(x) = x^2", r"f(t) = t^2"), (r"f(x) = x^2", r"y = x^2"), (r"2x", r"f^{-1}(x) = 2x"), (r"f(3) = 5", "5"),
    (r"2x+1", r"(f \circ g)(x) = 2x+1"), (r"(f \circ g)(x) = 2x+1", "1 + 2x"), (r"f(g(x)) = 2x", "2x"),
    (r"P(X = 2) = 0.5", "1/2"), (r"30^\circ", r"30\circ"), (r"n! = 120", r"n! = 5 \cdot 24"),
]  # fmt: skip
OTHER = [
    (r"f^{-1}(x) = 2x", r"f(x) = 2x"), (r"f^{-1}(x) = 2x", r"f'(x) = 2x"), (r"f(x) = x^2", r"f(y) = x^2"),
    (r"(f \circ g)(x) = 2x+1", r"(g \circ f)(x) = 2x+1"), (r"f \circ g = 2x", r"g \circ f = 2x"),
    (r"E(X) = 5", r"E(Y) = 5"), (r"E(X) = 5", r"Var(X) = 5"), (r"E(X) = 5", r"P(X) = 5"), (r"E(X) = 5", "X = 5"),
    (r"f(a) = 5", r"f(b) = 5"), (r"f(3) = 5", r"f(4) = 5"), (r"n! = 120", "n = 120"), (r"m! = 24", "m = 24"),
    (r"F(x) = \int_0^x t dt", r"F(t) = \int_0^x t dt"), (r"P(X = 2) = 0.5", r"P(X = 3) = 0.5"),
    (r"f(g(x)) = 2x", r"g(f(x)) = 2x"),
]  # fmt: skip


@pytest.mark.parametrize(("reference", "answer"), SAME)
async def test_a_name_may_be_left_out(verifier: Verifier, reference: str, answer: str) -> None:
    assert (await verifier.answer(reference, answer)).status == "verified"


@pytest.mark.parametrize(("reference", "answer"), OTHER)
async def test_another_name_is_another_answer(verifier: Verifier, reference: str, answer: str) -> None:
    assert (await verifier.answer(reference, answer)).status != "verified"
