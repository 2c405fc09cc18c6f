"""The curve with two plateaus: its values by the paper's definition, and planted curves that are found again."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dikast.metrics import PlateauFitter, TwoPlateaus

PLANTED = TwoPlateaus(low=1300, high=1700, start=1100, end=1300)
CAPABILITY = np.linspace(1000, 1400, 12)


@pytest.mark.parametrize(
    ("capability", "value"),
    # Engels et al. 2025: min(max(low + (high - low) (x - start) / (end - start), low), high), by hand.
    [(900, 1300), (1100, 1300), (1150, 1400), (1200, 1500), (1275, 1650), (1300, 1700), (2000, 1700)],
)
def test_its_values_are_those_of_the_definition(capability: float, value: float) -> None:
    assert PLANTED.at(capability) == value
    assert PLANTED.slope == 2


def test_a_curve_may_fall() -> None:
    falling = TwoPlateaus(low=1700, high=1300, start=0, end=100)
    assert [falling.at(x) for x in (-1, 0, 25, 100, 101)] == [1700, 1700, 1600, 1300, 1300]
    assert falling.slope == -4


@given(st.floats(-500, 500), st.floats(0.5, 3), st.integers(1, 9), st.integers(2, 10))
def test_a_curve_without_noise_is_found_exactly(low: float, slope: float, first: int, n_steps: int) -> None:
    x = np.arange(12.0)
    end = min(11.0, first + n_steps)
    planted = TwoPlateaus(low=low, high=low + slope * (end - first), start=first, end=end)
    values = np.array([[planted.at(capability) for capability in x]])
    found = PlateauFitter(x, np.full(12, 0.01)).fit(values).first()
    assert [found.at(capability) for capability in x] == pytest.approx(values[0].tolist(), abs=1e-6)


def test_a_line_gets_no_plateau_and_a_knee_gets_one() -> None:
    rng = np.random.default_rng(5)
    sd = np.full(12, 20.0)
    fitter = PlateauFitter(CAPABILITY, sd)
    noise = 20 * rng.standard_normal((200, 12))
    line = fitter.fit(2 * CAPABILITY + noise)
    assert ((line.start == 1000) & (line.end == 1400)).mean() > 0.6
    assert abs(np.median(line.slope) - 2) < 0.05
    knee = fitter.fit(np.minimum(2 * CAPABILITY, 2400) + noise)
    assert ((knee.start == 1000) & (knee.end < 1400)).mean() > 0.6


def test_intervals_of_planted_curves_cover_them_as_often_as_they_say() -> None:
    rng = np.random.default_rng(1)
    n_worlds, n_resamples = 200, 200
    sd = 30 * rng.uniform(0.7, 1.4, len(CAPABILITY))
    truth = np.array([PLANTED.at(capability) for capability in CAPABILITY])
    measured = truth + sd * rng.standard_normal((n_worlds, len(truth)))
    resampled = measured[:, None, :] + sd * rng.standard_normal((n_worlds, n_resamples, len(truth)))
    fits = PlateauFitter(CAPABILITY, sd).fit(resampled.reshape(-1, len(truth)))
    curves = np.stack([fits.at(capability) for capability in CAPABILITY], axis=1).reshape(resampled.shape)
    low, high = np.quantile(curves, [0.025, 0.975], axis=1)
    assert 0.93 < ((low <= truth) & (truth <= high)).mean() < 0.97


def test_two_capabilities_make_no_curve() -> None:
    fitter = PlateauFitter(np.array([1.0, 1.0, 2.0]), np.ones(3))
    assert not fitter.can_fit
    with pytest.raises(ValueError, match="at least 3 different"):
        fitter.fit(np.ones((1, 3)))


def test_three_capabilities_make_a_line() -> None:
    found = PlateauFitter(np.array([0.0, 1.0, 2.0]), np.ones(3)).fit(np.array([[0.0, 1.0, 2.0]])).first()
    assert (found.start, found.end) == (0, 2)
    assert found.slope == pytest.approx(1)
