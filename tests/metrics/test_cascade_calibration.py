"""Where a cascade hands over: its table of thresholds, on judges whose every answer is known."""

from __future__ import annotations

import pytest

from dikast.metrics import JudgedQuestion, calibrate_cascade

# The small judge is right wherever it is sure, and wrong wherever it is not; once it says nothing.
SMALL = {
    "a": JudgedQuestion("a", 0.95, 1, 1, 0.01),
    "b": JudgedQuestion("b", 0.9, 1, 1, 0.01),
    "c": JudgedQuestion("c", 0.6, 0, 1, 0.01),
    "d": JudgedQuestion("d", None, 0, 1, 0.01),
}
# The strong one is wrong about a, which the small one knows.
STRONG = {name: JudgedQuestion(name, 1.0, float(name != "a"), 2, 0.10) for name in "abcd"}


def test_each_threshold_has_its_share_its_accuracy_and_its_cost() -> None:
    calibration = calibrate_cascade(SMALL, STRONG, resamples=200)
    table = []
    for point in calibration.points:
        assert point.cost_usd is not None
        table.append((point.p_below, point.escalated.value, point.accuracy.value, point.calls, point.cost_usd.value))
    expected = [
        (0.0, 0.25, 0.75, 1.5, 0.035),
        (0.6, 0.25, 0.75, 1.5, 0.035),
        (0.9, 0.5, 1.0, 2.0, 0.06),
        (0.95, 0.75, 1.0, 2.5, 0.085),
        (1.0, 1.0, 0.75, 3.0, 0.11),
    ]
    for row, values in zip(table, expected, strict=True):
        assert row == pytest.approx(values)
    assert (calibration.small_alone.value, calibration.strong_alone.value) == (0.5, 0.75)
    assert (calibration.best, calibration.n, calibration.unmatched) == (0.9, 4, 0)


def test_less_accuracy_may_be_enough() -> None:
    assert calibrate_cascade(SMALL, STRONG, within=0.25, resamples=200).best == 0.0


def test_the_held_out_accuracy_is_of_thresholds_from_the_other_half() -> None:
    # From b and d: hand over nothing that says something, so c stays wrong. From a and c: 0.9, which keeps b.
    assert calibrate_cascade(SMALL, STRONG, resamples=200).held_out.value == pytest.approx(0.75)


def test_an_unknown_price_is_not_a_price_of_zero() -> None:
    unpriced = {**STRONG, "d": STRONG["d"]._replace(cost_usd=None)}
    calibration = calibrate_cascade(SMALL, unpriced, resamples=200)
    assert calibration.points[0].cost_usd is None
    assert calibration.small_cost_usd == pytest.approx(0.01)
    assert calibration.strong_cost_usd is None


def test_questions_of_one_judge_alone_are_counted_and_left_out() -> None:
    calibration = calibrate_cascade({**SMALL, "e": SMALL["a"]}, STRONG, resamples=200)
    assert (calibration.n, calibration.unmatched) == (4, 1)
    with pytest.raises(ValueError, match="no record in common"):
        calibrate_cascade(SMALL, {"z": STRONG["a"]})


def test_many_certainties_become_twenty_thresholds() -> None:
    small = {str(i): JudgedQuestion(str(i), 0.5 + i / 1000, 1, 1, 0) for i in range(300)}
    assert len(calibrate_cascade(small, small, resamples=50).points) <= 22
