"""What judges of responses gave, by cell: mean scores, marks, places, and the criteria that decided."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dikast.metrics import ResponseSummary, ResponseTally
from dikast.records import OutcomeCriterion, OutcomeResponses
from tests.metrics.rows import right, row, wrong


def summary(*said: tuple[str, OutcomeResponses | None], resamples: int = 0, **fields: Any) -> ResponseSummary | None:
    """The summary of verdicts that say this of the responses to these questions."""
    tally = ResponseTally()
    for question, responses in said:
        tally.add(row(question, responses=responses, **fields))
    return tally.summary(resamples)


def test_each_question_weighs_the_same_and_the_right_response_is_apart() -> None:
    once, twice = OutcomeResponses(scores=(8.0, 2.0)), OutcomeResponses(scores=(4.0, 4.0))
    found = summary(("1", once), ("2", twice), ("2", twice))
    assert found is not None
    assert (found.verdicts, found.score.value, found.score.n, found.score.clusters) == (3, 4.5, 6, 2)
    assert (found.right.value, found.others.value) == (6.0, 3.0)


def test_without_a_right_response_there_is_one_mean() -> None:
    found = summary(("1", OutcomeResponses(scores=(3.0, 5.0))), gold=None)
    assert found is not None
    assert (found.score.value, found.right.value, found.others.value) == (4.0, None, None)


def test_marks_are_all_that_was_earned_of_all_that_there_was() -> None:
    moderate = OutcomeResponses(scores=(2.0,), full_marks=2.0)
    hard = OutcomeResponses(scores=(1.5,), full_marks=3.0)
    found = summary(("m", moderate), ("h1", hard), ("h2", hard), p=None, gold=None)
    assert found is not None
    # (2 + 3) / (2 · 1 + 3 · 2), and not the mean of the shares, which is 2/3.
    assert found.marks.value == pytest.approx(5 / 8)


def test_the_place_of_the_right_response_and_circles() -> None:
    tally = ResponseTally()
    tally.add(right("1", responses=OutcomeResponses(ranking=(0, 1))))
    tally.add(wrong("2", responses=OutcomeResponses(ranking=(1, 0), n_cycles=1)))
    found = tally.summary()
    assert found is not None
    assert (found.place.value, found.ranked, found.cyclic) == (1.5, 2, 1)
    assert found.score.n == 0


@pytest.mark.parametrize(("p", "place"), [((0.5, 0.5), 1.5), ((1.0, 0.0), 1.0), ((0.0, 1.0), 2.0)])
def test_those_that_share_the_first_place_have_the_same(p: tuple[float, ...], place: float) -> None:
    order = (0, 1) if p[0] >= p[1] else (1, 0)
    found = summary(("1", OutcomeResponses(ranking=order)), p=p)
    assert found is not None
    assert found.place.value == place


def test_what_a_judge_left_out_is_in_no_mean_of_a_criterion() -> None:
    said = OutcomeResponses(
        scores=(4.0, 2.0), criteria=(OutcomeCriterion("tone", (4.0, None)), OutcomeCriterion("facts", (None, None)))
    )
    found = summary(("1", said))
    assert found is not None
    assert (found.criteria["tone"].value, found.criteria["tone"].n) == (4.0, 1)
    assert found.criteria["facts"].value is None


def test_the_criteria_that_decided_and_what_an_audit_upholds() -> None:
    first = OutcomeResponses(decided_by="refusal", audited=2, upheld=1)
    second = OutcomeResponses(decided_by="faithfulness", audited=2, upheld=2)
    found = summary(("1", first), ("2", second), ("3", second))
    assert found is not None
    assert (found.decided_by, found.audited, found.upheld) == ({"refusal": 1, "faithfulness": 2}, 6, 5)


def test_formats_that_were_kept_and_how_much_better_a_choice_is() -> None:
    kept = OutcomeResponses(n_formats=2, n_kept=2, strength="strong")
    found = summary(("1", kept), ("2", kept), ("3", OutcomeResponses(n_formats=2, n_kept=1, strength="slight")))
    assert found is not None
    assert (found.formats, found.kept, found.strong, found.slight) == (6, 5, 2, 1)


def test_a_choice_alone_says_nothing_more() -> None:
    assert summary(("1", None)) is None


def test_an_interval_is_over_questions() -> None:
    scores = [OutcomeResponses(scores=(float(i), float(10 - i))) for i in range(1, 9)]
    found = summary(*[(str(i), one) for i, one in enumerate(scores)], resamples=500)
    assert found is not None
    assert (found.right.method, found.right.value, found.right.clusters) == ("bootstrap", 4.5, 8)
    assert found.right.low is not None
    assert found.right.high is not None
    assert found.right.low < 4.5 < found.right.high


@given(st.lists(st.tuples(st.sampled_from("abc"), st.floats(1, 10), st.floats(1, 10)), min_size=1, max_size=8))
def test_a_mean_lies_between_the_scores_with_and_without_interval(rows: list[tuple[str, float, float]]) -> None:
    said = [(question, OutcomeResponses(scores=(one, other))) for question, one, other in rows]
    plain, resampled = summary(*said), summary(*said, resamples=20)
    assert plain is not None
    assert resampled is not None
    assert plain.score.value == pytest.approx(resampled.score.value)
    scores = [score for _, *pair in rows for score in pair]
    assert plain.score.value is not None
    assert min(scores) - 1e-9 <= plain.score.value <= max(scores) + 1e-9
    assert ResponseSummary.model_validate_json(plain.model_dump_json()) == plain
