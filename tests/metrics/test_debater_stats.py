"""Agents that argue: how often judges went with them, when right and when wrong."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dikast.metrics import debaters
from dikast.records import Outcome, OutcomeLook, Seated
from tests.metrics.rows import cell, debate, row, runs


def test_worked_by_hand() -> None:
    found = debaters(
        [
            cell(
                row("1", (0.8, 0.2), gold=0, seats=debate()),  # ann right, wins
                row("2", (0.7, 0.3), gold=1, seats=debate()),  # ann wrong, wins
                row("3", (0.5, 0.5), gold=0, seats=debate()),  # ann right, half a win
                row("4", (0.1, 0.9), gold=None, seats=debate()),  # no right answer, ben wins
                row("5", None, seats=debate()),  # unparsed
            )
        ]
    )
    ann, ben = found
    assert (ann.agent, ben.agent) == ("ann", "ben")
    assert (ann.wins.value, ben.wins.value) == pytest.approx((2.5 / 4, 1.5 / 4))
    assert (ann.wins_right.value, ann.wins_wrong.value) == pytest.approx((1.5 / 2, 1.0))
    assert (ben.wins_right.value, ben.wins_wrong.value) == pytest.approx((0.0, 0.5 / 2))
    assert ann.p_side.value == pytest.approx((0.8 + 0.7 + 0.5 + 0.1) / 4)
    assert (ann.episodes, ann.persuasion.value) == (4, None)


@pytest.mark.parametrize("gold", [0, None])
def test_persuasion_is_the_change_from_the_first_look_whichever_side_is_right(gold: int | None) -> None:
    looks = (OutcomeLook(0, (0, 1), (0.4, 0.6)), OutcomeLook(1, (0, 1), (0.2, 0.8)))
    ann, ben = debaters([cell(row("1", (0.9, 0.1), gold=gold, seats=debate(), beliefs=looks))])
    assert ann.persuasion.value == pytest.approx(0.5)
    assert ben.persuasion.value == pytest.approx(-0.5)


def test_where_it_was_run_again_each_passage_counts_by_its_own_look() -> None:
    seats = (Seated("alice", "debater", "ann", (0, 1)), Seated("bob", "debater", "ben", (1, 0)))
    views = (OutcomeLook(1, (0, 1), (0.9, 0.1)), OutcomeLook(1, (1, 0), (0.3, 0.7)))
    ann, ben = debaters([cell(row("1", (0.7, 0.3), seats=seats, views=views))])
    # ann argued for choice 0 and won, then for choice 1 and won.
    assert (ann.wins.value, ben.wins.value) == (1.0, 0.0)
    assert ann.p_side.value == pytest.approx((0.9 + 0.7) / 2)
    assert (ann.episodes, ann.wins.n) == (1, 2)


def test_a_judge_that_leans_to_a_place_and_is_moved_by_nothing_was_not_persuaded() -> None:
    # 0.2 more for whatever stands first, in both passages, at the first look as at the verdict.
    seats = (Seated("alice", "debater", "ann", (0, 1)), Seated("bob", "debater", "ben", (1, 0)))
    shown = (OutcomeLook(1, (0, 1), (0.8, 0.2)), OutcomeLook(1, (1, 0), (0.4, 0.6)))
    views = tuple(look._replace(round=2) for look in shown)
    for agent in debaters([cell(row("1", (0.62, 0.38), seats=seats, beliefs=shown, views=views))]):
        assert (agent.persuasion.value, agent.persuasion.n) == (0.0, 2)
    # A debate that was only shown twice was looked at in its first order before the verdict.
    (ann, _) = debaters([cell(row("1", (0.62, 0.38), seats=debate(), beliefs=shown[:1], views=views))])
    assert ann.persuasion.value == 0.0


def test_no_passage_of_an_unparsed_episode_counts() -> None:
    # The second passage's verdict could not be read; the first alone would bring back what its order did.
    seats = (Seated("alice", "debater", "ann", (0, 1)), Seated("bob", "debater", "ben", (1, 0)))
    views = (OutcomeLook(1, (0, 1), (0.9, 0.1)), OutcomeLook(1, (1, 0), None))
    assert debaters([cell(row("1", None, seats=seats, views=views))]) == []


def test_cells_are_taken_together() -> None:
    alone = (Seated("consultant", "consultant", "ann", (1,)), Seated("judge", "judge", "jo", (None,)))
    cells = [
        cell(row("1", (0.8, 0.2), seats=debate())),
        cell(row("1", (0.8, 0.2), protocol="consultancy", argues=1, seats=alone)),
    ]
    ann, ben = debaters(cells)
    assert (ann.episodes, ann.wins.value, ann.wins.clusters) == (2, 0.5, 1)
    assert (ben.episodes, ben.wins.value) == (1, 0.0)


def test_direct_judgement_has_no_debaters() -> None:
    assert debaters([cell(row("1"))]) == []
    assert debaters([]) == []


@settings(max_examples=40)
@given(runs(), st.randoms(use_true_random=False))
def test_what_one_wins_the_other_loses(rows: list[Outcome], random: Any) -> None:
    ann, ben = debaters([cell(*rows)], resamples=20)
    assert (ann.wins.value or 0) + (ben.wins.value or 0) == pytest.approx(1, abs=1e-12)
    assert (ann.p_side.value or 0) + (ben.p_side.value or 0) == pytest.approx(1, abs=1e-12)
    random.shuffle(rows)
    again = debaters([cell(*rows)], resamples=20)[0]
    assert again.wins.value == pytest.approx(ann.wins.value, abs=1e-12)
