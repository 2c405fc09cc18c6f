"""What a prover earns at the estimates that it points at, by the rule of prover–estimator debate."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dikast.metrics import descent_summary, prover_payoff
from dikast.records import AttemptStatus, Outcome, OutcomeAcceptance, OutcomeDescent, Pointed

signs: st.SearchStrategy[Pointed] = st.sampled_from((-1, 0, 1))


def descent(*pointed: Pointed, p_leaf: float | None = 1.0, p_estimated: float | None = 0.5) -> OutcomeDescent:
    return OutcomeDescent(len(pointed), p_leaf, p_estimated, pointed)


@pytest.mark.parametrize(
    ("pointed", "payoff"), [((1,), 3), ((-1,), -3), ((0,), 0), ((1, 1), 12), ((1, -1), -6), ((-1, 1), 6)]
)
def test_a_level_pays_three_times_the_one_above_it(pointed: tuple[Pointed, ...], payoff: float) -> None:
    assert prover_payoff(descent(*pointed)) == payoff
    assert prover_payoff(descent(*pointed), ratio=1) == sum(pointed)


@given(st.lists(signs, max_size=6).filter(lambda pointed: any(pointed)))
def test_with_a_ratio_above_two_the_deepest_estimate_that_was_off_decides_the_sign(pointed: list[Pointed]) -> None:
    deepest = next(sign for sign in reversed(pointed) if sign)
    assert prover_payoff(descent(*pointed), ratio=2.001) * deepest > 0


def test_a_ratio_that_pays_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="must be positive"):
        prover_payoff(descent(1), ratio=0)


def outcome(question: str, answer: AttemptStatus, found: OutcomeDescent) -> Outcome:
    acceptance = OutcomeAcceptance(answer, p_right=0.5, critiques=0, refuted=0)
    return Outcome(
        id=question, protocol="p", agents="", question=question, status="decided", acceptance=acceptance, descent=found
    )


def test_a_summary_splits_payoffs_by_whether_the_answer_was_right() -> None:
    summary = descent_summary(
        [
            outcome("a", "right", descent(1)),
            outcome("b", "right", descent(1, p_leaf=0.0)),
            outcome("c", "wrong", descent(-1)),
            outcome("d", "unknown", descent(-1)),
            outcome("e", "right", descent(0, p_leaf=None)),
        ]
    )
    assert summary is not None
    assert (summary.episodes, summary.questions, summary.undisputed) == (5, 5, 1)
    assert summary.payoff_right.value == pytest.approx(2)
    assert summary.payoff_wrong.value == -3
    assert summary.leaf.value == pytest.approx(3 / 4)


def test_without_estimates_there_are_no_payoffs_and_without_descents_no_summary() -> None:
    summary = descent_summary([outcome("a", "right", descent(0, p_estimated=None))])
    assert summary is not None
    assert summary.payoff_right.value is None
    plain = Outcome(id="a", protocol="p", agents="", question="a", status="failed")
    assert descent_summary([plain]) is None
