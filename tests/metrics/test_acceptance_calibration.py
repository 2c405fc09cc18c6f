"""Probabilities of acceptance against truth: bins, and the area under the ROC curve."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dikast.metrics import acceptance_summary
from dikast.metrics.acceptance_calibration import acceptance_bins, discrimination
from dikast.records import AttemptStatus, Outcome, OutcomeAcceptance

probabilities = st.lists(st.floats(0, 1), min_size=1, max_size=12)


@given(probabilities, probabilities)
def test_the_area_is_the_share_of_pairs_in_which_the_right_answer_has_more(
    right: list[float], wrong: list[float]
) -> None:
    pairs = [(r > w) + (r == w) / 2 for r in right for w in wrong]
    value = discrimination(right, wrong).value
    assert value == pytest.approx(sum(pairs) / len(pairs))
    assert discrimination(wrong, right).value == pytest.approx(1 - (value or 0))


def test_without_answers_of_both_kinds_there_is_nothing_to_tell_apart() -> None:
    assert discrimination([0.4], []).value is None
    assert discrimination([], [0.4]).value is None


def test_the_interval_covers_the_area_of_two_normals_as_often_as_it_says() -> None:
    """Means one apart: the area is the normal's distribution function at 1 / sqrt 2."""
    rng = np.random.default_rng(5)
    covered = 0
    for _ in range(400):
        found = discrimination(rng.normal(1, 1, 40).tolist(), rng.normal(0, 1, 40).tolist())
        assert found.low is not None
        assert found.high is not None
        covered += found.low < 0.76025 < found.high
    assert 0.93 <= covered / 400 <= 0.97


def test_bins_hold_every_verdict_once() -> None:
    bins = acceptance_bins([(0.0, False), (0.2, False), (0.39, True), (1.0, True), (0.99, True)])
    assert [(found.low, found.right.n, found.right.value) for found in bins] == [
        (0.0, 1, 0),
        (0.2, 2, 0.5),
        (0.8, 2, 1),
    ]


def outcome(question: str, answer: AttemptStatus, p_right: float) -> Outcome:
    acceptance = OutcomeAcceptance(answer, p_right=p_right, critiques=0, refuted=0)
    credit = float((p_right > 0.5) == (answer == "right"))
    return Outcome(
        id=question, protocol="p", agents="", question=question, status="decided", credit=credit, acceptance=acceptance
    )


def test_a_summary_has_both_of_the_answers_that_are_proved_right_or_wrong() -> None:
    summary = acceptance_summary([outcome("a", "right", 0.9), outcome("b", "wrong", 0.7)])
    assert summary is not None
    assert summary.discrimination.value == 1
    assert [found.right.value for found in summary.calibration] == [0, 1]
