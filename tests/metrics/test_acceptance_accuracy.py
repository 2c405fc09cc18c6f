"""How good judges are at accepting right answers and rejecting wrong ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dikast.metrics import acceptance_summary, summarise
from dikast.records import AttemptStatus, Outcome, OutcomeAcceptance


def judged(
    question: str, answer: AttemptStatus, p_right: float | None, critiques: int = 0, refuted: int = 0
) -> Outcome:
    """A verdict on an answer of this status, with the credit that it has."""
    credit = None
    if p_right is not None and answer in ("right", "wrong"):
        p_true = p_right if answer == "right" else 1 - p_right
        credit = 0.5 if p_true == 0.5 else float(p_true > 0.5)
    return Outcome(
        id=question,
        protocol="critique",
        agents="",
        question=question,
        status="unparsed" if p_right is None else "decided",
        credit=credit,
        acceptance=OutcomeAcceptance(answer, p_right, critiques, refuted),
    )


def test_accuracy_is_split_by_whether_the_answer_was_right() -> None:
    """Of six right answers five are accepted, of four wrong ones one is rejected."""
    outcomes = [judged(f"right {i}", "right", 0.9 if i < 5 else 0.1) for i in range(6)]
    outcomes += [judged(f"wrong {i}", "wrong", 0.1 if i < 1 else 0.9) for i in range(4)]
    summary = acceptance_summary(outcomes)
    assert summary is not None
    assert summary.solver.value == pytest.approx(0.6)
    assert summary.on_right.value == pytest.approx(5 / 6)
    assert summary.on_wrong.value == pytest.approx(1 / 4)
    assert summary.accuracy.value == pytest.approx(0.6)
    assert summary.recovered == pytest.approx(0)


def test_what_cannot_be_decided_or_read_is_in_no_accuracy() -> None:
    outcomes = [judged("a", "right", 0.9), judged("b", "unknown", 0.9), judged("c", "unparsed", None)]
    summary = acceptance_summary(outcomes)
    assert summary is not None
    assert (summary.questions, summary.episodes, summary.undecided) == (1, 1, 1)
    assert summary.on_wrong.value is None
    assert summary.recovered is None, "where every answer is right, there is no gap"


def test_critiques_count_wherever_they_were_made() -> None:
    outcomes = [judged("a", "right", 0.9, critiques=2, refuted=1), judged("b", "unknown", 0.5, critiques=2)]
    summary = acceptance_summary(outcomes)
    assert summary is not None
    assert summary.refuted_share == 0.25


def test_each_question_weighs_the_same() -> None:
    outcomes = [judged("often", "wrong", 0.9) for _ in range(9)] + [judged("once", "wrong", 0.1)]
    summary = acceptance_summary(outcomes)
    assert summary is not None
    assert (summary.on_wrong.value, summary.on_wrong.n, summary.on_wrong.clusters) == (0.5, 10, 2)


def test_other_verdicts_have_no_such_figures() -> None:
    plain = Outcome(id="q", protocol="debate", agents="", question="q", status="decided", credit=1)
    assert acceptance_summary([plain]) is None
    assert summarise([plain])[0].acceptance is None


statuses: st.SearchStrategy[AttemptStatus] = st.sampled_from(["right", "wrong"])


@given(st.lists(st.tuples(statuses, st.floats(0, 1)), min_size=1, max_size=30))
def test_accuracy_is_between_that_on_right_and_on_wrong_answers_and_never_more_than_all(
    verdicts: list[tuple[AttemptStatus, float]],
) -> None:
    outcomes = [judged(str(i), answer, p) for i, (answer, p) in enumerate(verdicts)]
    summary = acceptance_summary(outcomes)
    assert summary is not None
    assert summary.accuracy.value is not None
    parts = [part.value for part in (summary.on_right, summary.on_wrong) if part.value is not None]
    assert min(parts) - 1e-9 <= summary.accuracy.value <= max(parts) + 1e-9
    if summary.recovered is not None:
        assert summary.recovered <= 1 + 1e-9


@given(st.lists(statuses, min_size=1, max_size=30))
def test_a_judge_that_accepts_everything_recovers_nothing(answers: list[AttemptStatus]) -> None:
    summary = acceptance_summary([judged(str(i), answer, 1.0) for i, answer in enumerate(answers)])
    assert summary is not None
    assert summary.accuracy == summary.solver
    assert summary.recovered in (0, None)
