"""The baseline that knows only where a step stands: it is the best fixed rule, and it flatters itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dikast.metrics.process import baselines, best_step_index_rule, summarise_process
from dikast.metrics.process.step_index_rule import StepIndexRule
from tests.metrics.process.made import judged


def rule_for(*golds: str) -> StepIndexRule | None:
    return best_step_index_rule([judged(gold, gold).gold for gold in golds])


def test_the_step_from_which_most_are_wrong_is_found() -> None:
    rule = rule_for("rrwi", "rrwi", "rrrr")
    assert rule is not None
    assert (rule.name, [rule.first_wrong(n) for n in (2, 4, 9)]) == ("from step 3 on", [2, 2, 2])


def test_a_part_is_taken_where_it_says_more_than_a_number() -> None:
    rule = rule_for("rw", "rrww", "rrrrwwww", "rrrrrrwwwwww")
    assert rule is not None
    assert rule.name == "last 50 % of steps"
    assert [rule.first_wrong(n) for n in (2, 4, 5, 8, 12)] == [1, 2, 3, 4, 6]


def test_there_is_none_where_all_marked_steps_are_alike() -> None:
    assert rule_for("rrr", "rn.") is None
    assert rule_for("www") is None
    assert rule_for() is None


@given(st.lists(st.text("rwin.", min_size=1, max_size=9), min_size=1, max_size=8))
def test_no_step_alone_is_a_better_place_to_begin(golds: list[str]) -> None:
    rows = [judged(gold, gold, problem=str(i)) for i, gold in enumerate(golds)]
    best = [baseline for baseline in baselines(rows) if baseline.is_step_index]
    if not best:
        return
    accuracy = summarise_process(best[0].judged, resamples=0).figures["balanced_accuracy"].value
    assert accuracy is not None
    for first in range(9):
        said = ["".join("r" if i < first else "w" for i in range(len(gold))) for gold in golds]
        others = [
            judged(gold, labels, problem=str(i)) for i, (gold, labels) in enumerate(zip(golds, said, strict=True))
        ]
        other = summarise_process(others, resamples=0).figures["balanced_accuracy"].value
        assert other is not None
        assert accuracy >= other - 1e-12


def test_it_stands_beside_every_metric_and_in_the_gains() -> None:
    rows = [judged("rrwi", "rrwi" if i % 2 else "rrrr", problem=str(i)) for i in range(20)]
    summary = summarise_process(rows)
    assert summary.baselines["from step 3 on"]["first_exact"] == 1
    assert summary.gains["balanced_accuracy"].value == pytest.approx(0.75 - 1)
