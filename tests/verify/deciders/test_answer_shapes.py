"""Answers of several members, lines, parts or fields, and directions: kind by kind, with their near misses."""

from __future__ import annotations

import pytest

from dikast.verify.deciders.same_answer import compare_answers
from dikast.verify.policy import Policy

YES, NO, OPEN = "verified", "refuted", "unknown"

CHAINS_OF_EQUATIONS = [
    ("x=y=z", "z=y=x", YES),
    ("x=y=z", "x=y", NO),
    ("x=y=z", "x=y=-z", NO),
    ("x=y=z", "x=y=2z", NO),
    ("a=b=c=3", "3=a=b=c", YES),
    ("a=b=c=3", "a=3, b=3, c=3", YES),
    ("a=b=c=3", "a=b=c=4", NO),
    ("a=b=c=7", "a=b=c=8", NO),
    ("x=y=3", "(3,3)", YES),
    ("x=y=3", "(3,4)", NO),
    ("x=y=7", "x=7", NO),
    ("x=7, y=8", "x=7", OPEN),
    (r"E=mc^2=\gamma m_0c^2", r"E=\gamma m_0 c^2=mc^2", YES),
    ("P=VI=I^2R", "P=VI=IR^2", NO),
    ("x=2y=3z", "3z=2y=x", YES),
    ("x=2y=3z", "x=2y=4z", NO),
    (r"\frac{x-1}{2}=\frac{y+3}{4}=z", r"\frac{x-1}{2}=\frac{y+3}{4}=\frac{z}{1}", YES),
    (r"\frac{x-1}{2}=\frac{y+3}{4}=z", r"\frac{x-1}{2}=\frac{y-3}{4}=z", NO),
    (r"\frac{x-1}{2}=\frac{y+3}{4}=z", r"\frac{x-1}{2}=\frac{y+3}{5}=z", NO),
    (r"\frac{x-1}{2}=\frac{y+3}{4}=z", r"\frac{x-1}{4}=\frac{y+3}{8}=\frac{z}{2}", OPEN),
    ("x = 11", "x = 5+6 = 11", YES),
    ("x = 3 o x = -3", "x = 2 o x = -3", OPEN),
]
CHAINS_OF_INEQUALITIES = [
    ("a<b<c", "a<b, b<c", YES),
    ("a<b<c", "b<c, a<b", YES),
    ("a<b<c<d", "a<b, b<c, c<d", YES),
    ("a<b<c", "a<c, c<b", NO),
    ("a<b<c", "a<b, b<=c", NO),
    ("-1<x<3", "x<3, x>-1", YES),
]
LINES_BY_A_PARAMETER = [
    (r"\vec r=(1,2,3)+t(1,0,-1)", r"\vec r=(1,2,3)+s(1,0,-1)", OPEN),
    (r"\vec r=(1,2,3)+t(1,0,-1)", r"\vec r=(1,2,3)+\lambda(-1,0,1)", OPEN),
    (r"\vec r=(1,2,3)+t(1,0,-1)", r"\vec r=(2,2,2)+t(1,0,-1)", OPEN),
    (r"\vec r=(1,2,3)+t(1,0,-1)", r"\vec r=(1,2,3)+t(1,0,1)", NO),
    (r"\vec r=(1,2,3)+t(1,0,-1)", r"\vec r=(1,2,4)+t(1,0,-1)", OPEN),
    (r"\vec r=(1,2,3)+t(1,0,-1)", r"\vec r=(1,2,3)", NO),
    ("x=1+2t, y=3-t", "x=3+2t, y=2-t", OPEN),
    ("x=1+2t, y=3-t", "x=1+2t, y=3+t", NO),
    ("(t, 2t)", "(t, 3t)", NO),
    ("(t, t^2)", "(t, t^3)", NO),
    (
        r"\begin{pmatrix}1+t\\2t\end{pmatrix}",
        r"\begin{pmatrix}1\\0\end{pmatrix}+s\begin{pmatrix}2\\4\end{pmatrix}",
        OPEN,
    ),
    (
        r"\begin{pmatrix}1+t\\2t\end{pmatrix}",
        r"\begin{pmatrix}1\\1\end{pmatrix}+s\begin{pmatrix}2\\4\end{pmatrix}",
        OPEN,
    ),
]
NAMED_PIECES = [
    (r"f(x)=\begin{cases}x^2 & x<0\\ 2x & x\ge 0\end{cases}", r"\begin{cases}2x & x\ge 0\\ x^2 & x<0\end{cases}", YES),
    (r"f(x)=\begin{cases}3 & x<0\\ 2 & x\ge 0\end{cases}", r"\begin{cases}4 & x<0\\ 2 & x\ge 0\end{cases}", NO),
]
LINES_OF_TEXT = [
    ("4; 9", "4\n9", YES),
    ("4; 9", "x = 4\nx = 9", YES),
    ("4, 9", "- 4\n- 9", YES),
    ("4, -9", "The solutions are:\n- 4\n- -9", YES),
    (r"\frac12, \frac{1}{3}", "\\frac{1}{2}\n\\frac{1}{3}", YES),
    ("4; 9", "4\n8", NO),
    ("4; 9", "- 4\n- 8", NO),
    ("1. 12\n2. 15", "1. 15\n2. 12", NO),
]
TURNED_BRACKETS = [
    ("]2;5[", "(2,5)", YES),
    ("]2,5[", "2<x<5", YES),
    ("]2,5;3[", "(2.5, 3)", YES),
    (r"[0;+\infty[", "x≥0", YES),
    (r"(-\infty, 3]", r"x \in ]-\infty ; 3]", YES),
    (r"[-2,1)\cup(3,\infty)", r"[-2;1[\cup]3;+\infty[", YES),
    (r"[-2,1)\cup(3,\infty)", r"[-2;1]\cup]3;+\infty[", NO),
    ("]2;5[", "[2;5]", NO),
    ("]2;5[", "]2;5]", NO),
    ("]0;1[", "L'ensemble des solutions est ]0;1[.", YES),
]
JSON = [
    ("5", '{"answer": 5}', YES),
    ("5", '{"answer": "5"}', YES),
    ("5", '```json\n{"reasoning": "2+3", "final_answer": 5}\n```', YES),
    (r"\frac12", r'{"answer": "\\frac{1}{2}"}', YES),
    ("5", '{"Antwort": 5}', YES),
    ("5", '{"reasoning": "5", "answer": 6}', NO),
    ("5", '{"answer": "-5"}', NO),
    ("5", '{"step": 5}', OPEN),
    ("5", '{"answer": 5, "final_answer": 6}', OPEN),
    (r"\{1,2\}", "{1, 2}", YES),
]
UNITS_IN_TEXT = [
    (r"60^\circ", r"60\text{ degrees}", YES),
    (r"60^\circ", r"30\text{ degrees}", NO),
    (r"48\pi \text{ cm}^3", r"48\pi \text{ cubic centimeters}", YES),
    (r"48\pi \text{ cm}^3", r"48\pi \text{ square centimeters}", NO),
    ("9.8 m/s²", r"9.8\text{ meters/second}^2", YES),
    ("9.8 m/s", r"9.8\text{ meters per hour}", NO),
    ("5 people", r"5 \text{ people}", YES),
]
DIRECTIONS = [
    ("45° E", "45 degrees east", YES),
    ("45° E", "45 degrees west", NO),
    ("45° E", "45°", OPEN),
    ("45° E", "46°", NO),
    ("N 30° E", "30° east of north", OPEN),
    ("40°N, 75°W", "40 degrees north, 75 degrees west", YES),
    ("40°N, 75°W", "40°N, 75°E", NO),
    ("5 N upward", "5 N up", YES),
    ("5 N up", "5 N down", NO),
]
TIMES_AND_REASONS = [
    ("5 tickets since Monday", "5 tickets until Monday", OPEN),
    ("5 tickets since Monday", "5 tickets before Monday", OPEN),
    ("5 tickets since Monday", "5 tickets since Monday.", YES),
    ("5", "x = 5 since 2+3 = 5", YES),
    ("5", "5 since it is odd", YES),
]
OTHER_NOTATIONS = [
    ("(3+4j)", "3+4i", OPEN),
    ("√3", "根号3", YES),
    ("√3", "根号5", NO),
]
ROWS = [
    *CHAINS_OF_EQUATIONS, *CHAINS_OF_INEQUALITIES, *LINES_BY_A_PARAMETER, *NAMED_PIECES, *LINES_OF_TEXT,
    *TURNED_BRACKETS, *JSON, *UNITS_IN_TEXT, *DIRECTIONS, *TIMES_AND_REASONS, *OTHER_NOTATIONS,
]  # fmt: skip


@pytest.mark.parametrize(("reference", "answer", "status"), ROWS)
def test_shapes(reference: str, answer: str, status: str) -> None:
    finding = compare_answers(reference, answer, {}, Policy())
    assert finding.status == status, finding
