"""Judge accuracy on cells small enough to work out by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dikast.metrics import as_open, judge_accuracy, own_answers, summarise, wilson
from dikast.records import Outcome
from tests.metrics.rows import binary, cell, right, row, runs, wrong


def test_a_cell_worked_by_hand() -> None:
    found = judge_accuracy(
        cell(right("1"), right("1"), wrong("2"), row("3", (0.5, 0.5)), row("4", None), row("5", None, status="failed"))
    )
    assert (found.episodes, found.questions, found.scored) == (6, 5, 4)
    assert (found.ties, found.unparsed, found.failed) == (1, 1, 1)
    assert found.accuracy.value == pytest.approx((1 + 0 + 0.5) / 3)
    assert (found.accuracy.low, found.accuracy.high) == pytest.approx(wilson(0.5, 3))
    assert found.error.value == pytest.approx(0.5)
    assert found.error.low == pytest.approx(1 - wilson(0.5, 3)[1])


def test_every_episode_may_weigh_the_same() -> None:
    found = judge_accuracy(cell(right("1"), right("1"), right("1"), wrong("2")), weigh="episodes")
    assert found.accuracy.value == 0.75


def test_unequal_weights_count_as_fewer_questions() -> None:
    rows = [right("1")] * 5 + [wrong(str(i)) for i in range(2, 7)]
    found = judge_accuracy(cell(*rows), weigh="episodes").accuracy
    # Weights 5, 1, 1, 1, 1, 1: 10² / 30.
    assert (found.value, found.n, found.clusters) == (0.5, 10, 6)
    assert (found.low, found.high) == pytest.approx(wilson(0.5, 100 / 30))


def test_an_interval_of_unequal_weights_holds_the_truth() -> None:
    rng = np.random.default_rng(4)
    held = 0
    for _ in range(200):
        hits = rng.random(45) < 0.7  # five of these questions were asked ten times, always with the same verdict
        rows = [(right if hit else wrong)(str(i)) for i, hit in enumerate(hits) for _ in range(10 if i < 5 else 1)]
        found = judge_accuracy(cell(*rows), weigh="episodes").accuracy
        held += found.low is not None and found.high is not None and found.low <= 0.7 <= found.high
    assert held >= 180  # taken for 45 that weigh the same, they would hold it in 142


def test_split_by_the_side_that_was_argued() -> None:
    found = judge_accuracy(
        cell(
            right("1", argues=0),  # argued right, agreed
            wrong("2", argues=0),  # argued right, not agreed
            wrong("1", argues=1),  # argued wrong, agreed
            right("2", argues=1),  # argued wrong, not agreed
            right("3", argues=1),  # argued wrong, not agreed
        )
    )
    assert found.argued_right.value == 0.5
    assert found.argued_wrong.value == pytest.approx(2 / 3)
    assert found.agreed.value == pytest.approx((1 + 0 + 0) / 3)
    assert found.chose_right.value is None
    assert found.open_right.value is None


def test_split_by_what_the_open_role_chose() -> None:
    found = judge_accuracy(cell(right("1", chosen=0), wrong("2", chosen=1), right("3", chosen=1), right("4")))
    assert found.chose_right.value == 1.0
    assert found.chose_wrong.value == 0.5
    assert found.agreed.value == pytest.approx(2 / 3)
    assert found.open_right.value == pytest.approx(1 / 3)


def test_the_bootstrap_resamples_whole_questions() -> None:
    rows = [right(str(i), argues=0) for i in range(30)] + [wrong(str(i), argues=1) for i in range(30)]
    assert judge_accuracy(cell(*rows)).accuracy.low == pytest.approx(wilson(0.5, 30)[0])
    # Right once and wrong once on every question: no other draw of questions gives another accuracy, so nothing
    # says how far it would move.
    clustered = judge_accuracy(cell(*rows), interval="bootstrap").accuracy
    assert (clustered.value, clustered.low, clustered.high) == (0.5, None, None)


def test_failures_alone_have_no_accuracy() -> None:
    found = judge_accuracy(cell(row("1", None, status="failed")))
    assert (found.accuracy.value, found.error.value, found.failed) == (None, None, 1)


def test_an_agents_own_answers() -> None:
    direct = cell(
        right("1"), wrong("2"), row("3", (0.5, 0.5)), row("4", None), row("5", (0.6, 0.4)), row("5", (0.1, 0.9))
    )
    assert own_answers(direct) == {"1": 0, "2": 1, "5": 1}


@given(st.lists(st.integers(0, 20), min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_an_agents_own_answer_is_what_most_of_its_probability_says(twentieths: list[int], random: Any) -> None:
    lead = 2 * sum(twentieths) - 20 * len(twentieths)
    said = [*twentieths]
    random.shuffle(said)
    own = own_answers(cell(*(row("1", (n * 5 / 100, 1 - n * 5 / 100)) for n in said)))
    assert own == ({} if lead == 0 else {"1": int(lead < 0)})


def test_the_open_protocol_within_the_assigned_one() -> None:
    assigned = cell(
        right("1", argues=0), wrong("1", argues=1), right("2", argues=0), right("2", argues=1), right("3", argues=0)
    )
    found = judge_accuracy(as_open(assigned, {"1": 0, "2": 1}))
    assert (found.episodes, found.accuracy.value) == (2, 1.0)
    assert (found.chose_right.value, found.chose_wrong.value) == (1.0, 1.0)
    assert found.argued_right.value is None


@st.composite
def consultancies(draw: st.DrawFn) -> tuple[list[Outcome], dict[str, int]]:
    """Every question run for either side, and the agent's own answer to it."""
    drawn = draw(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1), st.sampled_from([0, 1])), min_size=1, max_size=8))
    rows = [row(str(i), binary(p), argues=side) for i, (a, b, _) in enumerate(drawn) for side, p in ((0, a), (1, b))]
    return rows, {str(i): own for i, (*_, own) in enumerate(drawn)}


