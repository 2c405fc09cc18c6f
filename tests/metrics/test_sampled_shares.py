"""Shares of a fixed list of steps, from samples in which uncertain ones are likelier: right on average, and covered."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dikast.metrics import inclusion_probabilities, mean_of_shares, sampled_share
from dikast.metrics.cell import Floats

N = 600
SAMPLES = 1_500


@dataclass(frozen=True)
class Steps:
    """A fixed list of steps: whether each is wrong, whether the judge says so, and how much it is wanted."""

    is_wrong: Floats
    is_called_wrong: Floats
    sizes: Floats

    @property
    def shares(self) -> dict[str, tuple[Floats, Floats]]:
        """The hits, and among which."""
        wrong, called = self.is_wrong, self.is_called_wrong
        everything = np.ones(N)
        return {
            "wrong": (wrong, everything),
            "agreement": (1 - np.abs(wrong - called), everything),
            "found": (wrong * called, wrong),
            "passed": ((1 - wrong) * (1 - called), 1 - wrong),
        }


def steps(order: str) -> Steps:
    """Steps of a judge that is right more often the surer it is, and a little too sure."""
    draws = np.random.default_rng(5)
    p_right = draws.beta(4, 1, N)
    is_wrong = (draws.random(N) > 0.95 * p_right).astype(float)
    sizes = np.ones(N) if order == "random" else np.maximum(0.2, np.sqrt(4 * p_right * (1 - p_right)))
    return Steps(is_wrong, (p_right < 0.6).astype(float), sizes)


def drawn(sizes: Floats, n: int, draws: np.random.Generator) -> tuple[np.ndarray, Floats]:
    """One sample: which steps, and their probabilities."""
    marks = draws.random(N) / sizes
    order = np.argsort(marks)
    if not np.ptp(sizes):
        # A simple random sample.
        return order[:n], np.full(n, n / N)
    return order[:n], inclusion_probabilities(sizes[order], marks[order], n)


@pytest.mark.parametrize("order", ["random", "uncertain"])
@pytest.mark.parametrize("n", [60, 250])
def test_every_share_is_right_on_average_and_its_interval_covers_it(order: str, n: int) -> None:
    """In 95 of 100 samples, as far as so many samples can tell; a little more where hits are rare."""
    fixed = steps(order)
    draws = np.random.default_rng(n)
    names = list(fixed.shares)
    truth = {name: hits.sum() / among.sum() for name, (hits, among) in fixed.shares.items()}
    values = {name: np.zeros(SAMPLES) for name in (*names, "balanced")}
    covered = {name: np.zeros(SAMPLES, dtype=bool) for name in values}
    truth["balanced"] = (truth["found"] + truth["passed"]) / 2
    for sample in range(SAMPLES):
        chosen, p = drawn(fixed.sizes, n, draws)
        found = {name: sampled_share(hits[chosen], among[chosen], p) for name, (hits, among) in fixed.shares.items()}
        found["balanced"] = mean_of_shares(found["found"], found["passed"])
        for name, estimate in found.items():
            values[name][sample] = estimate.value
            covered[name][sample] = (estimate.low or 0) <= truth[name] <= (estimate.high or 0)
    for name in values:
        # The ratio of two totals is off by about 1 / n.
        assert values[name].mean() == pytest.approx(truth[name], abs=0.5 / n + 0.005), name
        assert 0.93 <= covered[name].mean() <= 0.99, name


def test_the_total_of_all_steps_is_unbiased_however_early_the_queue_ends() -> None:
    """The threshold is that of the next step, so that 2, 30 or 599 labelled steps are a sample each."""
    fixed = steps("uncertain")
    draws = np.random.default_rng(1)
    marks = draws.random((4_000, N)) / fixed.sizes
    order = np.argsort(marks, axis=1)
    for n in (2, 30, 599):
        weights = [
            (fixed.is_wrong[row[:n]] / inclusion_probabilities(fixed.sizes[row], mark[row], n)).sum()
            for row, mark in zip(order, marks, strict=True)
        ]
        error = np.std(weights) / np.sqrt(len(weights))
        assert abs(np.mean(weights) - fixed.is_wrong.sum()) < 4 * error


def test_uncertain_steps_first_says_more_of_the_judge_than_a_random_order() -> None:
    """What it is for: shorter intervals with the same number of labels."""
    widths = {}
    for order in ("random", "uncertain"):
        fixed, draws = steps(order), np.random.default_rng(2)
        hits, among = fixed.shares["found"]
        widths[order] = 0.0
        for _ in range(200):
            chosen, p = drawn(fixed.sizes, 150, draws)
            estimate = sampled_share(hits[chosen], among[chosen], p)
            widths[order] += (estimate.high or 0) - (estimate.low or 0)
    assert widths["uncertain"] < 0.9 * widths["random"]


def test_where_everything_is_labelled_there_is_no_doubt() -> None:
    p = inclusion_probabilities(np.array([1.0, 0.5]), np.array([0.1, 0.9]), 2)
    estimate = sampled_share(np.array([1.0, 0.0]), np.ones(2), p)
    assert (estimate.value, estimate.low, estimate.high, estimate.n) == (0.5, 0.5, 0.5, 2)


def test_a_share_of_all_or_none_has_an_interval_all_the_same() -> None:
    p = np.full(20, 0.1)
    none = sampled_share(np.zeros(20), np.ones(20), p)
    assert (none.value, none.low) == (0, 0)
    assert 0.1 < (none.high or 0) < 0.25


def test_without_anything_to_average_there_is_no_value() -> None:
    nothing = sampled_share(np.zeros(3), np.zeros(3), np.ones(3))
    assert nothing.value is None
    assert mean_of_shares(nothing, nothing).value is None


@given(st.lists(st.tuples(st.floats(0.2, 1), st.floats(0.001, 1), st.booleans(), st.booleans()), min_size=3))
def test_an_interval_holds_its_share_and_stays_within_0_and_1(rows: list[tuple[float, float, bool, bool]]) -> None:
    sizes = np.array([size for size, *_ in rows])
    marks = np.array([u for _, u, *_ in rows]) / sizes
    order = np.argsort(marks)
    n = len(rows) - 1
    p = inclusion_probabilities(sizes[order], marks[order], n)
    among = np.array([float(is_among) for *_, is_among in rows])[order][:n]
    hits = among * np.array([float(is_hit) for _, _, is_hit, _ in rows])[order][:n]
    estimate = sampled_share(hits, among, p)
    if estimate.value is not None:
        assert 0 <= (estimate.low or 0) <= estimate.value <= (estimate.high or 0) <= 1


def test_marks_that_do_not_rise_and_too_many_things_are_misuse() -> None:
    with pytest.raises(ValueError, match="marks must rise"):
        inclusion_probabilities(np.ones(2), np.array([0.5, 0.1]), 1)
    with pytest.raises(ValueError, match="3 of 2 things"):
        inclusion_probabilities(np.ones(2), np.array([0.1, 0.5]), 3)
