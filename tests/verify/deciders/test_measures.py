"""Answers that are measures: of money, angles, shares, quantities or things. None equals one of another kind."""

from __future__ import annotations

import pytest

from dikast.verify.deciders.same_answer import compare_answers
from dikast.verify.policy import Policy

YES, NO, OPEN = "verified", "refuted", "unknown"

# A bare number equals a measure of any kind; a measure none of another kind.
KINDS = [
    ("45", "45°", YES),
    ("45 m", "45°", NO),
    (r"45^\circ", r"45 \text{ cm}", NO),
    ("45 min", "45 degrees", NO),
    ("$90", "90°", NO),
    ("180 dollars", "180 degrees", NO),
    ("5 euros", "5°", NO),
    ("50", "50%", YES),
    ("50 kg", "50%", NO),
    ("5 m", "5 percent", NO),
    ("$5", "5%", NO),
    ("30 °C", "30°", OPEN),
    ("30°", "30 K", OPEN),
    ("60", "5 dozen", YES),
    ("60 kg", "5 dozen", NO),
    ("$60", "5 dozen", OPEN),
    (r"\pi", "180°", YES),
    ("180 degrees", r"\pi radians", YES),
    (r"\pi", r"\pi degrees", OPEN),
    ("$5", "It costs 5 dollars", YES),
    ("$5", "It costs 5 euros", NO),
    ("5", "It costs 5 euros", YES),
    ("5 m", "5 euros", NO),
    ("$5/hour", "5 dollars an hour", YES),
]


@pytest.mark.parametrize(("reference", "answer", "expected"), KINDS)
def test_measures(reference: str, answer: str, expected: str) -> None:
    assert compare_answers(reference, answer, {}, Policy()).status == expected