@given(consultancies())
def test_open_results_equal_the_filtered_assigned_ones(drawn: tuple[list[Outcome], dict[str, int]]) -> None:
    rows, own = drawn
    kept = [o for o in rows if o.argues == own[o.question]]
    opened, filtered = judge_accuracy(as_open(cell(*rows), own)), judge_accuracy(cell(*kept))
    assert opened.accuracy == filtered.accuracy
    assert opened.agreed == filtered.agreed
    assert (opened.chose_right, opened.chose_wrong) == (filtered.argued_right, filtered.argued_wrong)


@settings(max_examples=50)
@given(runs(), st.randoms(use_true_random=False))
def test_order_changes_nothing_and_the_summary_says_the_same(rows: list[Outcome], random: Any) -> None:
    before = judge_accuracy(cell(*rows))
    (summary,) = summarise(rows)
    assert before.accuracy.value == pytest.approx(summary.accuracy)
    assert (before.accuracy.low, before.accuracy.high) == pytest.approx((summary.accuracy_low, summary.accuracy_high))
    random.shuffle(rows)
    after = judge_accuracy(cell(*rows))
    assert after.accuracy.value == pytest.approx(before.accuracy.value, abs=1e-12)


@settings(max_examples=50)
@given(runs(), st.lists(st.sampled_from(["unparsed", "failed"]), max_size=4))
def test_lost_episodes_change_no_share(rows: list[Outcome], lost: list[str]) -> None:
    more = [row(f"lost {i}", None, status=status) for i, status in enumerate(lost)]
    alone, among = judge_accuracy(cell(*rows)), judge_accuracy(cell(*rows, *more))
    assert among.accuracy == alone.accuracy
    assert among.unparsed + among.failed == len(lost)


@settings(max_examples=30)
@given(runs())
def test_accuracy_and_error_add_to_one(rows: list[Outcome]) -> None:
    found = judge_accuracy(cell(*rows))
    assert np.isclose((found.accuracy.value or 0) + (found.error.value or 0), 1, atol=1e-12)
