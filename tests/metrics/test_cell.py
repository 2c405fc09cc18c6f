"""Outcomes in columns: nothing lost, nothing made up."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from dikast.metrics import cells
from dikast.records import Outcome, OutcomeLook, Seated
from tests.metrics.rows import cell, debate, right, row, runs, wrong


def test_cells_come_in_the_order_of_their_first_episodes() -> None:
    found = cells([right(protocol="b"), right(agents="judge=x"), right("2", protocol="b")])
    assert [(c.protocol, c.agents, len(c)) for c in found] == [("b", "", 2), ("p", "judge=x", 1)]
    assert [c.name for c in found] == ["b", "p (judge=x)"]
    assert cells([]) == []


def test_the_columns_of_a_small_cell() -> None:
    found = cell(
        row("a", (0.7, 0.3), gold=0, argues=1, chosen=0, repeat=2),
        row("b", None, gold=1),
        row("c", (0.2, 0.3, 0.5), gold=None, route="votes"),
        row("d", None, gold=None, status="failed"),
    )
    assert found.questions == ("a", "b", "c", "d")
    assert found.is_decided.tolist() == [True, False, True, False]
    assert found.is_failed.tolist() == [False, False, False, True]
    assert found.is_scored.tolist() == [True, False, False, False]
    assert (found.argues[0], found.chosen[0], found.repeat[0]) == (1, 0, 2)
    assert found.gold.tolist() == [0, 1, -1, -1]
    assert found.choices.tolist() == [2, 0, 3, 0]
    assert found.p[0].tolist() == [0.7, 0.3, 0.0]
    assert np.isnan(found.p[1]).all()
    assert found.p_gold[0] == 0.7
    assert np.isnan(found.p_gold[1:]).all()
    assert found.confidence[[0, 2]].tolist() == [0.7, 0.5]
    assert found.is_label.tolist() == [False, False, True, False]


def test_looks_and_seats_keep_their_episode() -> None:
    looks = (OutcomeLook(1, (1, 0), (0.6, 0.4)), OutcomeLook(2, (0, 1), None))
    found = cell(right("a"), right("b", beliefs=looks, seats=debate()), right("c"))
    assert found.beliefs.episode.tolist() == [1, 1]
    assert found.beliefs.order.tolist() == [[1, 0], [0, 1]]
    assert found.beliefs.p[0].tolist() == [0.6, 0.4]
    assert np.isnan(found.beliefs.p[1]).all()
    assert found.views.episode.tolist() == [0, 1, 2]
    assert [found.seats.agents[i] for i in found.seats.agent] == ["ann", "ben", "jo"]
    assert found.seats.argues[:, 0].tolist() == [0, 1, -1]
    part = found.where(np.array([False, True, True]))
    assert part.questions == ("b", "c")
    assert part.beliefs.episode.tolist() == [0, 0]
    assert part.seats.episode.tolist() == [0, 0, 0]
    assert part.views.episode.tolist() == [0, 1]


def test_a_rerun_has_its_own_sides() -> None:
    found = cell(right(seats=(Seated("alice", "debater", "ann", (0, 1)),)))
    assert found.seats.argues.tolist() == [[0, 1]]


def test_old_rows_without_probabilities_still_count() -> None:
    bare = {"id": "1", "protocol": "p", "agents": "", "question": "1", "status": "decided", "credit": 1.0, "gold": 0}
    found = cell(Outcome.model_validate(bare))
    assert found.is_scored.all()
    assert not found.is_believed.any()
    assert np.isnan(found.confidence).all()


@settings(max_examples=40)
@given(runs())
def test_counts_in_are_counts_out(outcomes: list[Outcome]) -> None:
    found = cell(*outcomes)
    assert len(found) == len(outcomes)
    assert [found.questions[i] for i in found.question] == [o.question for o in outcomes]
    assert found.credit.tolist() == [o.credit for o in outcomes]
    half = found.where(found.credit > 0)
    assert len(half) + len(found.where(found.credit == 0)) == len(outcomes)
    assert half.p_gold.tolist() == [o.p_gold for o in outcomes if o.credit]


@pytest.mark.parametrize("mask", [True, False])
def test_all_and_none(mask: bool) -> None:
    found = cell(right("a"), wrong("b"))
    assert len(found.where(np.array([mask, mask]))) == (2 if mask else 0)
