"""ASD: debates by hand, consultancies by hand, and what no score can change."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dikast.metrics import asd
from dikast.metrics.agent_score_difference import ScoreRule
from dikast.records import Outcome, Seated
from tests.metrics.rows import CHANCES, binary, cell, debate, row, runs


def test_a_debate_worked_by_hand() -> None:
    found = cell(row("1", (0.8, 0.2), seats=debate()), row("2", (0.6, 0.4), gold=1, seats=debate()))
    assert asd(found).value == pytest.approx((math.log(0.8 / 0.2) + math.log(0.4 / 0.6)) / 2)
    assert asd(found, score="log-odds").value == pytest.approx(math.log(0.8 / 0.2) + math.log(0.4 / 0.6))
    assert asd(found, score="brier").value == pytest.approx(((-0.04 + 0.64) + (-0.36 + 0.16)) / 2)
    assert (asd(found).n, asd(found).clusters) == (4, 2)


def test_a_consultancy_worked_by_hand() -> None:
    truth, falsehood = row("1", (0.9, 0.1), argues=0), row("1", (0.3, 0.7), argues=1)
    assert asd(cell(truth, falsehood)).value == pytest.approx(math.log(0.9) - math.log(0.7))
    assert asd(cell(truth)).value is None  # falsehood was never argued


def test_an_open_role_argues_what_it_chose() -> None:
    found = cell(row("1", (0.9, 0.1), chosen=0), row("2", (0.6, 0.4), chosen=1))
    assert asd(found).value == pytest.approx(math.log(0.9) - math.log(0.4))


def test_the_scores_of_several_falsehoods_are_averaged() -> None:
    seats = tuple(Seated(f"debater-{i}", "debater", "ann", (i,)) for i in range(3))
    found = asd(cell(row("1", (0.5, 0.3, 0.2), seats=seats)))
    assert found.value == pytest.approx(math.log(0.5) - (math.log(0.3) + math.log(0.2)) / 2)


def test_seats_that_changed_sides_argued_for_both() -> None:
    seats = (Seated("alice", "debater", "ann", (0, 1)), Seated("bob", "debater", "ben", (1, 0)))
    assert asd(cell(row("1", (0.8, 0.2), seats=seats))).value == pytest.approx(math.log(4))


def test_direct_judgement_has_no_agents() -> None:
    assert asd(cell(row("1"))).value is None


def test_certainty_both_right_and_wrong_has_no_log_score_but_a_brier_score() -> None:
    found = cell(row("1", (1.0, 0.0), seats=debate()), row("2", (0.0, 1.0), seats=debate()))
    assert asd(found).value is None
    assert asd(found, score="brier").value == 0.0


@given(runs())
def test_in_a_debate_of_two_log_odds_are_twice_the_log(rows: list[Outcome]) -> None:
    # Zero-sum: what the one's log-odds gain, the other's lose.
    log, odds = asd(cell(*rows), resamples=20), asd(cell(*rows), score="log-odds", resamples=20)
    assert odds.value == pytest.approx(2 * (log.value or 0), abs=1e-12)


@pytest.mark.parametrize("score", ["log", "log-odds", "brier"])
@given(st.lists(CHANCES, min_size=1, max_size=8))
def test_a_judge_that_ignores_arguments_gives_one_side_what_the_other_loses(
    score: ScoreRule, chances: list[float]
) -> None:
    # Run for either side, a judge that ignores the arguments rewards truth by its own opinion, just as in a debate.
    sides = [row(str(i), binary(p), argues=side) for i, p in enumerate(chances) for side in (0, 1)]
    debates = [row(str(i), binary(p), seats=debate()) for i, p in enumerate(chances)]
    one, other = (asd(cell(*rows), score=score, resamples=20).value for rows in (sides, debates))
    assert one == pytest.approx(other, abs=1e-12)


@given(runs())
def test_swapping_truth_and_falsehood_changes_the_sign(rows: list[Outcome]) -> None:
    turned = [o.model_copy(update={"gold": 1 - (o.gold or 0)}) for o in rows]
    ahead, behind = asd(cell(*rows), resamples=20).value, asd(cell(*turned), resamples=20).value
    assert ahead == pytest.approx(-(behind or 0), abs=1e-12)
