"""Will debate pay? Predicted from episodes without a debate, in worlds where it is known."""

from __future__ import annotations

import numpy as np
import pytest

from dikast.metrics import PayoffTable, measure_payoff
from dikast.metrics.cell import Floats

N = 400
N_WORLDS = 150


def world(
    *,
    judge: float,
    debater: float,
    to_right: float,
    to_wrong: float,
    n: int = N,
    seed: int = 0,
    pays: float | None = None,
) -> PayoffTable:
    """A world in which everything is drawn by these chances.

    The judge goes over to what the debater holds as often as to what a consultant is told to say. With `pays` the
    debate is right as often as that instead.
    """
    rng = np.random.default_rng(seed)

    def draw(p: float | Floats) -> Floats:
        return (rng.random(n) < p).astype(float)

    alone, critic = draw(judge), draw(debater)
    told_right = np.maximum(alone, draw(to_right))
    told_wrong = alone * (1 - draw(to_wrong))
    goes_over = np.where(critic > alone, draw(to_right), 0) - np.where(critic < alone, draw(to_wrong), 0)
    return PayoffTable(alone, critic, told_right, told_wrong, alone + goes_over if pays is None else draw(pays))


def test_an_able_debater_and_a_judge_that_checks() -> None:
    payoff = measure_payoff("debate", world(judge=0.6, debater=0.95, to_right=0.8, to_wrong=0.1))
    assert payoff.advantage.value == pytest.approx(0.35, abs=0.06)
    assert payoff.verification.value == pytest.approx(0.7, abs=0.08)
    # 0.8 · 0.4 · 0.95 - 0.1 · 0.6 · 0.05
    assert payoff.predicted.value == pytest.approx(0.301, abs=0.05)
    assert (payoff.will_pay, payoff.did_pay) == ("yes", "yes")


def test_a_debater_that_knows_no_more_and_a_judge_that_believes_anything() -> None:
    payoff = measure_payoff("debate", world(judge=0.7, debater=0.6, to_right=0.9, to_wrong=0.9, n=4000))
    assert payoff.verification.value == pytest.approx(0, abs=0.1)
    # It takes over the debater's verdicts, and so its accuracy.
    assert payoff.predicted.value == pytest.approx(-0.09, abs=0.05)
    assert (payoff.will_pay, payoff.did_pay) == ("no", "no")


def test_an_able_debater_before_a_judge_that_does_not_listen() -> None:
    payoff = measure_payoff("debate", world(judge=0.6, debater=0.95, to_right=0.0, to_wrong=0.0))
    assert (payoff.verification.value, payoff.predicted.value, payoff.measured.value) == (0, 0, 0)
    assert payoff.will_pay == payoff.did_pay == "open"


def test_a_debate_that_disappoints_is_seen() -> None:
    payoff = measure_payoff("debate", world(judge=0.6, debater=0.95, to_right=0.8, to_wrong=0.1, pays=0.45))
    assert (payoff.will_pay, payoff.did_pay) == ("yes", "no")


def test_the_gain_over_consultancy_is_that_over_the_judge_less_what_consultancy_brings() -> None:
    table = world(judge=0.6, debater=0.9, to_right=0.7, to_wrong=0.3)
    payoff = measure_payoff("debate", table)
    consultancy = (table.told_right.mean() + table.told_wrong.mean()) / 2
    for over, alone in (
        (payoff.measured_over_consultancy, payoff.measured),
        (payoff.predicted_over_consultancy, payoff.predicted),
    ):
        assert alone.value is not None
        assert over.value == pytest.approx(alone.value + table.alone.mean() - consultancy)


def test_of_a_judge_that_is_never_wrong_it_is_not_known_what_it_goes_over_to() -> None:
    payoff = measure_payoff("debate", world(judge=1.0, debater=1.0, to_right=0.5, to_wrong=0.5))
    assert payoff.goes_over_to_right.value is None
    assert payoff.verification.value is None
    assert payoff.predicted.value == 0


def test_planted_gains_lie_in_their_intervals() -> None:
    """In 95 of 100 worlds, give or take four standard errors of the simulation."""
    truth = 0.7 * 0.4 * 0.85 - 0.3 * 0.6 * 0.15
    hits = 0
    for seed in range(N_WORLDS):
        planted = world(judge=0.6, debater=0.85, to_right=0.7, to_wrong=0.3, n=150, seed=seed)
        predicted = measure_payoff("debate", planted, resamples=200).predicted
        assert predicted.low is not None
        assert predicted.high is not None
        hits += predicted.low <= truth <= predicted.high
    assert hits / N_WORLDS == pytest.approx(0.95, abs=4 * (0.95 * 0.05 / N_WORLDS) ** 0.5)
