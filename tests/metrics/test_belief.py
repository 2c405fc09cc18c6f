"""Beliefs over the rounds, and stopping early."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dikast.metrics import early_stop, judge_accuracy, trajectory
from dikast.metrics.belief import belief_history
from dikast.records import Outcome, OutcomeLook
from tests.metrics.rows import binary, cell, row


def watched(question: str, *ps: float, gold: int = 0) -> Outcome:
    """An episode with these beliefs in choice 0, one a round from round 0 on, the last the verdict."""
    looks = tuple(OutcomeLook(i, (0, 1), binary(p)) for i, p in enumerate(ps[:-1]))
    views = (OutcomeLook(len(ps) - 1, (0, 1), binary(ps[-1])),)
    return row(question, binary(ps[-1]), gold=gold, beliefs=looks, views=views)


LONG, SHORT = watched("a", 0.5, 0.7, 0.9), watched("b", 0.4, 0.2)


def test_trajectory_worked_by_hand() -> None:
    first, second, third = trajectory(cell(LONG, SHORT))
    assert (first.round, first.p_gold.value, first.held.value) == pytest.approx((0, 0.45, 0.45))
    # b ended in round 1, and counts there with its verdict.
    assert (second.round, second.p_gold.value, second.sure.value) == pytest.approx((1, 0.45, 0.75))
    assert (third.round, third.p_gold.value, third.p_gold.n) == pytest.approx((None, 0.55, 2))


def test_an_episode_that_stopped_keeps_its_last_belief() -> None:
    looks = trajectory(cell(watched("a", 0.5, 0.7, 0.8, 0.9), SHORT))
    assert [at.round for at in looks] == [0, 1, 2, None]
    assert (looks[2].p_gold.value, looks[2].p_gold.n) == pytest.approx((0.8, 1))
    assert (looks[2].held.value, looks[2].held.n) == pytest.approx(((0.8 + 0.2) / 2, 2))


def test_a_look_and_a_verdict_of_the_same_round_are_two_beliefs() -> None:
    looks = (OutcomeLook(0, (0, 1), (0.5, 0.5)), OutcomeLook(1, (0, 1), (0.9, 0.1)))
    looked = row("a", (0.3, 0.7), gold=0, beliefs=looks, views=(OutcomeLook(1, (0, 1), (0.3, 0.7)),))
    _, after_one, verdict = trajectory(cell(looked))
    assert (after_one.p_gold.value, after_one.held.value, after_one.sure.value) == pytest.approx((0.9, 0.9, 0.9))
    assert verdict.held.value == pytest.approx(0.3)


def test_without_looks_there_is_no_trajectory() -> None:
    assert trajectory(cell(row("1"))) == []
    (stop,) = early_stop(cell(row("1", (0.9, 0.1))), [0.5])
    assert (stop.looks.value, stop.stopped.value, stop.accuracy.value) == (1.0, 0.0, 1.0)


def test_looks_in_both_orders_are_one_belief_by_their_log_odds() -> None:
    looks = (OutcomeLook(1, (0, 1), (0.9, 0.1)), OutcomeLook(1, (1, 0), (0.5, 0.5)), OutcomeLook(2, (0, 1), None))
    history = belief_history(cell(row("1", (0.6, 0.4), beliefs=looks)))
    odds = np.sqrt(9)
    assert history.p[0].tolist() == pytest.approx([odds / (1 + odds), 1 / (1 + odds)])
    assert len(history.p) == 2  # one belief and the verdict; the unparsed look is none


def test_certainties_that_contradict_each_other_cancel() -> None:
    looks = (OutcomeLook(1, (0, 1), (1.0, 0.0)), OutcomeLook(1, (1, 0), (0.0, 1.0)))
    assert belief_history(cell(row("1", (0.6, 0.4), beliefs=looks))).p[0].tolist() == [0.5, 0.5]


def test_a_passage_that_has_ended_keeps_its_last_belief() -> None:
    # One order was sure after a round; the other, where the judge leans the other way, went on, and changed nothing.
    looks = (
        OutcomeLook(1, (0, 1), (0.9, 0.1)), OutcomeLook(1, (1, 0), (0.5, 0.5)), OutcomeLook(2, (1, 0), (0.5, 0.5)),
    )  # fmt: skip
    views = (OutcomeLook(1, (0, 1), (0.9, 0.1)), OutcomeLook(3, (1, 0), (0.5, 0.5)))
    found = trajectory(cell(row("1", (0.75, 0.25), beliefs=looks, views=views)))
    assert [at.round for at in found] == [1, 2, None]
    assert [at.p_gold.value for at in found] == pytest.approx([0.75] * 3)


LOOKS = st.lists(
    st.tuples(st.integers(0, 3), st.permutations([0, 1, 2]), st.lists(st.floats(0.05, 1), min_size=3, max_size=3)),
    max_size=6,
    unique_by=lambda look: (look[0], tuple(look[1])),
)


@settings(max_examples=60)
@given(st.lists(LOOKS, min_size=1, max_size=3))
def test_a_belief_is_the_mean_of_the_last_look_in_each_order(episodes: list[list[Any]]) -> None:
    def scaled(ps: Sequence[float]) -> tuple[float, ...]:
        return tuple(p / sum(ps) for p in ps)

    seen = [
        sorted((OutcomeLook(r, tuple(o), scaled(p)) for r, o, p in looks), key=lambda b: b.round) for looks in episodes
    ]
    even = (1 / 3, 1 / 3, 1 / 3)
    rows = [row(str(i), even, beliefs=tuple(looks), id=str(i), views=()) for i, looks in enumerate(seen)]
    expected: list[tuple[float, ...]] = []
    for looks in seen:
        for round_ in sorted({look.round for look in looks}):
            last = {look.order: look.probabilities or () for look in looks if look.round <= round_}
            expected.append(
                scaled([float(np.prod(column)) ** (1 / len(last)) for column in zip(*last.values(), strict=True)])
            )
        expected.append(even)
    assert belief_history(cell(*rows)).p == pytest.approx(np.array(expected), abs=1e-12)


def test_certainties_that_contradict_each_other_leave_the_choices_they_named() -> None:
    # As in a verdict: the third choice, which neither look named, gets nothing.
    looks = (OutcomeLook(1, (0, 1, 2), (1.0, 0.0, 0.0)), OutcomeLook(1, (2, 1, 0), (0.0, 1.0, 0.0)))
    history = belief_history(cell(row("1", (0.5, 0.5, 0.0), beliefs=looks)))
    assert history.p.tolist() == [[0.5, 0.5, 0.0]] * 2


def test_early_stop_worked_by_hand() -> None:
    misled = watched("c", 0.85, 0.3, gold=1)
    half, eighty, never = early_stop(cell(LONG, SHORT, misled), [0.55, 0.8, 1.0])
    # At 0.55: a stops at its second look, right; b at its first, wrong; c at its first, wrong.
    assert (half.looks.value, half.looks_in_all) == pytest.approx((4 / 3, 7 / 3))
    assert (half.rounds.value, half.rounds_in_all) == pytest.approx((1 / 3, 4 / 3))
    assert (half.accuracy.value, half.stopped.value) == pytest.approx((1 / 3, 1.0))
    # At 0.8, b stops at the verdict, at 0.2, as sure of the other choice, and a at its verdict too.
    assert (eighty.looks.value, eighty.stopped.value) == pytest.approx((6 / 3, 1 / 3))
    assert (never.accuracy.value, never.stopped.value) == pytest.approx((2 / 3, 0.0))


@st.composite
def courses(draw: st.DrawFn) -> list[Outcome]:
    drawn = draw(st.lists(st.lists(st.floats(0.01, 0.99), min_size=1, max_size=5), min_size=1, max_size=8))
    return [watched(str(i), *ps, gold=draw(st.sampled_from([0, 1]))) for i, ps in enumerate(drawn)]


@settings(max_examples=40)
@given(courses(), st.floats(0.5, 1))
def test_a_higher_threshold_takes_more_looks(rows: list[Outcome], threshold: float) -> None:
    one, other, most = early_stop(cell(*rows), [threshold, min(1.0, threshold + 0.1), 1.1], resamples=20)
    assert (one.looks.value or 0) <= (other.looks.value or 0) + 1e-12
    assert (one.stopped.value or 0) >= (other.stopped.value or 0) - 1e-12
    # A threshold above 1 is never reached: judges go on to their verdicts.
    assert most.accuracy.value == pytest.approx(judge_accuracy(cell(*rows)).accuracy.value)
    assert most.looks.value == most.looks_in_all


@settings(max_examples=40)
@given(courses())
def test_a_trajectory_ends_in_the_verdicts(rows: list[Outcome]) -> None:
    found = trajectory(cell(*rows), weigh="episodes", resamples=20)
    if found:
        assert found[-1].p_gold.value == pytest.approx(np.mean([o.p_gold for o in rows]))
        assert all(at.held.n == len(rows) for at in found if at.round is None)
        assert all(at.sure.value is not None and at.sure.value >= 0.5 for at in found)


def test_certainties_cancel_over_the_choices_that_a_question_has() -> None:
    looks = (OutcomeLook(0, (0, 1), (1.0, 0.0)), OutcomeLook(0, (1, 0), (0.0, 1.0)))
    three = row("b", (0.2, 0.3, 0.5), beliefs=(OutcomeLook(0, (0, 1, 2), (0.6, 0.2, 0.2)),))
    first = trajectory(cell(row("a", beliefs=looks), three))[0]
    assert first.p_gold.value == pytest.approx((1 / 2 + 0.6) / 2)
