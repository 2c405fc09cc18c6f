"""Bounds, units, names and notations of answers: kind by kind, with their near misses."""

from __future__ import annotations

import pytest

from dikast.verify.deciders.same_answer import compare_answers
from dikast.verify.policy import Policy

YES, NO, OPEN = "verified", "refuted", "unknown"

BOUNDS = [
    ("at least 8", "≥ 8", YES),
    ("at least 8", "8 or more", YES),
    ("at least 8", "more than 8", NO),
    ("at least 8", "at most 8", NO),
    ("at least 8", "more than 7", OPEN),
    ("x > 4", "more than 4", YES),
    ("x > 4", "≥ 4", NO),
    ("[2, ∞)", "all real numbers greater than or equal to 2", YES),
    ("[2, ∞)", "all real numbers greater than 2", NO),
    (r"\mathbb{R} \setminus \{7\}", "alle reellen Zahlen außer 7", YES),
    (r"\mathbb{R} \setminus \{7\}", "tous les réels sauf 8", NO),
    ("ℝ \\ {7}", "all real numbers except 7", YES),
    ("x < 2 or x > 6", "ℝ \\ [2, 6]", YES),
    ("x < 2 or x > 6", "ℝ \\ (2, 6)", NO),
    (r"\mathbb{R}", "all integers", NO),
    (r"\mathbb{R}", r"\mathbb{Q}", NO),
]
UNITS = [
    ("60°", "1.0472 rad", YES),
    ("60°", "1.0572 rad", NO),
    ("0.5 rad", "28.65°", YES),
    ("6 ft", "1.83 m", YES),
    ("6 ft", "1.84 m", NO),
    ("7 m/s^2", "7 ms^{-2}", YES),
    ("7 m/s^2", "7 meters per second squared", YES),
    ("7 kg/m^3", "7 kilograms per cubic meter", YES),
    ("7 m s", "7 ms^{-1}", NO),
    (r"9 \text{ square units}", "9 cubic units", NO),
    ("3 years 2 months", "38 months", YES),
    ("3 years 2 months", "32 months", NO),
    ("4 years old", "4 months old", NO),
    ("zwei Jahre", "24 Monate", YES),
    ("2 Jahre", "24 Monate", YES),
    ("35° south of west", "35° S of W", YES),
    ("4 cm × 6 cm", "4 cm by 6 cm", YES),
    ("4 × 6", "6 by 4", OPEN),
    (r"\sqrt7 ≈ 2.646", "2.646", YES),
    (r"\sqrt7 ≈ 2.664", "2.664", NO),
    ("5:8", "5比8", YES),
    ("5:8", "8 zu 5", NO),
    ("20 km/h north", "20 km/h", YES),
    ("20 km/h north", "20 km/h south", NO),
    ("(110)_2", "6", YES),
    ("(110)_2", "(110)_3", NO),
    ("14 R 5", "14R5", YES),
    ("14 R 5", "5 R 14", NO),
]
NAMES = [
    ("George H. W. Bush", "George W. Bush", OPEN),
    ("John R. R. Miller", "John R. R. Miller.", YES),
    ("Monday, May 6, 2024", "Tuesday, May 6, 2024", OPEN),
    ("Monday, May 6, 2024", "6 May 2024", YES),
    (r"\overline{PQ}", r"\overline{QP}", YES),
    (r"\overline{ab}", r"\overline{ba}", NO),
    (r"\triangle PQR", "△PQR", YES),
    (r"\frac{q}{\epsilon_0}", r"\frac{q}{\varepsilon_0}", YES),
    (r"N(t) = N_0 e^{-kt}", "N = N_0 e^{-kt}", YES),
    (r"N(t) = N_0 e^{-kt}", "N = N_0 e^{kt}", NO),
    (r"\frac{p - q}{p + q} g", "g(p - q)/(p + q)", YES),
    (r"\frac{p - q}{p + q} g", "g(q - p)/(p + q)", NO),
    (r"\hat{x}", r"\hat{\mathbf{x}}", YES),
    (r"-\frac{\partial U}{\partial y}", "-∂U/∂y", YES),
    (r"-\frac{\partial U}{\partial y}", "-∂U/∂z", NO),
    ("x^4/4 + C", "x^4/4 + c", YES),
    ("x^4/4 + C", "x^4/4 - x + c", NO),
    ("b + C", "b + c", OPEN),
]
MATRICES = [
    ("AB = I", "BA = I", OPEN),
    ("A^{-1}B", "BA^{-1}", OPEN),
    ("(AB)^{-1}", "B^{-1}A^{-1}", YES),
    ("(AB)^{-1}", "A^{-1}B^{-1}", OPEN),
    ("(A^T B)^T", "B^T A", YES),
    ("A^{-1}N", "A^{-1}P", NO),
    ("U = IR", "U = RI", YES),
]
WORDS = [
    ("prime", "not prime", NO),
    ("prime", "It is prime", YES),
    ("converges", "The series converges.", YES),
    ("converges", "The sequence diverges.", NO),
    ("converges", "The series converges absolutely.", OPEN),
    ("right", "right triangle", YES),
    ("是", "不是", NO),
    ("正确", "错误", NO),
    ("是", "是的", YES),
]
KINDS = [BOUNDS, UNITS, NAMES, MATRICES, WORDS]


@pytest.mark.parametrize(("reference", "answer", "expected"), [row for kind in KINDS for row in kind])
def test_answers_by_kind(reference: str, answer: str, expected: str) -> None:
    assert compare_answers(reference, answer, {}, Policy()).status == expected
