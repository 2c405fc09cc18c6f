"""Answers that may be meant in two ways, or that have a mark before them."""

from __future__ import annotations

import pytest

from dikast.verify.deciders.same_answer import compare_answers
from dikast.verify.policy import Policy

YES, NO, OPEN = "verified", "refuted", "unknown"

# The letter of a choice that stands before its text.
LETTERED = [
    (r"\text{(B) } 12", "B", YES),
    (r"\textbf{(B)}\ 12", "B", YES),
    (r"\textbf{(B)}\ 12", "12", YES),
    (r"\textbf{(B)}\ 12", "(B)", YES),
    (r"\textbf{(B)}\ 12", r"\boxed{B}", YES),
    (r"\textbf{(B)}\ 12", "C", NO),
    (r"\textbf{(B)}\ 12", "13", NO),
    ("B", r"\textbf{(B)}\ 12", YES),
    ("B", r"$\textbf{(B)}\ \frac{1}{2}$", YES),
    (r"$\textbf{(B)}\ \frac{1}{2}$", "B", YES),
    (r"$\mathrm{(C)}\ 12\pi$", "C", YES),
    (r"$\text{(D)}\ 12$", r"\boxed{\text{D}}", YES),
    (r"$\text{(D)}\ 12$", r"\boxed{\textbf{(D)}\ 12}", YES),
    (r"$\text{(D)}\ 12$", r"\boxed{\textbf{(D) } 12}", YES),
    ("12", r"\textbf{(B)}\ 12", YES),
    ("B", "(B) 12", YES),
    ("(B) 12", "B", YES),
    ("(B) 12", "A", NO),
    ("(B) 12", "12", YES),
    ("B. 12", "B", YES),
    ("B. 12", "12", YES),
    ("B) 12", "B", YES),
    ("B: 12", "B", YES),
    ("B) the nucleus", "B", YES),
    ("B) the nucleus", "C", NO),
    ("B", "B) the nucleus", YES),
    ("(C) 12", "(C) 12", YES),
    ("B", r"选项 (B) $3.3\mathrm{MeV}$。", YES),
    ("C", r"选项 (B) $3.3\mathrm{MeV}$。", NO),
    ("C", "选 B。", NO),
]
# What may be meant in two ways.
TWOFOLD = [
    ("B_{16}", "11", OPEN),
    ("12_5", "12", OPEN),
    ("12", "12_5", OPEN),
    ("2516_8", "2516", OPEN),
    ("2516_8", "2517", NO),
    ("11011_2", "11011", OPEN),
    ("11011_2", "27", YES),
    ("x2 + 1", "x^2 + 1", OPEN),
    ("sp3", "sp^3", OPEN),
    ("3x2", "3x^2", OPEN),
    ("3x2", "3x^3", NO),
    ("cm2", "cm^2", OPEN),
    ("24 cm2", "24 cm^2", YES),
    ("a2 + b2", "a^2+b^2", OPEN),
    ("105", "10^5", NO),
    ("2x+3y", "2x^+3y", NO),
    ("dsp2", "dsp^2", OPEN),
    ("5 ± 0.1", "5", OPEN),
    (r"5.0 \pm 0.1", "5.0", OPEN),
    ("5", "5 ± 0.1", OPEN),
    ("5 ± 0.1", "6", OPEN),
    ("5 ± 0.1", "5 ± 0.2", NO),
    (r"2 \pm \sqrt3", "2", NO),
    (r"3 \pm 1", "3", NO),
    ("5 ± 2%", "5", OPEN),
    ("0", "There are no solutions.", OPEN),
    ("0", "no solutions", OPEN),
    ("There are no solutions", "0", OPEN),
    ("1", "no solutions", NO),
    (r"\emptyset", "0", NO),
    ("no solution", "the solution does not exist", OPEN),
    ("DNE", "no solution", OPEN),
    ("the limit does not exist", r"\infty", OPEN),
    (r"\infty", "does not exist", OPEN),
    ("5", "does not exist", NO),
    (r"\infty", r"-\infty", NO),
    ("about 45", "45.3", OPEN),
    ("roughly 300", "299.8", OPEN),
    ("≈ 12", "11.9", OPEN),
    ("≈ 12", "11.4", NO),
    ("approximately 1000", "987", OPEN),
    ("about 45", "60", NO),
    ("around 50", "49.7", OPEN),
    ("approximately 300 km", "299 km", OPEN),
    ("approximately 300 km", "299 m", NO),
    (r"\approx 7", "6.9", OPEN),
    ("3 R 2", "3 2/5", OPEN),
    ("3 R 2", "3.4", OPEN),
    ("3.4", "3 R 2", OPEN),
    ("17/5", "3 R 2", OPEN),
    ("3 R 2", "4", NO),
    ("3 R 2", "2", NO),
    ("3 R 2", "3 R 1", NO),
    ("a rise of 10 °C", "a rise of 18 °F", OPEN),
    ("an increase of 10 °C", "an increase of 10 K", OPEN),
    ("10 °C warmer", "18 °F warmer", OPEN),
    ("a temperature drop of 5 K", "a temperature drop of 5 °C", OPEN),
    ("the temperature difference is 20 °C", "20 K", OPEN),
    ("20 K", "20 °C", NO),
    ("4 y 5", "4, 5", OPEN),
    ("-1 y 2", "-1, 2", OPEN),
    ("4 y 5", "20", NO),
    ("4 o 5", "4, 5", OPEN),
    ("x = 4 y x = 5", "x = 4, x = 5", OPEN),
    ("4 e 5", "4, 5", OPEN),
    ("2 e x", "2, x", OPEN),
]
# Letters, or units; degrees without their sign; a choice, or names that differ in case.
UNITS_OR_LETTERS = [
    ("N·m", "J", OPEN),
    ("kg·m/s^2", "N", OPEN),
    ("V/A", "Ω", OPEN),
    ("m/s", "m/s^2", NO),
    ("ma", "F", NO),
    ("25 °C", "25 C", OPEN),
    ("77 °F", "77 F", OPEN),
    ("5 C", "5 V", NO),
    ("5 C", "5000 mC", YES),
    ("e", "E", OPEN),
    ("B", "b", YES),
    ("B", "b)", YES),
]
# Seconds, or a decade.
DECADES = [
    ("1990", "1990s", OPEN),
    ("1990s", "the 1990s", YES),
    ("1980", "It was in the 1980s.", OPEN),
    ("90", "90s", OPEN),
    ("90 s", "90s", YES),
    ("5s", "5", YES),
    ("1990s", "1980s", NO),
]
# A fraction behind a power sign.
OPEN_POWERS = [
    ("x^1/2", r"\sqrt{x}", OPEN),
    ("x^1/2", "x/2", YES),
    ("x^2/3", r"\sqrt[3]{x^2}", OPEN),
    ("8^1/3", "2", OPEN),
    ("8^1/3", "3", NO),
    ("x^1/2", "x", NO),
    ("2x^3/2", r"2x\sqrt{x}", OPEN),
    ("a_1", "a_2", NO),
    ("b_1", "11", NO),
]
# Signs before degrees, marks of lists and of choices.
SIGNS_AND_MARKS = [
    ("-30", "-30°", YES),
    ("-30°", "-30", YES),
    ("-30°", "30", NO),
    ("30", "-30°", NO),
    (r"-30^\circ", r"-\frac{\pi}{6}", YES),
    ("5", "- **5**", OPEN),
    ("5", "- 5", OPEN),
    ("-5", "- 5", YES),
    ("6", "- 5", NO),
    ("-3", "Es sind minus drei Grad", YES),
    (r"\textbf{(D)}\ \frac{3}{4}", r"\frac34", YES),
    (r"\textbf{(D)}\ \frac{3}{4}", r"\frac14", NO),
    (r"(D) \frac{3}{4}", r"\frac34", YES),
    (r"(D) $\frac{3}{4}$", r"\frac34", YES),
    (r"\text{(D) } \sqrt{2}", r"\sqrt2", YES),
    (r"\text{(D) } \sqrt{2}", r"\sqrt3", NO),
    (r"\textbf{(D)}\ \frac{3}{4}", "D", YES),
    ("(D) 12", "12", YES),
]


@pytest.mark.parametrize(
    ("reference", "answer", "status"),
    [*LETTERED, *TWOFOLD, *DECADES, *UNITS_OR_LETTERS, *OPEN_POWERS, *SIGNS_AND_MARKS],
)
def test_an_answer_that_may_be_meant_otherwise(reference: str, answer: str, status: str) -> None:
    assert compare_answers(reference, answer, {}, Policy()).status == status
