"""What stands before a letter or a bracket and belongs to it: a change, an operator, a function's name, a conjugate."""

from __future__ import annotations

import pytest

from dikast.verify import Verifier

YES, NO, OPEN = "verified", "refuted", "unknown"

AnswerRow = tuple[str, str, str]
"""Reference, answer, and the decision."""

CHANGES: list[AnswerRow] = [
    (r"\frac{\Delta x}{\Delta t}", "Δx/Δt", YES),
    (r"\frac{\Delta x}{\Delta t}", r"\frac{x}{t}", OPEN),  # Δ may be a factor, but not in most texts
    (r"\frac{\delta y}{\delta x}", "y/x", OPEN),
    ("Δy/Δx", "y/x", NO),
    (r"\Delta t_1", "Δt_1", YES),
    (r"\Delta t_1", "Δt_2", NO),
    (r"\Delta x \Delta p", r"\Delta p \Delta x", YES),
    (r"v\Delta t + \frac12 a(\Delta t)^2", r"\Delta t(v + \frac{a\Delta t}{2})", YES),
    (r"n C_V \Delta T", "C_V n ΔT", YES),
    (r"n C_V \Delta T", "C_V n T", NO),
    (r"-\frac{\Delta}{4a}", r"\frac{-Δ}{4a}", YES),
    (r"\delta < \epsilon/3", "δ < ε/3", YES),
    (r"\frac{\nabla f}{\nabla g}", "f/g", OPEN),
    (r"\nabla f + \nabla g", r"\nabla g + \nabla f", YES),
    (r"\nabla f", r"\nabla g", NO),
    (r"\nabla \cdot F", r"\nabla F", OPEN),
    (r"\nabla \times F", r"\nabla \cdot F", OPEN),
]
COMPLEX: list[AnswerRow] = [
    # Real numbers show nothing here.
    (r"\operatorname{Re}(z)", "z", OPEN),
    ("|z|^2", "z^2", OPEN),
    ("|x|^2", "x^2", YES),
    (r"z\bar{z}", "|z|^2", YES),
    ("|z|^2", r"z \bar z", YES),
    (r"z\bar{z}", "z^2", OPEN),
    (r"\operatorname{Re}(z)", r"\frac{z+\bar z}{2}", YES),
    (r"\operatorname{Im}(z)", r"\frac{z-\bar z}{2i}", YES),
    (r"\operatorname{Im}(z)", r"\frac{z-\bar z}{2}", OPEN),
    ("|z|^2", r"\operatorname{Re}(z)^2 + \operatorname{Im}(z)^2", YES),
    (r"\overline{zw}", r"\bar z \bar w", YES),
    (r"\bar{x}", "x", OPEN),  # a mean, or a line that is left out
]
FUNCTIONS: list[AnswerRow] = [
    *[("A", f"{name}(A)", NO) for name in ("rank", r"\text{rank}", r"\mathrm{Spec}")],
    ("A", r"\operatorname{tr}(A)", OPEN),
    *[(f"{name}(G)", "G", OPEN) for name in ("Aut", "order", r"\operatorname{Aut}")],
    *[("x", f"{name}(x)", OPEN) for name in ("median", "round", "count")],
    (r"\operatorname{rank} A", "A", OPEN),
    ("5", "succ(5)", OPEN),
    ("rank(A)", "rank(A)", YES),
    ("rank(A)", "rank(B)", OPEN),
    ("2", "rank(A) = 2", YES),
    ("2", r"\operatorname{rank}(A) = 2", YES),
    ("3", "rank(A) = 2", NO),
    ("12", "area(ABC) = 12", YES),
    ("6", "gcd(12, 18)", YES),
    ("5", "5 box(es)", YES),
    ("1 + 2y", "(1) + (2)*y", YES),  # no numbers of parts
    ("72", "(1) 4 (2) 9", OPEN),
    ("5", "Answer(5)", YES),
    ("B", "Option(B)", YES),
    ("A", "答案(A)", YES),
    ("5", "总数(5)", YES),
    ("(1, 2)", "The vertex is (1,2)", YES),
]

CASES: list[AnswerRow] = [
    # Few points show little of a function in cases.
    ("x", r"\min(x, x^2)", NO),
    ("x", r"\max(x, x^2)", NO),
    ("|x|", r"\max(x, -x)", YES),
    ("|x|", r"x \operatorname{sgn}(x)", YES),
    ("1", r"|\operatorname{sgn}(x)|", NO),
    ("1", r"\operatorname{sgn}(x + 7)^2", NO),
    (r"\lceil x \rceil", r"\lfloor x \rfloor + 1", NO),
    ("x + y", r"\min(x + y, y^2 + x)", NO),
]
NAMES_OF_SETS: list[AnswerRow] = [
    (r"x \in [-2, 7]", r"-2 \le x \le 7", YES),
    (r"x \in [-2, 7]", r"y \in [-2, 7]", OPEN),
    (r"-2 \le x \le 7", r"q \in [-2, 7]", OPEN),
    (r"x \in [-2, 7]", r"y \in [-2, 8]", NO),
    ("[-2, 7]", r"y \in [-2, 7]", YES),
    ("A = [1, 2]", r"x \in [1, 2]", YES),
]
EXCLUDED: list[AnswerRow] = [
    *[
        ("12 km", f"{words} 12 km", NO)
        for words in ("other than", "apart from", "autre que", "distinto de", "ungleich")
    ],
    ("12", "除了12", NO),
    ("x = 2", "There are no solutions other than x = 2", OPEN),
    (r"x \neq 3", "all real numbers other than 3", YES),
]
FIGURES: list[AnswerRow] = [
    (r"\angle ABC", r"\angle CBA", YES),
    (r"\angle ABC", r"\angle ACB", NO),
    ("∠ABC = 60°", r"\angle CBA = 60^\circ", YES),
    (r"\triangle ABC \cong \triangle DEF", r"\triangle ABC \cong \triangle EFD", NO),  # the order says what fits what
    (r"\triangle ABC", r"\triangle ABD", NO),
    (r"\overrightarrow{AB}", r"\overrightarrow{BA}", NO),
]


@pytest.mark.parametrize(
    ("reference", "answer", "status"), [*CHANGES, *COMPLEX, *FUNCTIONS, *CASES, *NAMES_OF_SETS, *EXCLUDED, *FIGURES]
)
async def test_same_answer(verifier: Verifier, reference: str, answer: str, status: str) -> None:
    check = await verifier.answer(reference, answer)
    assert check.status == status, check
