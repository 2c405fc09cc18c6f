"""Proper scores: by hand, on the real debates elsewhere, and proper."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dikast.metrics import judge_reward, proper_scores
from dikast.metrics.scoring_rules import brier_scores, log_scores, spherical_scores
from dikast.records import Outcome
from tests.metrics.rows import CHANCES, cell, row, runs

SCORES = {"log": log_scores, "brier": lambda p, g: -brier_scores(p, g), "spherical": spherical_scores}


def test_worked_by_hand() -> None:
    p, gold = np.array([[0.6, 0.3, 0.1]]), np.array([1])
    assert log_scores(p, gold)[0] == pytest.approx(math.log(0.3))
    assert brier_scores(p, gold)[0] == pytest.approx((0.36 + 0.49 + 0.01) / 2)
    assert spherical_scores(p, gold)[0] == pytest.approx(0.3 / math.sqrt(0.36 + 0.09 + 0.01))


def test_a_cell_weighs_its_questions_alike() -> None:
    found = proper_scores(cell(row("1", (0.8, 0.2)), row("1", (0.5, 0.5)), row("2", (0.25, 0.75))))
    assert found.log.value == pytest.approx(((math.log(0.8) + math.log(0.5)) / 2 + math.log(0.25)) / 2)
    assert found.log2.value == pytest.approx((found.log.value or 0) / math.log(2))
    assert found.brier.value == pytest.approx(((0.04 + 0.25) / 2 + 0.5625) / 2)
    each = proper_scores(cell(row("1", (0.8, 0.2)), row("1", (0.5, 0.5)), row("2", (0.25, 0.75))), weigh="episodes")
    assert each.brier.value == pytest.approx((0.04 + 0.25 + 0.5625) / 3)


def test_certain_and_wrong_is_infinitely_bad_and_has_no_interval() -> None:
    found = proper_scores(cell(row("1", (0.0, 1.0)), row("2", (1.0, 0.0))))
    assert (found.log.value, found.log.low, found.log2.value) == (-math.inf, None, -math.inf)
    assert found.brier.value == 0.5


def test_unparsed_and_goldless_episodes_have_no_score() -> None:
    found = proper_scores(cell(row("1", None), row("2", (0.9, 0.1), gold=None)))
    assert (found.log.value, found.brier.value, found.spherical.n) == (None, None, 0)


@pytest.mark.parametrize("name", SCORES)
@given(truth=CHANCES, said=CHANCES)
def test_honest_probabilities_earn_most(name: str, truth: float, said: float) -> None:
    def expected(report: float) -> float:
        p = np.array([[report, 1 - report]] * 2)
        scores = SCORES[name](p, np.array([0, 1]))
        return float(truth * scores[0] + (1 - truth) * scores[1])

    assert expected(said) <= expected(truth) + 1e-12


@given(runs())
def test_the_brier_score_is_the_one_in_the_records(rows: list[Outcome]) -> None:
    found = brier_scores(cell(*rows).p, cell(*rows).gold)
    assert found.tolist() == pytest.approx([o.brier for o in rows], abs=1e-12)


@given(st.permutations([0, 1, 2]), CHANCES)
def test_the_order_of_the_choices_changes_nothing(order: list[int], p: float) -> None:
    table = np.array([[p / 2, p / 2, 1 - p]])
    for score in (log_scores, brier_scores, spherical_scores):
        moved = score(table[:, order], np.array([order.index(2)]))
        assert moved[0] == pytest.approx(score(table, np.array([2]))[0], abs=1e-12)


def test_a_judges_reward() -> None:
    assert judge_reward(0.5, 4) == pytest.approx(-1 - 0.2)
    assert judge_reward(1.0, 0, constant=2) == 2
    assert judge_reward(0.1, 1, base=3, log_base=10, per_turn_penalty=0.5) == pytest.approx(-3.5)
    assert judge_reward(0.0, 0) == -math.inf
    with pytest.raises(ValueError, match="between 0 and 1"):
        judge_reward(1.2, 0)


@given(CHANCES, CHANCES, st.integers(0, 9))
def test_a_judge_is_paid_best_for_what_it_believes(p: float, said: float, n_continues: int) -> None:
    def expected(report: float) -> float:
        return p * judge_reward(report, n_continues) + (1 - p) * judge_reward(1 - report, n_continues)

    assert expected(said) <= expected(p) + 1e-12
    assert judge_reward(p, n_continues + 1) < judge_reward(p, n_continues)
