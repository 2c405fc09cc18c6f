"""Calibration: bins of equal counts, and an error compared with what chance makes of it."""

from __future__ import annotations

from math import comb
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dikast.metrics import by_certainty, calibration
from dikast.metrics.calibration_curve import equal_count_bins
from dikast.records import Outcome
from tests.metrics.rows import binary, cell, row, runs


def sure(p: float, hits: int, n: int, start: int = 0) -> list[Outcome]:
    """`n` episodes whose favourite has probability p, `hits` of them right."""
    return [row(f"{p} {start + i}", (p, 1 - p), gold=0 if i < hits else 1) for i in range(n)]


def test_two_bins_worked_by_hand() -> None:
    found = calibration(cell(*sure(0.6, 3, 4), *sure(0.9, 2, 4)), bins=2)
    assert [(b.low, b.high, b.n) for b in found.bins] == [(0.6, 0.6, 4), (0.9, 0.9, 4)]
    assert [b.confidence for b in found.bins] == pytest.approx([0.6, 0.9])
    assert [b.accuracy.value for b in found.bins] == [0.75, 0.5]
    # |0.75 - 0.6| and |0.5 - 0.9|, half of the episodes each.
    assert found.ece.value == pytest.approx((0.15 + 0.4) / 2)
    assert found.overconfidence.value == pytest.approx((-0.15 + 0.4) / 2)


def test_equal_values_are_in_one_bin() -> None:
    assert equal_count_bins(np.array([0.99] * 9 + [0.5]), 5).tolist() == [1] * 9 + [0]
    assert equal_count_bins(np.arange(10.0), 5).tolist() == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]
    assert equal_count_bins(np.array([]), 5).tolist() == []


def test_at_least_one_bin() -> None:
    with pytest.raises(ValueError, match="at least one bin"):
        calibration(cell(row()), bins=0)


def test_without_verdicts_there_is_no_calibration() -> None:
    found = calibration(cell(row("1", None)))
    assert (found.bins, found.ece.value, found.ece_by_chance.value, found.overconfidence.value) == (
        (),
        None,
        None,
        None,
    )


def test_a_calibrated_judge_errs_no_more_than_chance_and_a_cocksure_one_does() -> None:
    rng = np.random.default_rng(2)
    p = rng.uniform(0.5, 1, 800)
    honest = [row(str(i), binary(float(v)), gold=int(rng.random() > v)) for i, v in enumerate(p)]
    found = calibration(cell(*honest), resamples=500)
    assert found.ece.value is not None
    assert found.ece_by_chance.low is not None
    assert found.ece_by_chance.high is not None
    assert found.ece_by_chance.low <= found.ece.value <= found.ece_by_chance.high
    cocksure = [
        row(str(i), binary(0.5 + (float(v) - 0.5) / 4 + 0.37), gold=int(rng.random() > v)) for i, v in enumerate(p)
    ]
    worse = calibration(cell(*cocksure), resamples=500)
    assert worse.ece.low is not None
    assert worse.ece_by_chance.high is not None
    assert worse.ece.low > worse.ece_by_chance.high
    assert worse.overconfidence.low is not None
    assert worse.overconfidence.low > 0


def test_what_chance_makes_of_one_bin_worked_by_hand() -> None:
    # Of 2 at 0.8: none, one or both right with 0.04, 0.32 and 0.64, which is off by 0.8, 0.3 and 0.2.
    found = calibration(cell(*sure(0.8, 1, 2)), resamples=20).ece_by_chance
    assert found.value == pytest.approx(0.04 * 0.8 + 0.32 * 0.3 + 0.64 * 0.2, abs=0.03)
    assert (found.n, found.method) == (2, "simulation")


def test_chance_has_no_part_in_ties() -> None:
    ties = [row(f"tie {i}", (0.5, 0.5), gold=i % 2) for i in range(30)]
    assert calibration(cell(*ties), resamples=20).ece_by_chance.value == 0
    # Of three, two of which share 0.8, the right one is among them in 8 of 10, for half a credit: |hits/2 - 4| in 10.
    shared = [row(f"three {i}", (0.4, 0.4, 0.2), gold=0) for i in range(10)]
    by_hand = sum(comb(10, k) * 0.8**k * 0.2 ** (10 - k) * abs(k / 2 - 4) / 10 for k in range(11))
    assert calibration(cell(*shared), resamples=20).ece_by_chance.value == pytest.approx(by_hand, abs=0.01)


def test_by_stated_certainty() -> None:
    rows = [*sure(0.5, 1, 2), *sure(1 - 0.2, 2, 2), *sure(0.99, 3, 4), row("three", (0.4, 0.35, 0.25))]
    found = by_certainty(cell(*rows))
    assert [(b.low, b.high, b.n) for b in found] == [(0.0, 0.5, 1), (0.5, 0.6, 2), (0.8, 0.9, 2), (0.99, 1.0, 4)]
    assert [b.accuracy.value for b in found] == [1.0, 0.5, 1.0, 0.75]


VALUES = st.lists(st.floats(0.5, 1), min_size=1, max_size=60)


@given(VALUES, st.integers(1, 12), st.randoms(use_true_random=False))
def test_bins_are_in_order_whole_and_near_their_count(values: list[float], bins: int, random: Any) -> None:
    code = equal_count_bins(np.array(values), bins)
    of = dict(zip(values, code.tolist(), strict=True))
    assert [of[v] for v in values] == code.tolist()
    assert sorted(of.values()) == [of[v] for v in sorted(of)]
    assert set(code.tolist()) == set(range(int(code.max()) + 1))
    assert code.max() < bins
    if len(set(values)) == len(values):
        assert np.bincount(code).max() <= len(values) / bins + 1
    shuffled = list(values)
    random.shuffle(shuffled)
    assert equal_count_bins(np.array(shuffled), bins).tolist() == [of[v] for v in shuffled]


@settings(max_examples=40)
@given(runs(), st.integers(1, 6))
def test_no_episode_is_lost_and_no_bin_errs_more_than_one(rows: list[Outcome], bins: int) -> None:
    found = calibration(cell(*rows), bins=bins, resamples=50)
    assert sum(b.n for b in found.bins) == len(rows) == sum(b.n for b in by_certainty(cell(*rows)))
    assert found.ece.value is not None
    assert found.overconfidence.value is not None
    assert abs(found.overconfidence.value) - 1e-12 <= found.ece.value <= 1
    chance = found.ece_by_chance
    assert chance.value is not None
    assert chance.low is not None
    assert chance.high is not None
    assert 0 <= chance.low <= chance.high <= 1
    assert 0 <= chance.value <= 1
    one = calibration(cell(*rows), bins=1, resamples=50)
    assert one.ece.value == pytest.approx(abs(one.overconfidence.value or 0), abs=1e-12)
