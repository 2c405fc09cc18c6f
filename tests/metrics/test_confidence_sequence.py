"""The confidence sequence: right by hand for the first values, and over many runs as often as it says at least."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

import pytest

from dikast.metrics import ConfidenceSequence


def test_before_any_value_the_mean_can_be_anything() -> None:
    assert ConfidenceSequence().interval == (0.0, 1.0)
    assert ConfidenceSequence(-1, 1).interval == (-1.0, 1.0)


def test_the_first_two_bets_by_hand() -> None:
    """λ₁ = √(2 log 40 / (¼ log 2)) = 6.5250: staked in full, ½/m and ½/(1 - m); then σ̂² of (¼ + (1 - ¾)²) / 2."""
    sequence = ConfidenceSequence()
    assert sequence._stake() == pytest.approx(math.sqrt(2 * math.log(40) / (0.25 * math.log(2))))
    assert sequence._stake() == pytest.approx(6.5250, abs=1e-3)
    sequence.add(1.0)
    at = {m: round(m * sequence.steps) for m in (0.2, 0.5)}
    assert sequence._up[at[0.2]] == pytest.approx(math.log(0.5 * (1 + 0.5 / 0.2 * 0.8)))
    assert sequence._down[at[0.2]] == pytest.approx(math.log(0.5 * (1 - 0.5 / 0.8 * 0.8)))
    # μ̂₁ = (½ + 1) / 2 = ¾, so σ̂² t = ¼ + 1/16; λ₂ = √(2 log 40 / (5/16 · log 3)) = 4.6356.
    assert sequence._stake() == pytest.approx(math.sqrt(2 * math.log(40) / (5 / 16 * math.log(3))))
    sequence.add(0.0)
    stake = min(4.6356, 0.5 / 0.5)
    assert sequence._up[at[0.5]] == pytest.approx(math.log(0.5 * 1.5 * (1 - stake * 0.5)), abs=1e-4)


def test_an_all_right_judge_is_soon_known_to_be_above_a_half() -> None:
    """Each 1 multiplies the capital against m = ½ by 1 + min(λ, 1) · ½: from ½ over 20 · 2 takes at least 10 of them."""
    sequence = ConfidenceSequence()
    lows = []
    for _ in range(60):
        sequence.add(1.0)
        lows.append(sequence.interval[0])
    first = next(i for i, low in enumerate(lows) if low > 0.5) + 1
    assert 10 <= first <= 20
    assert lows == sorted(lows), "an excluded mean stays excluded"
    assert sequence.interval[1] == 1.0


def test_it_narrows_about_as_fast_as_an_interval_for_a_fixed_number_would() -> None:
    rng = random.Random(1)
    sequence = ConfidenceSequence()
    for _ in range(2000):
        sequence.add(float(rng.random() < 0.7))
    low, high = sequence.interval
    assert low < 0.7 < high
    wald = 2 * 1.96 * math.sqrt(0.7 * 0.3 / 2000)
    assert sequence.width < 2.2 * wald
    calm = ConfidenceSequence()
    for _ in range(2000):
        calm.add(rng.uniform(0.68, 0.72))
    assert calm.width < sequence.width / 5, "it adapts to the variance"


def test_the_range_only_scales() -> None:
    rng = random.Random(2)
    one, other = ConfidenceSequence(steps=100), ConfidenceSequence(-1.0, 3.0, steps=100)
    for _ in range(200):
        x = rng.random()
        one.add(x)
        other.add(-1 + 4 * x)
    assert other.interval == pytest.approx(tuple(-1 + 4 * end for end in one.interval))


@pytest.mark.parametrize("law", ["coin", "rare", "flat", "paired"])
def test_it_covers_the_mean_at_every_moment_as_often_as_it_says(law: str) -> None:
    """200 runs of 200 looks each at 90 %: all looks of a run right in at least 90 %, up to 3 standard errors of chance."""
    rng = random.Random(3)
    laws: dict[str, tuple[Callable[[], float], float]] = {
        "coin": (lambda: float(rng.random() < 0.5), 0.5),
        "rare": (lambda: float(rng.random() < 0.06), 0.06),
        "flat": (rng.random, 0.5),
        "paired": (lambda: rng.choice([0.0, 0.5, 0.5, 1.0]), 0.5),
    }
    draw, mean = laws[law]
    missed = 0
    for _ in range(200):
        sequence = ConfidenceSequence(confidence=0.9, steps=50)
        for _ in range(200):
            sequence.add(draw())
            if not sequence.interval[0] <= mean <= sequence.interval[1]:
                missed += 1
                break
    assert missed / 200 <= 0.1 + 3 * math.sqrt(0.1 * 0.9 / 200)


@pytest.mark.parametrize("value", [-0.1, 1.1, math.nan])
def test_a_value_out_of_range_is_an_error(value: float) -> None:
    with pytest.raises(ValueError, match=r"values lie between 0\.0 and 1\.0"):
        ConfidenceSequence().add(value)


def test_a_range_and_a_confidence_are_needed() -> None:
    for low, confidence in ((1.0, 0.95), (0.0, 1.0), (0.0, 0.0)):
        with pytest.raises(ValueError, match="a range and a confidence"):
            ConfidenceSequence(low, confidence=confidence)
