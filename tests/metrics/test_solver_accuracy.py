"""How good solvers are: pass@k, accuracy, self-consistency, over questions."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dikast.metrics import judge_accuracy, pass_at_k, solver_summary, summarise
from dikast.metrics.process import wrong_way_share
from dikast.records import Outcome, OutcomeAttempts
from tests.metrics.rows import cell


def solved(
    question: str, right: int = 0, wrong: int = 0, unknown: int = 0, unparsed: int = 0, **majority: Any
) -> Outcome:
    """An episode of so many attempts; unparsed if none could be read."""
    n = right + wrong + unknown + unparsed
    decided = right + wrong
    return Outcome(
        id=question,
        protocol="solver",
        agents="",
        question=question,
        status="unparsed" if unparsed == n else "decided",
        route="verifier",
        credit=right / decided if decided else None,
        attempts=OutcomeAttempts(
            n, right, wrong, unknown, unparsed, majority.get("majority"), majority.get("majority_credit")
        ),
    )


def seventy_of_a_hundred() -> list[Outcome]:
    return [solved(str(i), right=int(i < 70), wrong=int(i >= 70)) for i in range(100)]


class TestAccuracy:
    def test_right_on_70_of_100_questions(self) -> None:
        summary = solver_summary(seventy_of_a_hundred())
        assert summary is not None
        accuracy = summary.accuracy
        assert accuracy.value == pytest.approx(0.70)
        assert accuracy.low == pytest.approx(0.604, abs=5e-4)
        assert accuracy.high == pytest.approx(0.781, abs=5e-4)
        assert accuracy.clusters == 100

    def test_the_tables_of_a_run_and_of_a_report_say_the_same(self) -> None:
        (summary,) = summarise(seventy_of_a_hundred())
        reported = judge_accuracy(cell(*seventy_of_a_hundred())).accuracy
        assert summary.accuracy == pytest.approx(0.70)
        assert reported.value == pytest.approx(0.70)
        assert summary.accuracy_low == pytest.approx(reported.low)
        assert summary.accuracy_high == pytest.approx(reported.high)

    def test_unknown_and_unparsed_are_never_wrong_and_counted_apart(self) -> None:
        rows = [*seventy_of_a_hundred(), solved("u", unknown=1), solved("v", unparsed=1)]
        summary = solver_summary(rows)
        assert summary is not None
        assert summary.accuracy.value == pytest.approx(0.70)
        assert (summary.unknown, summary.unparsed, summary.attempts) == (1, 1, 102)
        assert summary.unknown_share == pytest.approx(1 / 102)
        assert summary.unparsed_share == pytest.approx(1 / 102)

    def test_other_verdicts_have_no_summary(self) -> None:
        assert solver_summary([Outcome(id="q", protocol="p", agents="", question="q", status="decided")]) is None


class TestPassAtK:
    def test_it_is_the_share_of_draws_with_a_right_one(self) -> None:
        """Two of five are right: of the ten pairs, seven have a right one."""
        assert pass_at_k([(2, 5)], 2).value == pytest.approx(0.7)

    @given(st.integers(1, 7).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n), st.integers(1, n))))
    def test_it_agrees_with_drawing_every_set_of_k(self, drawn: tuple[int, int, int]) -> None:
        right, n, k = drawn
        sets = list(itertools.combinations(range(n), k))
        share = sum(min(chosen) < right for chosen in sets) / len(sets)
        assert pass_at_k([(right, n)], k).value == pytest.approx(share)

    @given(st.lists(st.integers(0, 6), min_size=1, max_size=20))
    def test_it_never_falls_with_more_attempts(self, right: list[int]) -> None:
        values = [pass_at_k([(c, 6) for c in right], k).value for k in range(1, 7)]
        assert values == sorted(values, key=lambda value: value or 0.0)

    def test_it_is_unbiased(self) -> None:
        """Over all outcomes of five attempts that are right with probability p, its mean is that of two attempts."""
        p = 0.3
        mean = 0.0
        for marks in itertools.product((True, False), repeat=5):
            weight = p ** sum(marks) * (1 - p) ** (5 - sum(marks))
            mean += weight * (pass_at_k([(sum(marks), 5)], 2).value or 0.0)
        assert mean == pytest.approx(1 - (1 - p) ** 2)

    def test_questions_with_too_few_attempts_are_left_out(self) -> None:
        estimate = pass_at_k([(1, 1), (1, 3)], 2)
        assert estimate.value == pytest.approx(2 / 3)
        assert estimate.clusters == 1

    def test_without_a_question_there_is_no_value(self) -> None:
        assert pass_at_k([(1, 1)], 2).value is None

    @pytest.mark.parametrize(("questions", "k"), [([(1, 2)], 0), ([(3, 2)], 1), ([(-1, 2)], 1)])
    def test_what_can_t_be_is_refused(self, questions: list[tuple[int, int]], k: int) -> None:
        with pytest.raises(ValueError, match="attempt"):
            pass_at_k(questions, k)


class TestMajority:
    def test_a_split_counts_for_its_share_of_right_answers(self) -> None:
        rows = [
            solved("a", right=3, wrong=2, majority="right", majority_credit=1.0),
            solved("b", right=2, wrong=2, unknown=1, majority="split", majority_credit=0.5),
            solved("c", right=1, unknown=4, majority="unknown"),
        ]
        summary = solver_summary(rows)
        assert summary is not None
        assert summary.majority.value == pytest.approx(0.75)
        assert (summary.majority.clusters, summary.split) == (2, 1)

    def test_one_attempt_is_no_majority(self) -> None:
        summary = solver_summary([solved("a", right=1, majority="right", majority_credit=1.0)])
        assert summary is not None
        assert summary.majority.value is None


def test_right_answers_by_a_wrong_way_are_a_share_over_questions() -> None:
    share = wrong_way_share([("a", True), ("a", False), ("b", False)])
    assert share.value == pytest.approx(0.25)
    assert (share.n, share.clusters) == (3, 2)
    assert wrong_way_share([]).value is None
