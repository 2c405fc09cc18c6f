"""Answers in parts, in lines and in an order of their own: kind by kind, with their near misses."""

from __future__ import annotations

import pytest

from dikast.verify.deciders.same_answer import compare_answers
from dikast.verify.policy import Policy

YES, NO, OPEN = "verified", "refuted", "unknown"

MARKED_PARTS = [
    ("(a) 6 (b) 9", "a) 6\nb) 9", YES),
    ("(a) 6 (b) 9", "**(a)** 6\n**(b)** 9", YES),
    ("(a) 6 (b) 9", "a. 6\nb. 9", YES),
    ("(a) 6 m (b) 9 s", "Here they are:\n(a) 6 m\n(b) 9 s", YES),
    ("(a) 6 m (b) 9 s", "(a) 9 m\n(b) 6 s", NO),
    ("(a) 6 (b) 9", "a) 6\nb) 8", NO),
    ("6, 9, 4", "(1) 6\n(2) 9\n(3) 4", YES),
    ("6, 9", "1. 6\n2. 9", YES),
    ("6, 9", "(i) 6; (ii) 9", YES),
    ("yes, no", "(a) no (b) yes", OPEN),
    ("(1) + (2)x", "2x + 1", YES),
    # Steps of a solution are no parts of an answer.
    ("1. 2 + 3 = 5\n2. 5 - 1 = 4", "1. 3 + 2 = 5\n2. 4", YES),
]
ITEMS = [
    ("iron, zinc", "- iron\n- zinc", YES),
    ("iron, zinc", "Metals:\n* zinc\n* iron", YES),
    ("iron, zinc", "- iron\n- lead", OPEN),
    ("5; 8", "• 5\n• 8", YES),
    ("x = 5, y = 8", "* **x:** 5\n* **y:** 8", YES),
    ("x = 5, y = 8", "x: 8\ny: 5", OPEN),
    ("5, 8", "x_1 = 5\nx_2 = 8", YES),
    ("5, 8", "x_1 = 5\nx_2 = 7", NO),
]
LINES_OF_FORMULAS = [
    (r"\begin{aligned} x &= 4 \\ y &= 7 \end{aligned}", "x = 4, y = 7", YES),
    (r"\left\{\begin{array}{l} x = 4 \\ y = 7 \end{array}\right.", "(4, 7)", YES),
    (r"\left\{\begin{array}{l} x = 4 \\ y = 7 \end{array}\right.", "(7, 4)", NO),
    (r"\begin{array}{rcl} x & = & 4 \\ y & = & 7 \end{array}", "y=7, x=4", YES),
    (r"\left\{\begin{array}{ll} 3 & x > 0 \\ 5 & x \le 0 \end{array}\right.", r"\begin{cases} 3, & x > 0 \\ 5, & x \le 0 \end{cases}", YES),
    (r"\left\{\begin{array}{ll} 3 & x > 0 \\ 5 & x \le 0 \end{array}\right.", r"\begin{cases} 5, & x > 0 \\ 3, & x \le 0 \end{cases}", NO),
    (r"\begin{align*} 3x &= 12 \\ x &= 4 \end{align*}", "4", YES),
    (r"\begin{align*} 3x &= 12 \\ x &= 4 \end{align*}", "3", NO),
    (r"\begin{align*} x &= 4 \\ x &= -4 \end{align*}", "4, -4", YES),
    (r"\begin{align*} x &= 4 \\ x &= -4 \end{align*}", "-4", NO),
    (r"\begin{align*} x &> 4 \\ x &< 9 \end{align*}", "x < 9", NO),
    (r"\begin{aligned} f(x) &= x^2 + 3x \\ &= x(x + 3) \end{aligned}", "x(x+3)", YES),
    (r"\begin{array}{cc} 1 & 2 \\ 3 & 4 \end{array}", "[[1,2],[3,4]]", YES),
]  # fmt: skip
ORDERS = [
    ("seed → sprout → tree", r"Seed -> Sprout -> Tree", YES),
    ("seed → sprout → tree", "sprout → seed → tree", NO),
    ("seed → sprout → tree", "seed → shoot → tree", OPEN),
    (r"p \to q", "p → q", YES),
    (r"p \to q", "q → p", OPEN),
]
LETTERS_OF_CHOICES = [
    ("A, D", "D and A", YES),
    ("A, D", "AD", YES),
    ("A, D", "AC", NO),
    ("D", "The answer is (D) 15.", YES),
    ("D", "The answer is (C) 15.", NO),
    ("15", "D) 15", YES),
    ("SAS", "SSA", OPEN),
]
CORRECTIONS = [
    ("31", "I thought it was 13, but it is actually 31.", YES),
    ("13", "I thought it was 13, but it is actually 31.", OPEN),
    ("31", r"\boxed{13}, no wait, \boxed{31}", YES),
    ("13, 31", r"\boxed{13} and \boxed{31}", YES),
    ("31", "<think>perhaps 13</think>31", YES),
    (r"\mathbb{R}", "not all real numbers", OPEN),
    ("no solution", "It is not true that there is no solution", OPEN),
]
KINDS = [MARKED_PARTS, ITEMS, LINES_OF_FORMULAS, ORDERS, LETTERS_OF_CHOICES, CORRECTIONS]


@pytest.mark.parametrize(("reference", "answer", "expected"), [row for kind in KINDS for row in kind])
def test_answers_in_parts(reference: str, answer: str, expected: str) -> None:
    assert compare_answers(reference, answer, {}, Policy()).status == expected
